package org.huizhen.server.imaging;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.patient.StudyPlace;
import org.huizhen.server.patient.StudyPlaces;
import org.jdbi.v3.core.Handle;

/** Moves studies from patient to patient, each move audited and told. */
final class StudyPatients implements StudyPlaces {
    /** Somebody works on a report, or one is out: it names the patient there is now. */
    private static final Set<String> REPORTED = Set.of("claimed", "preliminary", "written", "final", "amending");

    private final AuditLog audit;
    private final ReadingStates readings;

    StudyPatients(AuditLog audit, ReadingStates readings) {
        this.audit = audit;
        this.readings = readings;
    }

    @Override
    public void follow(Transaction transaction, Actor actor, PatientId merged, PatientId survivor) {
        tell(transaction, actor, survivor, moved(transaction, """
                update study set patient_id = :survivor, followed_from = :merged, version = version + 1
                where patient_id = :merged returning id, organization_id, version, matched
                """, merged, survivor));
    }

    @Override
    public void giveBack(Transaction transaction, Actor actor, PatientId merged, PatientId survivor) {
        tell(transaction, actor, merged, moved(transaction, """
                update study set patient_id = :merged, followed_from = null, version = version + 1
                where patient_id = :survivor and followed_from = :merged returning id, organization_id, version, matched
                """, merged, survivor));
    }

    @Override
    public void restore(Transaction transaction, Actor actor, StudyPlace before, StudyPlace after) {
        StudyPlace now = lock(transaction, after.study());
        if (!now.patient().equals(after.patient()) || now.matched() != after.matched()) {
            throw new ApiException(ErrorCode.CONFLICT);
        }
        requireUnreported(transaction.handle(), List.of(after.study()));
        put(transaction, actor, before, "undo");
    }

    /** Locks the study. @throws ApiException {@code not-found} */
    StudyPlace lock(Transaction transaction, StudyId id) {
        return transaction
                .handle()
                .createQuery("select patient_id, matched, match_problem from study where id = :id for update")
                .bind("id", id)
                .map((row, context) -> new StudyPlace(
                        id,
                        Optional.ofNullable(row.getObject("patient_id", UUID.class))
                                .map(PatientId::new),
                        row.getBoolean("matched"),
                        Optional.ofNullable(row.getString("match_problem"))))
                .findOne()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
    }

    void put(Transaction transaction, Actor actor, StudyPlace place, String reason) {
        Moved moved = transaction
                .handle()
                .createQuery("""
                        update study set patient_id = :patient, matched = :matched, match_problem = :problem,
                          followed_from = null, version = version + 1
                        where id = :id returning id, organization_id, version, matched
                        """)
                .bind("patient", place.patient().map(PatientId::value).orElse(null))
                .bind("matched", place.matched())
                .bind("problem", place.problem().orElse(null))
                .bind("id", place.study())
                .map((row, context) -> new Moved(
                        new StudyId(row.getObject("id", UUID.class)),
                        new OrganizationId(row.getObject("organization_id", UUID.class)),
                        row.getLong("version")))
                .one();
        AuditEntry entry = AuditEntry.success(actor, "study.match")
                .about("study", place.study())
                .with("reason", reason);
        audit.record(transaction, place.patient().map(entry::ofPatient).orElse(entry));
        publish(transaction, moved, place.patient());
    }

    /** @throws ApiException {@code report-stands} where a report is being written or is out */
    void requireUnreported(Handle handle, Collection<StudyId> studies) {
        readings.of(handle, studies).values().stream()
                .filter(state -> REPORTED.contains(state.status()))
                .findFirst()
                .ifPresent(state -> {
                    throw new ApiException(ErrorCode.REPORT_STANDS, Map.of("state", state.status()));
                });
    }

    private record Moved(StudyId id, OrganizationId organization, long version) {}

    private static List<Moved> moved(Transaction transaction, String sql, PatientId merged, PatientId survivor) {
        return transaction
                .handle()
                .createQuery(sql)
                .bind("merged", merged.value())
                .bind("survivor", survivor.value())
                .map((row, context) -> new Moved(
                        new StudyId(row.getObject("id", UUID.class)),
                        new OrganizationId(row.getObject("organization_id", UUID.class)),
                        row.getLong("version")))
                .list();
    }

    private void tell(Transaction transaction, Actor actor, PatientId patient, List<Moved> studies) {
        for (Moved study : studies) {
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "study.follow")
                            .about("study", study.id())
                            .ofPatient(patient));
            publish(transaction, study, Optional.of(patient));
        }
    }

    private static void publish(Transaction transaction, Moved study, Optional<PatientId> patient) {
        var payload = JsonNodeFactory.instance.objectNode();
        patient.ifPresent(id -> payload.put("patientId", id.toString()));
        transaction.publish(Event.of(
                "study.matched",
                "study",
                study.id(),
                study.version(),
                study.organization(),
                transaction.now(),
                payload));
    }
}
