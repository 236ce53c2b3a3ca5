package org.huizhen.server.access;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Id;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The table of grants: features write them with their reason and end; only {@link Access} asks. */
public final class Grants {

    /** Lets a person or an organization see an object until the given moment (no end when empty). */
    public UUID grant(
            Transaction transaction, Id subject, Id object, String reason, String source, Optional<Instant> until) {
        UUID id = Uuids.next();
        transaction
                .handle()
                .createUpdate("""
                        insert into access_grant
                          (id, subject_kind, subject_id, object_kind, object_id, reason, source, created_at, until)
                        values (:id, :subjectKind, :subject, :objectKind, :object, :reason, :source, :now, :until)
                        """)
                .bind("id", id)
                .bind("subjectKind", subjectKind(subject))
                .bind("subject", subject.value())
                .bind("objectKind", objectKind(object))
                .bind("object", object.value())
                .bind("reason", reason)
                .bind("source", source)
                .bind("now", transaction.now())
                .bind("until", until.orElse(null))
                .execute();
        return id;
    }

    /** Ends a grant; it stays in the table. */
    public void revoke(Transaction transaction, UUID grantId) {
        transaction
                .handle()
                .createUpdate("update access_grant set revoked_at = :now where id = :id and revoked_at is null")
                .bind("now", transaction.now())
                .bind("id", grantId)
                .execute();
    }

    boolean opens(Handle handle, Actor.Person person, Subject subject, Instant now) {
        return handle.createQuery("""
                        select exists (select 1 from access_grant
                          where subject_id in (:person, :organization)
                            and object_id in (:patient, :masterPatient, :study)
                            and revoked_at is null and (until is null or until > :now))
                        """)
                .bind("person", person.userId())
                .bind("organization", person.organizationId())
                .bind("patient", subject.patient().map(PatientId::value).orElse(null))
                .bind(
                        "masterPatient",
                        subject.masterPatient().map(MasterPatientId::value).orElse(null))
                .bind("study", subject.study().map(StudyId::value).orElse(null))
                .bind("now", now)
                .mapTo(Boolean.class)
                .one();
    }

    private static String subjectKind(Id subject) {
        return switch (subject) {
            case UserId ignored -> "person";
            case OrganizationId ignored -> "organization";
            default -> throw new IllegalArgumentException("no subject of a grant: " + subject.getClass());
        };
    }

    private static String objectKind(Id object) {
        return switch (object) {
            case PatientId ignored -> "patient";
            case MasterPatientId ignored -> "masterPatient";
            case StudyId ignored -> "study";
            default -> throw new IllegalArgumentException("no object of a grant: " + object.getClass());
        };
    }
}
