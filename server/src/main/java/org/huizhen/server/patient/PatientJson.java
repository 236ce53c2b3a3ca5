package org.huizhen.server.patient;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Shapes of {@code openapi/patient.yaml}. */
final class PatientJson {
    private PatientJson() {}

    record OrganizationRef(UUID id, String name, String code) {}

    record View(
            UUID id,
            long version,
            UUID masterPatientId,
            String name,
            Sex sex,
            Optional<LocalDate> birthDate,
            OrganizationRef organization,
            Optional<String> localId,
            String issuer,
            Optional<String> idNumberMasked,
            Optional<String> phoneMasked,
            boolean matched,
            Optional<String> linkedBy) {

        static View of(Patient patient) {
            return new View(
                    patient.id().value(),
                    patient.version(),
                    patient.masterPatientId().value(),
                    patient.name(),
                    patient.sex(),
                    patient.birthDate(),
                    new OrganizationRef(
                            patient.organizationId().value(), patient.organizationName(), patient.organizationCode()),
                    patient.localId(),
                    patient.issuer(),
                    patient.identityMask(),
                    patient.phoneMask(),
                    patient.group() > 1,
                    patient.group() > 1 ? patient.linkedBy() : Optional.empty());
        }
    }

    record Search(
            Optional<String> query,
            Optional<String> name,
            Optional<String> idNumber,
            Optional<String> localId,
            Optional<LocalDate> birthDate,
            Integer limit,
            String cursor) {

        PatientSearch.Criteria criteria() {
            return new PatientSearch.Criteria(
                    given(query),
                    given(name),
                    given(idNumber),
                    given(localId),
                    birthDate == null ? Optional.empty() : birthDate);
        }

        private static Optional<String> given(Optional<String> text) {
            return text == null ? Optional.empty() : text.map(String::strip).filter(value -> !value.isEmpty());
        }
    }

    record ChangeRequest(
            String reason,
            Optional<String> name,
            Optional<Sex> sex,
            Optional<LocalDate> birthDate,
            Optional<String> idNumber,
            Optional<String> phone) {

        PatientCorrection.Change change() {
            return new PatientCorrection.Change(reason, or(name), or(sex), or(birthDate), or(idNumber), or(phone));
        }

        private static <T> Optional<T> or(Optional<T> value) {
            return value == null ? Optional.empty() : value;
        }
    }

    record Secrets(Optional<String> idNumber, Optional<String> phone) {}

    record ReasonRequest(String reason) {}

    record LinkRequest(UUID patientId, String reason) {}

    record CandidateView(View patient, int score, List<String> agrees, List<String> differs) {}

    record MasterView(
            UUID id, long version, String name, Sex sex, Optional<LocalDate> birthDate, List<View> patients) {}

    record Items(List<?> items) {}
}
