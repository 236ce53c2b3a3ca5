package org.huizhen.server.patient;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.huizhen.server.core.ApiException;

/** Administrative sex, as the API writes it. */
public enum Sex {
    MALE,
    FEMALE,
    OTHER,
    UNKNOWN;

    @JsonValue
    public String identifier() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Sex of(String identifier) {
        return Arrays.stream(values())
                .filter(sex -> sex.identifier().equals(identifier))
                .findFirst()
                .orElseThrow(() -> ApiException.invalid("sex", "unknown", "male, female, other, unknown"));
    }

    /** Patient's Sex (0010,0040); anything but M, F and O is unknown. */
    public static Sex ofDicom(String code) {
        return switch (code == null ? "" : code.strip()) {
            case "M" -> MALE;
            case "F" -> FEMALE;
            case "O" -> OTHER;
            default -> UNKNOWN;
        };
    }

    /** Whether both are known and differ. */
    boolean contradicts(Sex other) {
        return this != UNKNOWN && other != UNKNOWN && this != other;
    }
}
