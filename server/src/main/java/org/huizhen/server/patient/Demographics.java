package org.huizhen.server.patient;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a device says of a patient, decoded but otherwise as sent; absent values are empty strings.
 *
 * @param patientId Patient ID (0010,0020)
 * @param name Patient's Name (0010,0010) with its {@code ^} and {@code =}
 * @param sex Patient's Sex (0010,0040)
 * @param birthDate Patient's Birth Date (0010,0030), {@code yyyyMMdd}
 * @param identityNumber an identity number sent apart from the Patient ID
 */
public record Demographics(
        String patientId, String name, String sex, String birthDate, Optional<String> identityNumber) {

    public Demographics {
        patientId = patientId == null ? "" : patientId.strip();
        name = name == null ? "" : name.strip();
        sex = sex == null ? "" : sex.strip();
        birthDate = birthDate == null ? "" : birthDate.strip();
    }

    Sex knownSex() {
        return Sex.ofDicom(sex);
    }

    /** Empty when absent or no date. */
    public Optional<LocalDate> knownBirthDate() {
        try {
            return birthDate.isEmpty()
                    ? Optional.empty()
                    : Optional.of(LocalDate.parse(birthDate.replace(".", ""), DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    boolean named() {
        return !PersonNames.key(name).isEmpty();
    }

    /** The identity number if one that holds was sent, apart or as Patient ID. */
    Optional<IdentityNumber> validIdentityNumber() {
        return identityNumber.flatMap(IdentityNumber::parse).or(() -> IdentityNumber.parse(patientId));
    }

    /** Keeps patient data out of logs. */
    @Override
    public String toString() {
        return "Demographics[…]";
    }
}
