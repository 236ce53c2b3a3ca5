package org.huizhen.server.order;

import java.util.List;
import java.util.Optional;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ExamOrderId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.RecognitionResultId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** What mutual recognition knows when an examination is ordered; {@code recognition} answers. */
public interface PriorResults {

    /** An item of the catalogue. @param contrast empty where it does not matter */
    record Item(String code, String name, String modality, Optional<String> bodyPart, Optional<Boolean> contrast) {}

    Optional<Item> item(String code);

    /** Items that an examination without a code may be. */
    List<Item> fitting(String modality, Optional<String> bodyPart, boolean contrast);

    /** Results of the person, from every organization, that are offered today for one of the items. */
    List<RecognitionResultId> recognizable(Handle handle, PatientId patient, List<String> items);

    /**
     * Keeps that the examination is repeated in spite of the results, and why.
     *
     * @throws org.huizhen.server.core.ApiException {@code invalid-request} for a reason that is none of the six
     */
    void repeat(
            Transaction transaction,
            Actor.Person actor,
            List<RecognitionResultId> results,
            Repeat why,
            ExamOrderId order);

    /** @param reason one of the six codes */
    record Repeat(String reason, Optional<String> note, boolean patientInformed) {
        public Repeat {
            note = note == null ? Optional.empty() : note;
        }
    }
}
