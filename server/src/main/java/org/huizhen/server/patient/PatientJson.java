package org.huizhen.server.patient;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;

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
            Optional<String> addressMasked,
            String identityKind,
            Optional<PatientId> motherPatientId,
            boolean matched,
            Optional<String> linkedBy,
            Optional<PatientId> mergedInto) {

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
                    patient.addressMask(),
                    patient.identityKind(),
                    patient.mother(),
                    patient.group() > 1,
                    patient.group() > 1 ? patient.linkedBy() : Optional.empty(),
                    patient.mergedInto());
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
            Optional<String> phone,
            Optional<String> address) {

        PatientCorrection.Change change() {
            return new PatientCorrection.Change(
                    reason, or(name), or(sex), or(birthDate), or(idNumber), or(phone), or(address));
        }

        private static <T> Optional<T> or(Optional<T> value) {
            return value == null ? Optional.empty() : value;
        }
    }

    record Secrets(Optional<String> idNumber, Optional<String> phone, Optional<String> address) {}

    record ReasonRequest(String reason) {}

    record LinkRequest(UUID patientId, String reason) {}

    record CandidateView(View patient, int score, List<String> agrees, List<String> differs) {
        static CandidateView of(PatientCandidates.Candidate candidate) {
            return new CandidateView(
                    View.of(candidate.patient()),
                    candidate.agreement().score(),
                    candidate.agreement().agrees(),
                    candidate.agreement().differs());
        }
    }

    record PairView(View patient, View other, int score, List<String> agrees, List<String> differs, Instant foundAt) {
        static PairView of(PatientCandidates.Waiting pair, Patient patient, Patient other) {
            return new PairView(
                    View.of(patient), View.of(other), pair.score(), pair.agrees(), pair.differs(), pair.foundAt());
        }
    }

    record PersonRef(UUID id, String name) {}

    record ActionView(
            UUID id,
            String kind,
            Instant at,
            PersonRef actor,
            String reason,
            Optional<View> patient,
            Optional<View> other,
            List<StudyId> studyIds,
            boolean undoable,
            Optional<UUID> undoes,
            Optional<UUID> undoneBy) {
        static ActionView of(MatchingAction action, Map<UUID, Patient> people) {
            return new ActionView(
                    action.id(),
                    action.kind().identifier(),
                    action.at(),
                    new PersonRef(action.actorId(), action.actorName()),
                    action.reason(),
                    action.patient().map(id -> people.get(id.value())).map(View::of),
                    action.other().map(id -> people.get(id.value())).map(View::of),
                    action.studies(),
                    action.undoable(),
                    action.undoes(),
                    action.undoneBy());
        }
    }

    record MasterView(
            UUID id, long version, String name, Sex sex, Optional<LocalDate> birthDate, List<View> patients) {}

    record Items(List<?> items) {}
}
