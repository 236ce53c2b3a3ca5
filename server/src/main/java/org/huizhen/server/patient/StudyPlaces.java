package org.huizhen.server.patient;

import org.huizhen.server.core.Actor;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.database.Transaction;

/** Studies as far as the patient index moves them; {@code imaging} answers. */
public interface StudyPlaces {

    /** The studies of a merged patient go with it; they remember where they come from. */
    void follow(Transaction transaction, Actor actor, PatientId merged, PatientId survivor);

    /** Undoes {@link #follow}, for the studies that have come under the merged Patient ID since as well. */
    void giveBack(Transaction transaction, Actor actor, PatientId merged, PatientId survivor);

    /**
     * Puts a study back where it was.
     *
     * @throws org.huizhen.server.core.ApiException {@code conflict} when it is no longer where {@code after} says,
     *     {@code report-stands} when somebody has begun to report it
     */
    void restore(Transaction transaction, Actor actor, StudyPlace before, StudyPlace after);
}
