package org.huizhen.server.patient;

import java.time.LocalDate;
import java.util.Optional;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;

/**
 * A patient as one organization and issuer knows them, numbers masked.
 *
 * @param issuer who gave the local id: clinic and device, or {@code registration}
 * @param localId the Patient ID, masked when it looks like an identity number
 * @param identityKind {@code known}, {@code unknown} for somebody nobody can name, {@code newborn}
 * @param group how many local patients share the master patient, this one included
 * @param linkedBy {@code rule} or {@code person} when linked with others
 */
public record Patient(
        PatientId id,
        long version,
        MasterPatientId masterPatientId,
        Optional<PatientId> mergedInto,
        OrganizationId organizationId,
        String organizationName,
        String organizationCode,
        String issuer,
        Optional<String> localId,
        String name,
        Sex sex,
        Optional<LocalDate> birthDate,
        Optional<String> identityMask,
        Optional<String> phoneMask,
        Optional<String> addressMask,
        String identityKind,
        Optional<PatientId> mother,
        int group,
        Optional<String> linkedBy) {

    /** Keeps patient data out of logs. */
    @Override
    public String toString() {
        return "Patient[" + id + "]";
    }
}
