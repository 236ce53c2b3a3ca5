package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import org.huizhen.server.signaling.message.MediaMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Source;
import org.huizhen.server.signaling.message.Text;

/** What people send, whatever the plane, and the choice of the plane. Confined to the room's thread. */
final class Media {
    private static final int MOST_TRACKS = 8;
    /** A media server that is away that long is given up. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Room room;
    private final RoomLimits limits;
    private final MediaPlanes planes;
    private final Clock clock;
    private final Executor thread;
    private MediaPlane plane;

    /** @param thread the room's own, for what the media server says */
    Media(Room room, RoomLimits limits, MediaPlanes planes, Clock clock, Executor thread) {
        this.room = room;
        this.limits = limits;
        this.planes = planes;
        this.clock = clock;
        this.thread = thread;
        this.plane = planes.beginsOnServer(room.opening().plane()) ? onServer() : mesh();
    }

    private MediaPlane mesh() {
        return new Mesh(room, limits.meshVideo());
    }

    private MediaPlane onServer() {
        return new ServerPlane(room, limits, planes.server().orElseThrow(), clock, thread);
    }

    MediaPlane plane() {
        return plane;
    }

    static Right rightFor(Source source) {
        return switch (source) {
            case MICROPHONE -> Right.AUDIO;
            case CAMERA -> Right.VIDEO;
            case SCREEN, SCREEN_AUDIO -> Right.SCREEN;
        };
    }

    void handle(Participant speaker, Seat seat, MediaMessage message) {
        switch (message) {
            case MediaMessage.Mode mode -> {
                speaker.mode = mode.mode();
                room.updated(speaker);
            }
            case MediaMessage.Quality quality ->
                room.latest(
                        "media.quality:" + room.id() + ":" + speaker.id,
                        room.event("media.quality")
                                .put("participant", speaker.id)
                                .put("level", quality.level()),
                        seat);
            case MediaMessage.Publish publish -> {
                carrying(speaker, seat);
                publish(speaker, publish);
            }
            case MediaMessage.Unpublish unpublish -> {
                carrying(speaker, seat);
                if (speaker.tracks.remove(unpublish.track()) != null) {
                    room.updated(speaker);
                }
            }
            case MediaMessage.Subscribe subscribe -> negotiate(speaker, seat, subscribe);
            case MediaMessage.Offer offer -> negotiate(speaker, seat, offer);
            case MediaMessage.Answer answer -> negotiate(speaker, seat, answer);
            case MediaMessage.Candidate candidate -> negotiate(speaker, seat, candidate);
            case MediaMessage.Restart restart -> negotiate(speaker, seat, restart);
            case MediaMessage.Close close -> negotiate(speaker, seat, close);
        }
    }

    private void negotiate(Participant speaker, Seat seat, MediaMessage message) {
        carrying(speaker, seat);
        plane.negotiate(speaker, message);
    }

    private void publish(Participant speaker, MediaMessage.Publish publish) {
        Room.require(speaker, rightFor(publish.source()));
        if (speaker.locked.contains(publish.source())) {
            throw new SignalException(SignalError.NOT_ALLOWED, "a moderator has locked it");
        }
        if (speaker.tracks.size() >= MOST_TRACKS) {
            throw new SignalException(SignalError.NO_RESOURCES, "at most " + MOST_TRACKS + " tracks");
        }
        Track track = new Track(publish.track(), publish.source(), publish.low());
        try {
            plane.admit(speaker, track);
        } catch (SignalException full) {
            if (full.error() != SignalError.NO_RESOURCES || plane.enforces() || !mayMove()) {
                throw full;
            }
            move(onServer(), "grown");
            plane.admit(speaker, track);
        }
        speaker.tracks.put(track.id(), track);
        room.updated(speaker);
    }

    private boolean mayMove() {
        return planes.server(room.opening().plane());
    }

    private static void carrying(Participant speaker, Seat seat) {
        if (!speaker.carriesMedia(seat)) {
            throw new SignalException(SignalError.NOT_ALLOWED, "another tab carries your media: join with media true");
        }
    }

    /** The tab carries the participant's media from now on; another one that did is told. */
    void carry(Participant participant, Seat seat) {
        participant
                .media()
                .filter(before -> before != seat)
                .ifPresent(before -> before.event(Text.of(room.event("media.moved"))));
        plane.released(participant);
        participant.carryMedia(seat, room.nextEpoch());
    }

    void release(Participant participant) {
        plane.released(participant);
        participant.releaseMedia();
    }

    /** Gives up a media server that does not come back. */
    void watch(Instant now) {
        if (plane.lostSince()
                .filter(since -> !since.plus(PATIENCE).isAfter(now))
                .isPresent()) {
            move(mesh(), "media-server-lost");
        }
    }

    /** Everybody makes their connections anew on another plane; what is published stays as far as the plane has room for it. */
    private void move(MediaPlane next, String reason) {
        plane.close();
        plane = next;
        ObjectNode event = room.event("media.plane").put("plane", next.name()).put("muteEnforced", next.enforces());
        limits(event.putObject("limits"));
        event.put("reason", reason);
        ObjectNode epochs = event.putObject("epochs");
        for (Participant participant : room.people()) {
            if (participant.media().isPresent()) {
                participant.renumber(room.nextEpoch());
                epochs.put(participant.id, participant.epoch());
            }
        }
        room.tell(event);
        fit();
    }

    void limits(ObjectNode node) {
        node.put("video", plane.mostVideo()).put("shown", plane.mostShown());
    }

    /** Takes away what the plane does not carry: from those who came last. */
    private void fit() {
        int showing = 0;
        for (Participant participant : room.people().stream()
                .sorted(Comparator.comparingInt(participant -> participant.order))
                .toList()) {
            boolean shows = participant.showsVideo() && ++showing <= plane.mostVideo();
            boolean changed = participant
                    .tracks
                    .values()
                    .removeIf(track -> (track.low() && !plane.enforces())
                            || (track.source().video() && !shows));
            if (changed) {
                room.updated(participant);
            }
        }
    }

    void close() {
        plane.close();
    }

    /** @return what may be sent of it now: published, allowed, not muted */
    static List<Track> audible(Participant participant) {
        return participant.tracks.values().stream()
                .filter(track -> participant.may(rightFor(track.source())))
                .filter(track -> !participant.muted.contains(track.source()))
                .toList();
    }
}
