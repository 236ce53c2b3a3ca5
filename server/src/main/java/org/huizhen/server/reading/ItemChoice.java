package org.huizhen.server.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/** Which recognition item a report carries: what the reader picked, else what follows from the study. */
final class ItemChoice {
    private static final ReportItems.Item NO_ITEM = new ReportItems.Item(ReportItems.NONE, "不在互认项目目录", false);

    private final ReportItems items;

    ItemChoice(ReportItems items) {
        this.items = items;
    }

    /** What the reader may pick from; empty where nothing is to be picked. */
    List<ReportItems.Item> choices(StudyFacts study) {
        List<ReportItems.Item> fitting = items.fitting(study.modality(), study.bodyPart(), study.contrast());
        if (fitting.size() == 1) {
            return fitting;
        }
        List<ReportItems.Item> choices =
                new ArrayList<>(fitting.isEmpty() ? items.ofModality(study.modality()) : fitting);
        // The usual item of such a study comes first.
        choices.sort(Comparator.comparing((ReportItems.Item item) -> !item.fallback()));
        if (!choices.isEmpty()) {
            choices.add(NO_ITEM);
        }
        return List.copyOf(choices);
    }

    /**
     * The item of a report that is to be written or signed.
     *
     * @throws ApiException {@code item-required} when it does not follow; {@code invalid-request} when it is unknown
     */
    ReportItems.Item require(StudyFacts study, ReportContent content) {
        if (content.itemCode() != null) {
            return content.itemCode().equals(ReportItems.NONE)
                    ? NO_ITEM
                    : items.byCode(content.itemCode())
                            .orElseThrow(() -> ApiException.invalid("itemCode", "unknown", content.itemCode()));
        }
        List<ReportItems.Item> fitting = items.fitting(study.modality(), study.bodyPart(), study.contrast());
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        Optional<ReportItems.Item> fallback =
                fitting.stream().filter(ReportItems.Item::fallback).findFirst();
        if (fallback.isPresent()) {
            return fallback.get();
        }
        if (items.ofModality(study.modality()).isEmpty()) {
            return NO_ITEM;
        }
        throw new ApiException(ErrorCode.ITEM_REQUIRED);
    }
}
