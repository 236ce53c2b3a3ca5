package org.huizhen.server.signaling.register;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.room.RoomRole;

/** A room as the API shows it. */
record RoomView(
        RoomId id,
        long version,
        String url,
        RoomKind kind,
        String state,
        String plane,
        boolean locked,
        Person openedBy,
        Instant openedAt,
        Optional<Subject> subject,
        boolean consentRequired,
        Optional<RoomRole> role,
        Optional<Instant> closedAt,
        Optional<String> closeReason,
        Optional<List<Invited>> invited,
        Optional<List<ConsentView>> consents) {

    record Person(UUID id, String name) {}

    record Subject(
            Optional<PatientId> patientId,
            Optional<ReadingRequestId> readingRequestId,
            Optional<StudyId> studyId,
            Optional<String> studyInstanceUid) {}

    record Invited(String kind, UUID id, String name, RoomRole role, boolean barred) {}

    record ConsentView(
            UUID id,
            String kind,
            Optional<String> text,
            Optional<String> givenBy,
            Optional<String> givenByName,
            Optional<Instant> givenAt,
            Optional<String> reason,
            Person recordedBy,
            Instant recordedAt) {
        static ConsentView of(Consents.Consent consent) {
            return new ConsentView(
                    consent.id(),
                    consent.kind(),
                    consent.text(),
                    consent.givenBy(),
                    consent.givenByName(),
                    consent.givenAt(),
                    consent.reason(),
                    new Person(consent.recordedBy().value(), consent.recordedByName()),
                    consent.recordedAt());
        }
    }

    /** One stay. @param minutes begun ones count */
    record StayView(
            Person person,
            Person organization,
            String role,
            Instant joinedAt,
            Optional<Instant> leftAt,
            Optional<String> reason,
            long seconds,
            long minutes) {}

    /** @param items every stay; @param totals per person and role */
    record AttendanceView(List<StayView> items, List<Total> totals) {}

    record Total(Person person, String role, long minutes) {}

    private record Key(UserId user, String role) {}

    static AttendanceView attendance(List<Attendance.Stay> stays, Instant now) {
        Map<Key, Duration> sums = new LinkedHashMap<>();
        Map<Key, String> names = new LinkedHashMap<>();
        List<StayView> items = new ArrayList<>();
        for (Attendance.Stay stay : stays) {
            Duration lasted = stay.lasted(now);
            Key key = new Key(stay.user(), stay.role());
            sums.merge(key, lasted, Duration::plus);
            names.put(key, stay.name());
            items.add(new StayView(
                    new Person(stay.user().value(), stay.name()),
                    new Person(stay.organization().value(), stay.organizationName()),
                    stay.role(),
                    stay.joined(),
                    stay.left(),
                    stay.reason(),
                    lasted.toSeconds(),
                    minutes(lasted)));
        }
        List<Total> totals = sums.entrySet().stream()
                .map(entry -> new Total(
                        new Person(entry.getKey().user().value(), names.get(entry.getKey())),
                        entry.getKey().role(),
                        minutes(entry.getValue())))
                .toList();
        return new AttendanceView(items, totals);
    }

    private static long minutes(Duration lasted) {
        return lasted.plusSeconds(59).plusMillis(999).toMinutes();
    }
}
