package org.huizhen.server.recognition;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a result is not recognizable: a code, and words for the doctor who asks. */
enum WhyNot {
    EXPIRED(
            "expired",
            "超出互认有效期（检查日期 {performedOn}，有效 {days} 天，至 {validUntil}）",
            "Too old: examined on {performedOn}, valid for {days} days until {validUntil}"),
    NOT_QUALIFIED(
            "notQualified",
            "检查机构在检查当日未取得该项目的质量评价合格资格",
            "The examining organization was not qualified for this item on the day of the examination"),
    POOR_QUALITY("poorQuality", "图像质量为丙级", "The image quality is grade C"),
    REJECTED_IMAGES("rejectedImages", "图像为废片", "The images were rejected"),
    INCOMPLETE("incomplete", "签发时图像不完整", "Images were missing when the report was signed"),
    VOIDED("voided", "报告已作废", "The report has been withdrawn");

    private final String code;
    private final String chinese;
    private final String english;

    WhyNot(String code, String chinese, String english) {
        this.code = code;
        this.chinese = chinese;
        this.english = english;
    }

    @JsonValue
    String code() {
        return code;
    }

    String words(Locale locale, RecognitionResult result) {
        return (locale.getLanguage().equals("en") ? english : chinese)
                .replace("{performedOn}", result.performedOn().toString())
                .replace("{validUntil}", result.decision().validUntil().toString())
                .replace(
                        "{days}",
                        Long.toString(java.time.temporal.ChronoUnit.DAYS.between(
                                result.performedOn(), result.decision().validUntil())));
    }
}
