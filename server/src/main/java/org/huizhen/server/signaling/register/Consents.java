package org.huizhen.server.signaling.register;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Validation;
import org.jdbi.v3.core.Handle;

/** The table {@code room_consent}: rows are added, never changed. */
final class Consents {
    private static final Set<String> GIVERS = Set.of("patient", "guardian", "relative");

    /**
     * What is recorded before a room about a patient opens.
     *
     * @param kind consent, or emergency with its reason
     * @param text which text was agreed to: name and edition
     * @param givenBy patient, guardian or relative
     */
    record Draft(
            @JsonProperty(required = true) String kind,
            Optional<String> text,
            Optional<String> givenBy,
            Optional<String> givenByName,
            Optional<Instant> givenAt,
            Optional<String> reason) {
        Draft {
            text = text == null ? Optional.empty() : text;
            givenBy = givenBy == null ? Optional.empty() : givenBy;
            givenByName = givenByName == null ? Optional.empty() : givenByName;
            givenAt = givenAt == null ? Optional.empty() : givenAt;
            reason = reason == null ? Optional.empty() : reason;
        }

        boolean emergency() {
            return "emergency".equals(kind);
        }

        /** Names every field at fault. */
        void check(Instant now) {
            Validation validation = new Validation()
                    .errorIf(!emergency() && !"consent".equals(kind), "kind", "unknown", "consent | emergency");
            if (emergency()) {
                validation.text("reason", reason.orElse(null), 1, 2_000);
            } else {
                validation
                        .text("text", text.orElse(null), 1, 200)
                        .errorIf(!GIVERS.contains(givenBy.orElse("")), "givenBy", "unknown", String.join(", ", GIVERS))
                        .text("givenByName", givenByName.orElse(null), 1, 100)
                        .required("givenAt", givenAt.orElse(null))
                        .errorIf(
                                givenAt.filter(at -> at.isAfter(now.plusSeconds(300)))
                                        .isPresent(),
                                "givenAt",
                                "future",
                                "≤ now");
            }
            validation.orThrow();
        }
    }

    record Consent(
            UUID id,
            String kind,
            Optional<String> text,
            Optional<String> givenBy,
            Optional<String> givenByName,
            Optional<Instant> givenAt,
            Optional<String> reason,
            UserId recordedBy,
            String recordedByName,
            Instant recordedAt) {}

    private Consents() {}

    static Consent insert(Transaction transaction, RoomId room, Draft draft, Actor.Person by) {
        boolean emergency = draft.emergency();
        Consent consent = new Consent(
                Uuids.next(),
                draft.kind(),
                emergency ? Optional.empty() : draft.text(),
                emergency ? Optional.empty() : draft.givenBy(),
                emergency ? Optional.empty() : draft.givenByName(),
                emergency ? Optional.empty() : draft.givenAt(),
                emergency ? draft.reason() : Optional.empty(),
                by.userId(),
                by.displayName(),
                transaction.now());
        transaction
                .handle()
                .createUpdate("""
                        insert into room_consent (id, room_id, kind, text_name, given_by, given_by_name, given_at, reason,
                          recorded_by, recorded_by_name, recorded_at)
                        values (:id, :room, :kind, :text, :givenBy, :givenByName, :givenAt, :reason, :by, :byName, :now)
                        """)
                .bind("id", consent.id())
                .bind("room", room)
                .bind("kind", consent.kind())
                .bind("text", consent.text().orElse(null))
                .bind("givenBy", consent.givenBy().orElse(null))
                .bind("givenByName", consent.givenByName().orElse(null))
                .bind("givenAt", consent.givenAt().orElse(null))
                .bind("reason", consent.reason().orElse(null))
                .bind("by", consent.recordedBy())
                .bind("byName", consent.recordedByName())
                .bind("now", consent.recordedAt())
                .execute();
        return consent;
    }

    static List<Consent> of(Handle handle, RoomId room) {
        return handle.createQuery("""
                        select id, kind, text_name, given_by, given_by_name, given_at, reason, recorded_by,
                          recorded_by_name, recorded_at
                        from room_consent where room_id = :room order by recorded_at, id
                        """)
                .bind("room", room)
                .map((row, context) -> consent(row))
                .list();
    }

    private static Consent consent(ResultSet row) throws SQLException {
        return new Consent(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                Optional.ofNullable(row.getString("text_name")),
                Optional.ofNullable(row.getString("given_by")),
                Optional.ofNullable(row.getString("given_by_name")),
                Optional.ofNullable(row.getTimestamp("given_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("reason")),
                new UserId(row.getObject("recorded_by", UUID.class)),
                row.getString("recorded_by_name"),
                row.getTimestamp("recorded_at").toInstant());
    }
}
