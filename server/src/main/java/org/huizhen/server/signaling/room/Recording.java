package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.message.RecordingMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At most one recording of the room at a time: asked for, agreed to by everybody who is there, running, stopped by anybody who takes
 * their consent back. Confined to the room's thread.
 */
final class Recording {
    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private final Room room;
    private final Optional<RecordingBook> book;
    private final Media media;
    private final LiveRoom.Means means;
    private UUID id;
    private Participant by;
    private boolean running;
    private Instant asked;
    private final Set<UserId> agreed = new HashSet<>();

    Recording(Room room, Media media, LiveRoom.Means means) {
        this.room = room;
        this.book = means.recordings();
        this.media = media;
        this.means = means;
        // A former life of the room, here or on another node, that did not end in order.
        book.ifPresent(kept -> kept.opened(room.id()));
    }

    void handle(Participant speaker, RecordingMessage message, ObjectNode answer) {
        switch (message) {
            case RecordingMessage.Start ignored ->
                answer.put("recording", start(speaker).toString());
            case RecordingMessage.Stop stop -> {
                Room.require(speaker, Right.MODERATE);
                current(stop.recording());
                stop("stopped");
            }
            case RecordingMessage.Consent consent -> {
                current(consent.recording());
                book().answered(room.id(), id, speaker.person, consent.agreed());
                if (consent.agreed()) {
                    agreed.add(speaker.person.userId());
                    if (!running) {
                        proceed();
                    }
                } else {
                    stop(running ? "withdrawn" : "refused");
                }
            }
        }
    }

    private UUID start(Participant speaker) {
        Room.require(speaker, Right.MODERATE);
        if (book.isEmpty()) {
            throw new SignalException(SignalError.NO_RESOURCES, "this server keeps no recordings");
        }
        if (!media.plane().records()) {
            throw new SignalException(
                    SignalError.NO_RESOURCES, "recording needs the media server, and this room is not on it");
        }
        if (id != null) {
            throw new SignalException(SignalError.INVALID_REQUEST, "recording: one is asked for or runs already");
        }
        id = book().asked(room.id(), speaker.person);
        by = speaker;
        asked = means.clock().instant();
        agreed.add(speaker.person.userId());
        proceed();
        return id;
    }

    private RecordingBook book() {
        return book.orElseThrow();
    }

    private void current(UUID recording) {
        if (!recording.equals(id)) {
            throw new SignalException(SignalError.INVALID_REQUEST, "recording: is not asked for and does not run");
        }
    }

    /** Runs once nobody's answer is waited for; everybody is told how it stands. */
    private void proceed() {
        if (!running && room.people().stream().allMatch(this::agrees)) {
            book().running(room.id(), id);
            running = true;
            media.plane().record(Optional.of(new Tapes(room.id(), id, book(), means.clock(), means.background())));
        }
        tell(running ? "running" : "asking", Optional.empty());
    }

    private boolean agrees(Participant participant) {
        return agreed.contains(participant.person.userId());
    }

    private void stop(String reason) {
        media.plane().record(Optional.empty());
        try {
            book().stopped(room.id(), id, reason);
        } catch (LeaseLost e) {
            // Whoever has the room now has ended it.
            throw e;
        } catch (RuntimeException e) {
            // It has stopped all the same; the row is put right when nobody is in the room any more.
            LOG.warn("the end of recording {} could not be written", id, e);
        }
        tell("stopped", Optional.of(reason));
        id = null;
        by = null;
        running = false;
        agreed.clear();
    }

    private void tell(String state, Optional<String> reason) {
        ObjectNode event = room.event("recording.state");
        describe(event, state);
        reason.ifPresent(text -> event.put("reason", text));
        room.tell(event);
    }

    private void describe(ObjectNode node, String state) {
        node.put("recording", id.toString()).put("state", state).put("by", by.id);
        ArrayNode waiting = node.putArray("waiting");
        room.people().stream()
                .filter(participant -> !agrees(participant))
                .forEach(participant -> waiting.add(participant.id));
    }

    void snapshot(ObjectNode node) {
        if (id != null) {
            describe(node.putObject("recording"), running ? "running" : "asking");
        }
    }

    /**
     * At the door: whoever comes in while one is asked for or runs has agreed to it.
     *
     * @param recording what they agree to
     * @return the recording that they are to be asked about first
     */
    Optional<UUID> doorkeeper(Actor.Person person, Optional<UUID> recording) {
        if (id == null || agreed.contains(person.userId())) {
            return Optional.empty();
        }
        if (recording.filter(id::equals).isEmpty()) {
            return Optional.of(id);
        }
        book().answered(room.id(), id, person, true);
        agreed.add(person.userId());
        return Optional.empty();
    }

    /** After people have come or gone, and every second. */
    void watch(Instant now) {
        if (id == null) {
            return;
        }
        if (room.people().isEmpty()) {
            stop("empty");
        } else if (!media.plane().records()) {
            stop(media.plane().enforces() ? "media-server-lost" : "plane");
        } else if (!running && room.people().stream().allMatch(this::agrees)) {
            proceed();
        } else if (!running && !asked.plus(ANSWER_WITHIN).isAfter(now)) {
            stop("silent");
        }
    }

    void close() {
        if (id != null) {
            stop("closed");
        }
    }
}
