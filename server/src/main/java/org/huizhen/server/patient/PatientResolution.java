package org.huizhen.server.patient;

import org.huizhen.server.core.PatientId;

/** Whose a study is, as far as its own words and the index tell. */
public sealed interface PatientResolution {

    /** The patient, known before or made now. */
    record Matched(PatientId patientId) implements PatientResolution {}

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
