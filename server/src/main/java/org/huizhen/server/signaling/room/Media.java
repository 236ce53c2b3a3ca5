package org.huizhen.server.signaling.room;

import org.huizhen.server.signaling.message.MediaMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Source;

/** What people send, whatever the plane. Confined to the room's thread. */
final class Media {
    private static final int MOST_TRACKS = 8;

    private final Room room;
    private final MediaPlane plane;

    Media(Room room, MediaPlane plane) {
        this.room = room;
        this.plane = plane;
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
        plane.admit(speaker, publish.source());
        speaker.tracks.put(publish.track(), new Track(publish.track(), publish.source()));
        room.updated(speaker);
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
                .ifPresent(before -> before.event(room.event("media.moved").toString()));
        plane.released(participant);
        participant.carryMedia(seat, room.nextEpoch());
    }

    void release(Participant participant) {
        plane.released(participant);
        participant.releaseMedia();
    }
}
