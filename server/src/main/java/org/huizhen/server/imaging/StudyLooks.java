package org.huizhen.server.imaging;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.jdbi.v3.core.Handle;

/**
 * Opens studies: asks access, and records one look per study and session, however many frames are fetched (decision 9).
 */
public final class StudyLooks {
    private static final int REMEMBERED = 10_000;

    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final Studies studies = new Studies();
    /** Looks that are in the table, so that each frame of a study does not ask it. */
    private final Map<Look, Boolean> recorded = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Look, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    private record Look(UUID session, StudyId study) {}

    /** A study that the actor may see. */
    public record Opened(StudyId id, String studyInstanceUid, Optional<PatientId> patient, Subject subject) {}

    StudyLooks(Database database, Access access, AuditLog audit) {
        this.database = database;
        this.access = access;
        this.audit = audit;
    }

    /**
     * Opens by Study Instance UID.
     *
     * @throws ApiException {@code not-found}, or {@code not-allowed} for a study of others that no grant opens
     */
    public Opened open(Actor actor, String studyInstanceUid) {
        return opened(actor, database.read(handle -> {
            Opened study =
                    studies.opened(handle, studyInstanceUid).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            access.require(handle, actor, Permission.STUDY_READ, study.subject());
            return study;
        }));
    }

    StudyOverview open(Actor actor, StudyId id) {
        StudyOverview study = database.read(handle -> allowed(handle, actor, studies.find(handle, id)));
        opened(actor, new Opened(study.id(), study.studyInstanceUid(), study.patientId(), study.subject()));
        return study;
    }

    /** Access to another permission of a study that was opened. */
    public void require(Actor actor, Permission permission, Opened study) {
        database.read(handle -> {
            access.require(handle, actor, permission, study.subject());
            return null;
        });
    }

    /** Bytes as they were sent, without corrections: each time recorded. */
    public void recordRaw(Actor actor, Opened study) {
        database.run(transaction -> audit.record(transaction, entry(actor, "study.raw", study)));
    }

    private StudyOverview allowed(Handle handle, Actor actor, Optional<StudyOverview> study) {
        StudyOverview found = study.orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        access.require(handle, actor, Permission.STUDY_READ, found.subject());
        return found;
    }

    private Opened opened(Actor actor, Opened opened) {
        if (actor instanceof Actor.Person person) {
            Look look = new Look(person.sessionId().value(), opened.id());
            if (!recorded.containsKey(look)) {
                database.run(transaction -> audit.look(transaction, entry(actor, "study.open", opened)));
                recorded.put(look, true);
            }
        }
        return opened;
    }

    private static AuditEntry entry(Actor actor, String action, Opened study) {
        AuditEntry entry = AuditEntry.success(actor, action).about("study", study.id());
        return study.patient().map(entry::ofPatient).orElse(entry);
    }
}
