package org.huizhen.server.reading;

import java.util.List;
import java.util.Optional;

/** A catalogue without recognition items, for tests whose subject they are not. */
public final class NoItems implements ReportItems {
    @Override
    public List<Item> fitting(String modality, String bodyPart, boolean contrast) {
        return List.of();
    }

    @Override
    public List<Item> ofModality(String modality) {
        return List.of();
    }

    @Override
    public Optional<Item> byCode(String code) {
        return Optional.empty();
    }
}
