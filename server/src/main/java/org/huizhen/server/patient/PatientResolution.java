package org.huizhen.server.patient;

import java.util.Optional;
import org.huizhen.server.core.PatientId;

/** Whose a study is, as far as its own words and the index tell. */
public sealed interface PatientResolution {

    /**
     * The patient, known before or made now.
     *
     * @param followedFrom whom the Patient ID was given to before that one was merged into the patient
     */
    record Matched(PatientId patientId, Optional<PatientId> followedFrom) implements PatientResolution {
        public Matched(PatientId patientId) {
            this(patientId, Optional.empty());
        }
    }

    /** Nobody may be told by these words alone: a person decides. */
    record Unmatched(Reason reason) implements PatientResolution {}

    /** Why not. */
    enum Reason {
        NO_PATIENT_ID("noPatientId"),
        /** The Patient ID is known, but under another name, sex or birth date. */
        CONTRADICTS_KNOWN("contradictsKnown"),
        /** The Patient ID alone: no name with it, or nothing of what is known could be compared. */
        IDENTITY_INCOMPLETE("identityIncomplete");

        private final String identifier;

        Reason(String identifier) {
            this.identifier = identifier;
        }

        public String identifier() {
            return identifier;
        }
    }
}
