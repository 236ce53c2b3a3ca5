package org.huizhen.server.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of 国卫医发〔2022〕6号 as a table: examined on 1 March, valid for 30 days. */
class MarkDecisionTest {
    private static final LocalDate EXAMINED = LocalDate.of(2026, 3, 1);

    @ParameterizedTest(name = "{0} qualified={1} quality={2} incomplete={3} voided={4} → {5} {6}")
    @CsvSource({
        "2026-03-01, true,  A,        false, false, 县HR, ''",
        "2026-03-31, true,  A,        false, false, 县HR, ''",
        "2026-04-01, true,  A,        false, false, 县HR, EXPIRED",
        "2026-03-31, true,  B,        false, false, 县HR, ''",
        "2026-03-31, true,  C,        false, false, '',   POOR_QUALITY",
        "2026-03-31, true,  rejected, false, false, '',   REJECTED_IMAGES",
        "2026-03-31, false, A,        false, false, '',   NOT_QUALIFIED",
        "2026-03-31, true,  A,        true,  false, '',   INCOMPLETE",
        "2026-03-31, true,  A,        false, true,  '',   VOIDED",
        "2026-04-01, false, C,        false, false, '',   NOT_QUALIFIED POOR_QUALITY EXPIRED",
    })
    void decides(
            LocalDate today,
            boolean qualified,
            String quality,
            boolean incomplete,
            boolean voided,
            String mark,
            String refusals) {
        MarkDecision decision = new MarkDecision(qualified, quality, incomplete, voided, EXAMINED.plusDays(30));
        assertThat(decision.mark("县").orElse("")).isEqualTo(mark);
        List<WhyNot> expected = Arrays.stream(refusals.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(WhyNot::valueOf)
                .toList();
        assertThat(decision.refusals(today)).containsExactlyElementsOf(expected);
    }

    @Test
    void takesComputedRadiographyForPlainXRay() {
        RecognitionItem chest = new RecognitionItem("DX", "胸部", "Chest", "DX", "CHEST", null, 30, "县", true);
        assertThat(chest.fits("CR", "chest", false)).isTrue();
        assertThat(chest.fits("CT", "CHEST", false)).isFalse();
        assertThat(chest.fits("DX", null, false)).isFalse();
    }

    @Test
    void tellsPlainFromEnhanced() {
        RecognitionItem plain = new RecognitionItem("CT", "平扫", null, "CT", "CHEST", "plain", 30, "县", false);
        assertThat(plain.fits("CT", "CHEST", false)).isTrue();
        assertThat(plain.fits("CT", "CHEST", true)).isFalse();
    }
}
