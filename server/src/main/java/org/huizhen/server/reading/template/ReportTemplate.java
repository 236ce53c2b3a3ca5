package org.huizhen.server.reading.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.UUID;

/**
 * Words to begin a report with. Gaps to be filled in stand in braces, {@code {直径 mm}}, alternatives with bars,
 * {@code {左|右}}; a report with a gap left is not signed.
 *
 * @param version 0 for those of the catalog, which nobody changes here
 * @param code what a reader types after the slash: usually the initials of the title's pinyin
 * @param modality null: every one
 * @param bodyPart DICOM Body Part Examined (0018,0015); null: every one
 * @param sex {@code male} or {@code female}; null: both
 * @param positive what the template decides; null: the reader decides
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReportTemplate(
        UUID id,
        long version,
        Scope scope,
        String title,
        String code,
        String modality,
        String bodyPart,
        String sex,
        String findings,
        String conclusion,
        Boolean positive) {

    /** Whose it is. */
    enum Scope {
        CATALOG("catalog"),
        DEPARTMENT("department"),
        OWN("own");

        private final String identifier;

        Scope(String identifier) {
            this.identifier = identifier;
        }

        @JsonValue
        String identifier() {
            return identifier;
        }
    }

    /** What can be changed of it. */
    record Draft(
            Scope scope,
            String title,
            String code,
            String modality,
            String bodyPart,
            String sex,
            String findings,
            String conclusion,
            Boolean positive) {}

    /** Absent modality and body part fit everything. */
    boolean fits(Optional<String> wanted) {
        return wanted.isEmpty() || modality == null || modality.equals(wanted.get());
    }
}
