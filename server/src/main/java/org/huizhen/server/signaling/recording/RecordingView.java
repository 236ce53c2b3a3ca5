package org.huizhen.server.signaling.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.RoomId;
import org.jdbi.v3.core.Handle;

/** A recording as the API shows it. @param keptUntil when its files are deleted; of none that has no files */
record RecordingView(
        UUID id,
        RoomId roomId,
        Optional<ReadingRequestId> readingRequestId,
        String state,
        String askedBy,
        Instant askedAt,
        Optional<Instant> beganAt,
        Optional<Instant> stoppedAt,
        Optional<String> stopReason,
        Optional<Instant> keptUntil,
        Optional<String> detail,
        Optional<Long> bytes,
        List<Answer> consents,
        List<Part> parts) {

    record Person(UUID userId, String name) {}

    record Answer(Person person, boolean agreed, Instant at) {}

    record Part(
            UUID id,
            Person person,
            String source,
            Optional<Instant> beganAt,
            Optional<Instant> endedAt,
            boolean whole) {}

    static RecordingView of(Handle handle, RecordingRows.Recording recording, Optional<Duration> retention) {
        return new RecordingView(
                recording.id(),
                recording.room(),
                recording.readingRequest(),
                recording.state(),
                recording.by(),
                recording.asked(),
                recording.began(),
                recording.stopped(),
                recording.reason(),
                List.of("waiting", "ready", "parts").contains(recording.state())
                        ? recording.stopped().flatMap(stopped -> retention.map(stopped::plus))
                        : Optional.empty(),
                recording.detail(),
                recording.bytes(),
                RecordingConsents.of(handle, recording.id()).stream()
                        .map(consent ->
                                new Answer(new Person(consent.user(), consent.name()), consent.agreed(), consent.at()))
                        .toList(),
                RecordingParts.of(handle, recording.id()).stream()
                        .map(part -> new Part(
                                part.id(),
                                new Person(part.user(), part.name()),
                                part.bundle(),
                                part.began(),
                                part.ended(),
                                part.whole()))
                        .toList());
    }
}
