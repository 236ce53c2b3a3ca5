package org.huizhen.server.patient;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What two patients have in common.
 *
 * @param score 0 to 100: identity number 50, the same organization's Patient ID 30, name 20, birth date 20, sex 10
 */
record Agreement(int score, List<String> agrees, List<String> differs) {
    private static final List<String> PERSON = List.of("name", "birthDate", "sex");

    /** Which numbers two patients share; a Patient ID counts inside one organization only. */
    record Shared(boolean identityNumber, boolean localId) {}

    /** A study's own words about its patient, against a patient that is known. */
    static Agreement of(Demographics said, Patient known, Shared shared) {
        return of(
                new Facts(PersonNames.display(said.name()), said.knownSex(), said.knownBirthDate(), false),
                Facts.of(known),
                shared);
    }

    static Agreement of(Patient a, Patient b, Shared shared) {
        return of(Facts.of(a), Facts.of(b), shared);
    }

    private record Facts(String name, Sex sex, Optional<LocalDate> birthDate, boolean identityNumber) {
        static Facts of(Patient patient) {
            return new Facts(
                    patient.name(),
                    patient.sex(),
                    patient.birthDate(),
                    patient.identityMask().isPresent());
        }
    }

    private static Agreement of(Facts a, Facts b, Shared shared) {
        List<String> agrees = new ArrayList<>();
        List<String> differs = new ArrayList<>();
        int score = 0;
        if (shared.identityNumber()) {
            agrees.add("idNumber");
            score += 50;
        } else if (a.identityNumber() && b.identityNumber()) {
            differs.add("idNumber");
        }
        if (shared.localId()) {
            agrees.add("localId");
            score += 30;
        }
        if (PersonNames.key(a.name()).equals(PersonNames.key(b.name()))) {
            agrees.add("name");
            score += 20;
        } else {
            differs.add("name");
        }
        if (a.birthDate().isPresent() && a.birthDate().equals(b.birthDate())) {
            agrees.add("birthDate");
            score += 20;
        } else if (a.birthDate().isPresent() && b.birthDate().isPresent()) {
            differs.add("birthDate");
        }
        if (a.sex() == b.sex() && a.sex() != Sex.UNKNOWN) {
            agrees.add("sex");
            score += 10;
        } else if (a.sex().contradicts(b.sex())) {
            differs.add("sex");
        }
        return new Agreement(Math.min(100, score), List.copyOf(agrees), List.copyOf(differs));
    }

    /** The rule that may link both without asking anybody; none when anything of it is missing or differs. */
    Optional<LinkRule> rule() {
        if (!differs.isEmpty() || !agrees.containsAll(PERSON)) {
            return Optional.empty();
        }
        if (agrees.contains("idNumber")) {
            return Optional.of(LinkRule.IDENTITY_NUMBER);
        }
        return agrees.contains("localId") ? Optional.of(LinkRule.SAME_PATIENT_ID) : Optional.empty();
    }

    /**
     * Whether a person should look at the pair: a shared number and one fact of the person, or the whole person. A Patient
     * ID alone is no reason, since every device of a clinic may count from 1.
     */
    boolean worthALook() {
        return agrees.contains("idNumber")
                || agrees.contains("localId") && (agrees.contains("name") || agrees.contains("birthDate"))
                || agrees.containsAll(PERSON);
    }
}
