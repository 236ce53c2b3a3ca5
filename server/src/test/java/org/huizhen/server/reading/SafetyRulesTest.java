package org.huizhen.server.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.huizhen.server.TestServer;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped rules over what reports say. */
final class SafetyRulesTest {
    private static final SafetyRules RULES =
            SafetyRules.load(TestServer.projectFolder().resolve("config/catalog"), ZoneId.of("Asia/Shanghai"));

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({
        "female, 1970-01-01, 前列腺增生, sex",
        "male, 1970-01-01, 子宫肌瘤, sex",
        "male, 1970-01-01, 前列腺增生, none",
        "unknown, 1970-01-01, 前列腺增生, none",
        "female, 2025-01-01, 老年性脑改变, age",
        "female, 1940-01-01, 宫内见孕囊, age",
        "female, 1996-01-01, 宫内见孕囊, none",
        "female, 1950-01-01, 老年性脑改变, none"
    })
    void namesWordsOfTheOtherSexAndOfAnotherAge(String sex, LocalDate born, String text, String rule) {
        assertThat(rules(study(sex, born, null), Set.of(), report(text, text, false)))
                .isEqualTo(rule.equals("none") ? List.of() : List.of(rule));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({"心肺未见异常, true", "1.双肺未见明显异常；2.心影正常。, true", "右肺结节，余未见异常, false", "左侧气胸, false"})
    void refusesNothingAbnormalBesideAPositiveBox(String conclusion, boolean refused) {
        StudyFacts study = study("female", LocalDate.of(1970, 1, 1), null);
        assertThat(rules(study, Set.of(), report("双肺", conclusion, true)).contains("nothingButPositive"))
                .isEqualTo(refused);
        assertThat(rules(study, Set.of(), report("双肺", conclusion, false))).doesNotContain("nothingButPositive");
    }

    @ParameterizedTest(name = "images {0}, {1}; findings {2}, conclusion {3} → {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "L, -, 右膝关节, 右膝退变, true",
                "L, -, 左膝关节, 左膝退变, false",
                "-, 左膝关节正侧位, 右膝关节, 退变, true",
                "L, 右膝关节正侧位, 膝关节, 退变, true",
                "-, -, 左膝关节, 右膝退变, true",
                "-, -, 左肺结节，右肺清晰, 左肺结节, false",
                "-, 双膝关节, 左膝退变, 左膝退变, false",
                "R, -, 左右对称，右膝退变, 退变, false",
                "-, -, 双侧胸腔, 未见, false"
            })
    void comparesTheSidesOfImagesOrderAndText(
            String side, String description, String findings, String conclusion, boolean refused) {
        StudyFacts study = study("female", LocalDate.of(1970, 1, 1), description);
        Set<String> sides = side == null ? Set.of() : Set.of(side);
        assertThat(rules(study, sides, report(findings, conclusion, false)).contains("laterality"))
                .isEqualTo(refused);
    }

    @Test
    void comparesTheOrderedSideWithImagesAndText() {
        StudyFacts study = study("female", LocalDate.of(1970, 1, 1), null);
        SafetyRules.Sides agreed = new SafetyRules.Sides(Set.of("L"), Set.of("L"));
        SafetyRules.Sides crossed = new SafetyRules.Sides(Set.of("L"), Set.of("R"));
        SafetyRules.Sides ordered = new SafetyRules.Sides(Set.of(), Set.of("R"));
        SafetyRules.Sides both = new SafetyRules.Sides(Set.of(), Set.of("L", "R"));
        ReportContent left = report("左膝关节退变", "左膝退变", false);
        assertThat(RULES.check(study, agreed, left)).isEmpty();
        assertThat(RULES.check(study, both, left)).isEmpty();
        assertThat(RULES.check(study, crossed, left))
                .extracting(SafetyRules.Breach::rule, SafetyRules.Breach::field)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("laterality", "order"));
        assertThat(RULES.check(study, ordered, left))
                .extracting(SafetyRules.Breach::rule, SafetyRules.Breach::field)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("laterality", "findings"));
    }

    @Test
    void refusesGapsThatATemplateLeft() {
        StudyFacts study = study("female", LocalDate.of(1970, 1, 1), null);
        for (String gap : List.of("结节大小约____mm", "位于【 】", "大小 [ ] mm", "{部位}骨折")) {
            assertThat(rules(study, Set.of(), report(gap, "结节", false))).containsExactly("templateGap");
        }
        assertThat(rules(study, Set.of(), report("大小约 3mm（右上肺）", "结节", false))).isEmpty();
    }

    @Test
    void letsOnlyThoseBeConfirmedThatMayBeTrue() {
        StudyFacts study = study("female", LocalDate.of(1970, 1, 1), null);
        assertThat(RULES.check(study, new SafetyRules.Sides(Set.of(), Set.of()), report("前列腺____", "未见异常", true)))
                .extracting(SafetyRules.Breach::rule, SafetyRules.Breach::confirmable)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("sex", true),
                        org.assertj.core.groups.Tuple.tuple("nothingButPositive", false),
                        org.assertj.core.groups.Tuple.tuple("templateGap", false));
    }

    private static List<String> rules(StudyFacts study, Set<String> sides, ReportContent content) {
        return RULES.check(study, new SafetyRules.Sides(sides, Set.of()), content).stream()
                .map(SafetyRules.Breach::rule)
                .toList();
    }

    private static ReportContent report(String findings, String conclusion, boolean positive) {
        return new ReportContent(findings, conclusion, positive, ImageQuality.A, null, List.of(), null);
    }

    private static StudyFacts study(String sex, LocalDate born, String description) {
        return new StudyFacts(
                StudyId.next(),
                "2.25.1",
                new OrganizationId(Uuids.next()),
                "卫生院",
                Optional.empty(),
                Optional.empty(),
                "王五",
                sex,
                born,
                "DX",
                "KNEE",
                false,
                description,
                null,
                Instant.parse("2026-11-23T02:00:00Z"),
                "complete",
                true,
                1,
                1,
                OptionalInt.empty(),
                "confirmed",
                0,
                Instant.parse("2026-11-23T02:00:00Z"));
    }
}
