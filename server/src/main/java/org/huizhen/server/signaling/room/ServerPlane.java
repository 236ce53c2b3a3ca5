package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.huizhen.server.media.MediaKind;
import org.huizhen.server.media.MediaLink;
import org.huizhen.server.media.MediaRoom;
import org.huizhen.server.media.MediaServer;
import org.huizhen.server.media.OfferedCodecs;
import org.huizhen.server.signaling.message.MediaMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Source;

/**
 * Everybody with a media server. Offers come from the clients alone; who gets what is worked out anew after each change and is the
 * media server's to carry out. Nothing of the room is kept there: when it is lost, everybody is asked for new connections.
 */
final class ServerPlane implements MediaPlane {
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Room room;
    private final RoomLimits limits;
    private final MediaServer server;
    private final Clock clock;
    private final Executor thread;
    private final Map<Participant, Links> links = new HashMap<>();
    private final Map<Participant, Subscriptions> subscriptions = new HashMap<>();
    /** Null until somebody offers, and after it was lost. */
    private MediaRoom media;

    private Instant lost;
    private Optional<Tapes> tapes = Optional.empty();

    ServerPlane(Room room, RoomLimits limits, MediaServer server, Clock clock, Executor thread) {
        this.room = room;
        this.limits = limits;
        this.server = server;
        this.clock = clock;
        this.thread = thread;
    }

    @Override
    public String name() {
        return "kurento";
    }

    @Override
    public boolean enforces() {
        return true;
    }

    @Override
    public int mostVideo() {
        return limits.serverVideo();
    }

    @Override
    public int mostShown() {
        return limits.serverShown();
    }

    @Override
    public void admit(Participant publisher, Track track) {
        if (track.low() && track.source() != Source.CAMERA) {
            throw new SignalException(SignalError.INVALID_REQUEST, "quality: only cameras have a low one");
        }
        if (track.source().video() && !publisher.showsVideo()) {
            long showing =
                    room.people().stream().filter(Participant::showsVideo).count();
            if (showing >= mostVideo()) {
                throw new SignalException(
                        SignalError.NO_RESOURCES, "at most " + mostVideo() + " people show video at a time");
            }
        }
        publisher.tracks.values().removeIf(other -> other.source() == track.source() && other.low() == track.low());
    }

    @Override
    public void negotiate(Participant from, MediaMessage message) {
        switch (message) {
            case MediaMessage.Subscribe subscribe -> subscriptions(from).choose(subscribe);
            case MediaMessage.Offer offer -> offer(from, offer);
            case MediaMessage.Candidate candidate -> candidate(from, candidate);
            case MediaMessage.Close close -> links(from).close(close.pc());
            case MediaMessage.Answer ignored -> throw invalid("offers come from the clients");
            case MediaMessage.Restart ignored -> throw invalid("make the connection anew by an offer");
            case MediaMessage.Publish ignored -> throw new IllegalArgumentException("no negotiation");
            case MediaMessage.Unpublish ignored -> throw new IllegalArgumentException("no negotiation");
            case MediaMessage.Quality ignored -> throw new IllegalArgumentException("no negotiation");
            case MediaMessage.Mode ignored -> throw new IllegalArgumentException("no negotiation");
        }
    }

    private Subscriptions subscriptions(Participant of) {
        return subscriptions.computeIfAbsent(of, participant -> new Subscriptions(room, mostShown()));
    }

    private Links links(Participant of) {
        return links.computeIfAbsent(of, participant -> new Links(room, participant, thread, this::changed));
    }

    private void offer(Participant from, MediaMessage.Offer offer) {
        Pc pc = Pc.read(offer.pc());
        if (pc.up()) {
            if (pc.bundle().sources().stream().noneMatch(source -> from.may(Media.rightFor(source)))) {
                throw new SignalException(SignalError.NOT_ALLOWED, "asks for the right to send it");
            }
        } else if (room.target(pc.sender().orElseThrow()) == from) {
            throw invalid("pc: one's own media");
        }
        String sdp = restricted(offer.sdp());
        MediaRoom place = place();
        if (links.values().stream().mapToInt(Links::size).sum() >= limits.serverLinks()) {
            throw new SignalException(SignalError.NO_RESOURCES, "the room has too many connections");
        }
        links(from)
                .begin(
                        offer.pc(),
                        pc,
                        offer.negotiation(),
                        listener -> place.link(
                                pc.up() ? MediaLink.Direction.FROM_CLIENT : MediaLink.Direction.TO_CLIENT,
                                sdp,
                                pc.bundle().kilobits(),
                                listener));
    }

    private static String restricted(String sdp) {
        try {
            return OfferedCodecs.restrict(sdp);
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
    }

    private MediaRoom place() {
        if (!server.well()) {
            if (lost == null) {
                lost = clock.instant();
            }
            throw new SignalException(SignalError.MEDIA_SERVER_LOST, "the media server does not answer")
                    .retryAfter(AGAIN);
        }
        lost = null;
        if (media == null) {
            Lost listener = new Lost();
            media = server.open(room.id().toString(), listener);
            listener.of = media;
        }
        return media;
    }

    /** Tells the room's thread. */
    private final class Lost implements MediaRoom.Listener {
        /** Set before the room's thread can come to look. */
        private MediaRoom of;

        @Override
        public void lost() {
            thread.execute(() -> {
                if (media == of && media != null) {
                    media = null;
                    lost = clock.instant();
                    links.values().forEach(Links::restartAll);
                }
            });
        }
    }

    private void candidate(Participant from, MediaMessage.Candidate message) {
        long negotiation = message.negotiation().orElseThrow(() -> invalid("negotiation: expected a whole number"));
        ObjectNode candidate = message.candidate();
        links(from)
                .candidate(
                        message.pc(),
                        negotiation,
                        new MediaLink.Candidate(
                                candidate.path("candidate").asText(""),
                                candidate.path("sdpMid").asText(""),
                                candidate.path("sdpMLineIndex").asInt(0)));
    }

    @Override
    public void released(Participant participant) {
        Optional.ofNullable(links.remove(participant)).ifPresent(Links::closeAll);
        subscriptions.remove(participant);
    }

    @Override
    public void changed() {
        subscriptions.values().forEach(Subscriptions::prune);
        links.values().forEach(Links::closeGone);
        links.forEach((receiver, own) -> own.eachDown((link, sender, bundle) -> {
            for (MediaKind kind : MediaKind.values()) {
                link.feed(kind, room.find(sender).flatMap(of -> source(receiver, of, bundle, kind)));
            }
        }));
        tapes.filter(running -> media != null).ifPresent(this::changeTapes);
    }

    /** A recording takes what anybody could hear and see. */
    private void changeTapes(Tapes running) {
        running.retain(Set.copyOf(links.keySet()));
        links.forEach((sender, own) -> Tapes.RECORDED.forEach(bundle -> {
            Set<MediaKind> sent = EnumSet.noneOf(MediaKind.class);
            own.flowing(bundle).stream()
                    .filter(kind -> sent(sender, bundle, kind).isPresent())
                    .forEach(sent::add);
            running.settle(media, sender, bundle, own.up(bundle), sent);
        }));
    }

    @Override
    public boolean records() {
        return server.well();
    }

    @Override
    public void record(Optional<Tapes> with) {
        tapes.ifPresent(Tapes::close);
        tapes = with;
        changed();
    }

    /** The link out of which the receiver gets that kind of the sender's media now. */
    private Optional<MediaLink> source(Participant receiver, Participant sender, Pc.Bundle bundle, MediaKind kind) {
        if (kind == MediaKind.VIDEO && receiver.mode == MediaMessage.Wanted.AUDIO) {
            return Optional.empty();
        }
        Subscriptions wishes = subscriptions(receiver);
        Optional<Track> track = sent(sender, bundle, kind).filter(of -> wishes.wants(sender, of));
        Links own = links.get(sender);
        if (track.isEmpty() || own == null) {
            return Optional.empty();
        }
        boolean low = kind == MediaKind.VIDEO
                && (receiver.mode == MediaMessage.Wanted.LOW || wishes.wantsLow(sender, track.get()));
        if (low
                && bundle == Pc.Bundle.CAMERA
                && sent(sender, Pc.Bundle.LOW, kind).isPresent()) {
            Optional<MediaLink> small = own.up(Pc.Bundle.LOW);
            if (small.isPresent()) {
                return small;
            }
        }
        return own.up(bundle);
    }

    /** What the sender sends of it and nobody has muted. */
    private static Optional<Track> sent(Participant sender, Pc.Bundle bundle, MediaKind kind) {
        return Media.audible(sender).stream()
                .filter(track -> Pc.Bundle.of(track) == bundle && track.source().video() == (kind == MediaKind.VIDEO))
                .findFirst();
    }

    @Override
    public Optional<Instant> lostSince() {
        if (lost != null && server.well()) {
            lost = null;
        }
        return Optional.ofNullable(lost);
    }

    @Override
    public void close() {
        tapes.ifPresent(Tapes::close);
        tapes = Optional.empty();
        links.values().forEach(Links::closeAll);
        links.clear();
        if (media != null) {
            media.close();
            media = null;
        }
    }

    private static SignalException invalid(String detail) {
        return new SignalException(SignalError.INVALID_REQUEST, detail);
    }
}
