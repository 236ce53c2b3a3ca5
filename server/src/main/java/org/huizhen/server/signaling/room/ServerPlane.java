package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
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
    private final Room room;
    private final RoomLimits limits;
    private final Executor thread;
    private final Map<Participant, Links> links = new HashMap<>();
    private final Forwarding forwarding;
    private final MediaPlace place;
    private Optional<Tapes> tapes = Optional.empty();

    ServerPlane(Room room, RoomLimits limits, MediaServer server, Clock clock, Executor thread) {
        this.room = room;
        this.limits = limits;
        this.thread = thread;
        this.forwarding = new Forwarding(room, limits.serverShown(), links);
        this.place =
                new MediaPlace(room, server, clock, thread, () -> links.values().forEach(Links::restartAll));
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
            case MediaMessage.Subscribe subscribe -> forwarding.wishes(from).choose(subscribe);
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
        MediaRoom media = place.require();
        if (links.values().stream().mapToInt(Links::size).sum() >= limits.serverLinks()) {
            throw new SignalException(SignalError.NO_RESOURCES, "the room has too many connections");
        }
        links(from)
                .begin(
                        offer.pc(),
                        pc,
                        offer.negotiation(),
                        listener -> media.link(
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
        forwarding.forget(participant);
    }

    @Override
    public void changed() {
        forwarding.settle();
        tapes.ifPresent(running -> place.made().ifPresent(media -> forwarding.record(running, media)));
    }

    @Override
    public boolean records() {
        return place.well();
    }

    @Override
    public void record(Optional<Tapes> with) {
        tapes.ifPresent(Tapes::close);
        tapes = with;
        changed();
    }

    @Override
    public Optional<Instant> lostSince() {
        return place.lostSince();
    }

    @Override
    public void close() {
        tapes.ifPresent(Tapes::close);
        tapes = Optional.empty();
        links.values().forEach(Links::closeAll);
        links.clear();
        place.close();
    }

    private static SignalException invalid(String detail) {
        return new SignalException(SignalError.INVALID_REQUEST, detail);
    }
}
