package org.huizhen.server.imaging.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;

/**
 * When a study is complete (decision 4): all that was announced is here, and either somebody who knows says that the
 * modality has finished (confirmed), or nothing came for a while (assumed).
 */
public final class Completeness {
    private static final int BATCH = 50;

    private final Duration quietPeriod;
    private final StudyRows studies = new StudyRows();

    public Completeness(Duration quietPeriod) {
        this.quietPeriod = quietPeriod;
    }

    /**
     * After a delta of a manifest. A study of which nothing has arrived has no row yet: who makes it counts what was
     * announced before.
     */
    public void announced(Transaction transaction, String studyUid, OrganizationId organization) {
        studies.lockAnnouncements(transaction.handle(), studyUid);
        studies.lock(transaction.handle(), studyUid)
                .filter(study -> study.organization().equals(organization))
                .ifPresent(study -> {
                    studies.countAnnounced(transaction.handle(), study.id());
                    StudyRow now = studies.count(transaction, study.id(), 0, 0, 0);
                    if (!settle(transaction, now) && now.announced() != study.announced()) {
                        transaction.publish(
                                event("study.updated", now.id(), now.version(), now.organization(), transaction));
                    }
                });
    }

    /** After instances came or the technician spoke; true when the study is complete now. */
    boolean settle(Transaction transaction, StudyRow study) {
        return study.arriving() && study.finished() && complete(transaction, study, true);
    }

    /** The technician says that the modality has finished. */
    public void finished(Transaction transaction, StudyId id) {
        studies.finish(transaction.handle(), id);
        studies.lock(transaction.handle(), id).ifPresent(study -> {
            if (study.state().equals("complete")) {
                long version = studies.complete(transaction, id, true);
                transaction.publish(event("study.completed", id, version, study.organization(), transaction));
            } else {
                settle(transaction, study);
            }
        });
    }

    /** The job: completes studies that have been quiet; answers how many. */
    public int settleQuiet(Database database) {
        return database.write(transaction -> {
            List<StudyId> quiet =
                    studies.quiet(transaction.handle(), transaction.now().minus(quietPeriod), BATCH);
            int completed = 0;
            for (StudyId id : quiet) {
                StudyRow study = studies.lock(transaction.handle(), id).orElseThrow();
                if (complete(transaction, study, study.finished())) {
                    completed++;
                }
            }
            return completed;
        });
    }

    private boolean complete(Transaction transaction, StudyRow study, boolean confirmed) {
        boolean enough = study.received() >= study.announced()
                && study.received() >= study.expected().orElse(0)
                && (study.announced() == 0 || studies.allAnnouncedHere(transaction.handle(), study.id()));
        if (enough) {
            long version = studies.complete(transaction, study.id(), confirmed);
            transaction.publish(event("study.completed", study.id(), version, study.organization(), transaction));
        }
        return enough;
    }

    private static Event event(
            String type, StudyId id, long version, OrganizationId organization, Transaction transaction) {
        return Event.of(
                type, "study", id, version, organization, transaction.now(), JsonNodeFactory.instance.objectNode());
    }
}
