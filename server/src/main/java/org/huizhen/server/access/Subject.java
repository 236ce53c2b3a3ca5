package org.huizhen.server.access;

import java.util.Optional;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;

/** What an action is about: the organization it belongs to, and whom or what a grant may have opened. */
public record Subject(
        OrganizationId organization,
        Optional<PatientId> patient,
        Optional<MasterPatientId> masterPatient,
        Optional<StudyId> study) {

    public static Subject of(OrganizationId organization) {
        return new Subject(organization, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Subject withPatient(PatientId id) {
        return new Subject(organization, Optional.of(id), masterPatient, study);
    }

    public Subject withMasterPatient(MasterPatientId id) {
        return new Subject(organization, patient, Optional.of(id), study);
    }

    public Subject withStudy(StudyId id) {
        return new Subject(organization, patient, masterPatient, Optional.of(id));
    }
}
