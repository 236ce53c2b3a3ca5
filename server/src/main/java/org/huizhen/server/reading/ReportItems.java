package org.huizhen.server.reading;

import java.util.List;
import java.util.Optional;

/** The recognition items that a report may carry; {@code recognition} answers. */
public interface ReportItems {
    /** Says that the examination is in no catalogue of mutual recognition. */
    String NONE = "none";

    /** @param fallback taken where the reader picks none of several */
    record Item(String code, String name, boolean fallback) {}

    /** Items of the modality, body part (may be null) and contrast; several when these do not tell them apart. */
    List<Item> fitting(String modality, String bodyPart, boolean contrast);

    /** Every item of the modality, for the reader to pick from when none fits. */
    List<Item> ofModality(String modality);

    Optional<Item> byCode(String code);
}
