package org.huizhen.server.patient;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What DICOM person names (PS3.5 6.2.1.1) look like to people, and what of them is compared. */
final class PersonNames {
    private PersonNames() {}

    /** The name as people write it: the ideographic group where there is one, {@code 王小东}, else {@code Wang Xiaodong}. */
    static String display(String raw) {
        String[] groups = raw.split("=", -1);
        String shown = groups.length > 1 && !groups[1].isBlank() ? groups[1] : groups[0];
        if (shown.isBlank()) {
            shown = String.join(" ", groups);
        }
        List<String> components = new ArrayList<>();
        for (String component : shown.split("\\^", -1)) {
            if (!component.isBlank()) {
                components.add(component.strip());
            }
        }
        boolean han = components.stream().anyMatch(PersonNames::han);
        return String.join(han ? "" : " ", components);
    }

    /** The comparable form: compatibility forms unified, upper case, letters and digits only. */
    static String key(String name) {
        return Normalizer.normalize(display(name), Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /**
     * Whether a raw name says something else than a known one. Names in different scripts (王小东, Wang^Xiaodong) cannot be
     * compared and so do not contradict; whoever asks needs other identifiers then.
     */
    static boolean contradict(String raw, String knownName) {
        List<String> said = keys(raw);
        String known = key(knownName);
        if (said.isEmpty() || known.isEmpty() || said.contains(known)) {
            return false;
        }
        return said.stream().anyMatch(key -> han(key) == han(known));
    }

    /** Whether the raw name and the known one were compared and are the same. */
    static boolean agree(String raw, String knownName) {
        return keys(raw).contains(key(knownName));
    }

    /** One key per group: a modality may send the alphabetic group first and the ideographic one another time. */
    private static List<String> keys(String raw) {
        return Stream.of(raw.split("=", -1))
                .map(PersonNames::key)
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
    }

    private static boolean han(String text) {
        return text.codePoints().anyMatch(Character::isIdeographic);
    }
}
