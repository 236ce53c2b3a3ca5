package org.huizhen.server.recognition;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a result bears the mark and is offered: facts in, codes out. The acquiring organization must have been
 * qualified on the day of the examination; none for quality 丙 and waste images (国卫医发〔2022〕6号).
 *
 * @param qualified on the day of the examination
 * @param validUntil the last day on which it is offered
 */
record MarkDecision(boolean qualified, String imageQuality, boolean incomplete, boolean voided, LocalDate validUntil) {

    /** Why a result bears no mark, whatever the day; empty when it does. */
    List<WhyNot> unmarked() {
        List<WhyNot> why = new ArrayList<>();
        if (voided) {
            why.add(WhyNot.VOIDED);
        }
        if (!qualified) {
            why.add(WhyNot.NOT_QUALIFIED);
        }
        if (imageQuality.equals("C")) {
            why.add(WhyNot.POOR_QUALITY);
        }
        if (imageQuality.equals("rejected")) {
            why.add(WhyNot.REJECTED_IMAGES);
        }
        if (incomplete) {
            why.add(WhyNot.INCOMPLETE);
        }
        return List.copyOf(why);
    }

    /** Why it is not offered on {@code today}; empty when it is. */
    List<WhyNot> refusals(LocalDate today) {
        List<WhyNot> why = new ArrayList<>(unmarked());
        if (today.isAfter(validUntil)) {
            why.add(WhyNot.EXPIRED);
        }
        return List.copyOf(why);
    }

    /** The mark: the area in which it holds, then HR (for example 县HR). */
    Optional<String> mark(String area) {
        return unmarked().isEmpty() ? Optional.of(area + "HR") : Optional.empty();
    }
}
