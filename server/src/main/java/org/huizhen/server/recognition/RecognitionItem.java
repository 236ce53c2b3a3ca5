package org.huizhen.server.recognition;

import java.util.Locale;

/**
 * An item of mutual recognition (互认项目).
 *
 * @param contrast {@code plain} or {@code enhanced} where it matters, else null
 * @param fallback taken where the reader picks none of several
 */
public record RecognitionItem(
        String code,
        String name,
        String nameEn,
        String modality,
        String bodyPart,
        String contrast,
        int validityDays,
        String area,
        boolean fallback) {

    String name(Locale locale) {
        return locale.getLanguage().equals("en") && nameEn != null ? nameEn : name;
    }

    boolean fits(String otherModality, String otherBodyPart, boolean enhanced) {
        return ofModality(otherModality)
                && bodyPart != null
                && otherBodyPart != null
                && bodyPart.equals(otherBodyPart.replace(" ", "").toUpperCase(Locale.ROOT))
                && (contrast == null || contrast.equals(enhanced ? "enhanced" : "plain"));
    }

    /** Computed and direct radiography (CR, DX) are one thing here: plain X-ray. */
    boolean ofModality(String other) {
        return modality.equals("CR".equals(other) ? "DX" : other);
    }
}
