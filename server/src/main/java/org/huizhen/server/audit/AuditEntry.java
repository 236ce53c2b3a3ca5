package org.huizhen.server.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Id;
import org.huizhen.server.core.PatientId;

/**
 * One thing that somebody did or tried.
 *
 * @param action dotted, as the operation is called: {@code study.open}, {@code reading.claim}, {@code session.signIn}
 * @param detail small facts for the auditor; no secrets, no identity numbers
 */
public record AuditEntry(
        Actor actor,
        String action,
        Outcome outcome,
        Optional<String> objectKind,
        Optional<String> objectId,
        Optional<PatientId> patient,
        ObjectNode detail) {

    /** How it ended, as DICOM PS3.15 A.5 and RFC 3881 tell it. */
    public enum Outcome {
        SUCCESS,
        REFUSED,
        FAILURE
    }

    public static AuditEntry success(Actor actor, String action) {
        return new AuditEntry(
                actor,
                action,
                Outcome.SUCCESS,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode());
    }

    public static AuditEntry failure(Actor actor, String action) {
        AuditEntry entry = success(actor, action);
        return new AuditEntry(
                actor, action, Outcome.FAILURE, entry.objectKind, entry.objectId, entry.patient, entry.detail);
    }

    public AuditEntry refused() {
        return new AuditEntry(actor, action, Outcome.REFUSED, objectKind, objectId, patient, detail);
    }

    public AuditEntry about(String kind, Id id) {
        return new AuditEntry(actor, action, outcome, Optional.of(kind), Optional.of(id.toString()), patient, detail);
    }

    public AuditEntry ofPatient(PatientId id) {
        return new AuditEntry(actor, action, outcome, objectKind, objectId, Optional.of(id), detail);
    }

    public AuditEntry with(String name, String value) {
        ObjectNode more = detail.deepCopy().put(name, value);
        return new AuditEntry(actor, action, outcome, objectKind, objectId, patient, more);
    }
}
