package org.huizhen.server.patient;

import java.util.ArrayList;
import java.util.List;

/**
 * What two patients have in common.
 *
 * @param score 0 to 100: identity number 50, name 20, birth date 20, sex 10
 */
record Agreement(int score, List<String> agrees, List<String> differs) {

    static Agreement of(Patient a, Patient b, boolean sameIdentityNumber) {
        List<String> agrees = new ArrayList<>();
        List<String> differs = new ArrayList<>();
        int score = 0;
        if (sameIdentityNumber) {
            agrees.add("idNumber");
            score += 50;
        } else if (a.identityMask().isPresent() && b.identityMask().isPresent()) {
            differs.add("idNumber");
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
        return new Agreement(score, List.copyOf(agrees), List.copyOf(differs));
    }

    /** All four agree: the rule may link. */
    boolean complete() {
        return agrees.size() == 4;
    }
}
