package org.huizhen.server.patient;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * A citizen identity number (身份证号, GB 11643-1999): 6 digits of region, 8 of birth, 3 of sequence whose last is odd for
 * men, 1 check character (ISO 7064 MOD 11-2). Its text is never logged; {@link #toString} gives the mask.
 */
final class IdentityNumber {
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";

    private final String text;
    private final LocalDate birthDate;

    private IdentityNumber(String text, LocalDate birthDate) {
        this.text = text;
        this.birthDate = birthDate;
    }

    /** Empty unless the number has its form, a date that exists and the right check character. */
    static Optional<IdentityNumber> parse(String raw) {
        String text = normalize(raw);
        if (!hasForm(text) || check(text) != text.charAt(17)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IdentityNumber(
                    text,
                    LocalDate.of(
                            Integer.parseInt(text.substring(6, 10)),
                            Integer.parseInt(text.substring(10, 12)),
                            Integer.parseInt(text.substring(12, 14)))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether a text must be protected like one: 17 digits and a digit or X, or the 15 digits of before 1999. */
    static boolean looksLike(String raw) {
        String text = normalize(raw);
        return hasForm(text) || text.matches("[1-9]\\d{14}");
    }

    /** Full-width digits and a small x are typed all the time. */
    static String normalize(String raw) {
        return Normalizer.normalize(raw, Normalizer.Form.NFKC)
                .replaceAll("[\\s-]", "")
                .toUpperCase(Locale.ROOT);
    }

    /** {@code 3301**********1234}: region of the county and the last four. */
    static String mask(String raw) {
        String text = normalize(raw);
        if (text.length() <= 8) {
            return "*".repeat(text.length());
        }
        return text.substring(0, 4) + "*".repeat(text.length() - 8) + text.substring(text.length() - 4);
    }

    String text() {
        return text;
    }

    LocalDate birthDate() {
        return birthDate;
    }

    Sex sex() {
        return (text.charAt(16) - '0') % 2 == 1 ? Sex.MALE : Sex.FEMALE;
    }

    @Override
    public String toString() {
        return mask(text);
    }

    private static boolean hasForm(String text) {
        return text.matches("[1-9]\\d{16}[\\dX]");
    }

    private static char check(String text) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (text.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECKS.charAt(sum % 11);
    }
}
