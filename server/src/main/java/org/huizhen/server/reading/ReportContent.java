package org.huizhen.server.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/** What a reader writes; a draft may lack anything. */
record ReportContent(
        String findings,
        String conclusion,
        Boolean positive,
        ImageQuality imageQuality,
        String itemCode,
        List<Measurement> measurements,
        String qualityReason) {
    private static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_QUALITY_REASON = 500;
    private static final int MOST_MEASUREMENTS = 200;
    static final ReportContent EMPTY = new ReportContent(null, null, null, null, null, List.of(), null);

    /** One measured value and where in the images it was taken. */
    record Measurement(
            @JsonProperty(required = true) String kind,
            @JsonProperty(required = true) BigDecimal value,
            @JsonProperty(required = true) String unit,
            String sopInstanceUid,
            Integer frame) {}

    ReportContent {
        measurements = measurements == null ? List.of() : List.copyOf(measurements);
    }

    /** @throws ApiException {@code invalid-request} for what is too long */
    void requireBounds() {
        List<ApiException.FieldError> errors = new ArrayList<>();
        bound(errors, "findings", findings);
        bound(errors, "conclusion", conclusion);
        if (qualityReason != null && qualityReason.length() > LONGEST_QUALITY_REASON) {
            errors.add(new ApiException.FieldError("qualityReason", "too-long", "≤ " + LONGEST_QUALITY_REASON));
        }
        if (measurements.size() > MOST_MEASUREMENTS) {
            errors.add(new ApiException.FieldError("measurements", "too-many", "≤ " + MOST_MEASUREMENTS));
        }
        refuse(errors);
    }

    /** What must stand before it can be written: @throws ApiException {@code invalid-request} naming each */
    void requireWhole() {
        List<ApiException.FieldError> errors = new ArrayList<>();
        require(errors, "findings", findings != null && !findings.isBlank());
        require(errors, "conclusion", conclusion != null && !conclusion.isBlank());
        require(errors, "positive", positive != null);
        require(errors, "imageQuality", imageQuality != null);
        boolean explained = qualityReason != null && !qualityReason.isBlank();
        require(errors, "qualityReason", imageQuality == null || !imageQuality.needsReason() || explained);
        refuse(errors);
    }

    ReportContent withItem(String code) {
        return new ReportContent(findings, conclusion, positive, imageQuality, code, measurements, qualityReason);
    }

    private static void bound(List<ApiException.FieldError> errors, String field, String text) {
        if (text != null && text.length() > LONGEST_TEXT) {
            errors.add(new ApiException.FieldError(field, "too-long", "≤ " + LONGEST_TEXT));
        }
    }

    private static void require(List<ApiException.FieldError> errors, String field, boolean there) {
        if (!there) {
            errors.add(new ApiException.FieldError(field, "required", field));
        }
    }

    private static void refuse(List<ApiException.FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, java.util.Map.of(), errors);
        }
    }
}
