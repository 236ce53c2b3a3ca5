package org.huizhen.server.reading;

import org.huizhen.server.core.Actor;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Transaction;

/** What becomes of a study whose images a reader sends back as waste (废片). Each joins the caller's transaction. */
public interface WasteStudies {
    /** It is to be taken again. Idempotent. */
    void reject(Transaction transaction, Actor actor, StudyId study, String reason);

    /** The clinic says that it stands. Idempotent. */
    void restore(Transaction transaction, Actor actor, StudyId study, String reason);
}
