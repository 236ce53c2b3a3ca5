package org.huizhen.server.patient;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Whether an identity number that somebody typed may stand beside the rest of what they typed.
 *
 * @param number present when one was typed and holds
 * @param fault the code of the field error
 */
record IdentityCheck(Optional<IdentityNumber> number, Optional<String> fault) {

    static IdentityCheck of(Optional<String> typed, Sex sex, Optional<LocalDate> birthDate) {
        if (typed.isEmpty()) {
            return new IdentityCheck(Optional.empty(), Optional.empty());
        }
        Optional<IdentityNumber> number = IdentityNumber.parse(typed.get());
        if (number.isEmpty()) {
            return new IdentityCheck(Optional.empty(), Optional.of("checksum"));
        }
        if (birthDate.isPresent() && !birthDate.get().equals(number.get().birthDate())) {
            return new IdentityCheck(number, Optional.of("contradicts-birthDate"));
        }
        if (sex != null && sex.contradicts(number.get().sex()) && sex != Sex.OTHER) {
            return new IdentityCheck(number, Optional.of("contradicts-sex"));
        }
        return new IdentityCheck(number, Optional.empty());
    }
}
