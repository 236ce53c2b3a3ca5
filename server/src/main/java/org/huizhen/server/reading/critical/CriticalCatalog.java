package org.huizhen.server.reading.critical;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What counts as critical: {@code config/catalog/critical-findings.yaml}. */
final class CriticalCatalog {
    /** @param modalities that the item is offered for; null: all but ECG */
    record Item(String code, String name, String english, List<String> modalities) {
        boolean fits(String modality) {
            return modalities == null ? !modality.equals("ECG") : modalities.contains(modality);
        }
    }

    private record File(List<Item> items) {}

    private final List<Item> items;

    private CriticalCatalog(List<Item> items) {
        this.items = List.copyOf(items);
    }

    /** An absent file offers nothing: findings are then put in words. */
    static CriticalCatalog load(Path catalog) {
        Path file = catalog.resolve("critical-findings.yaml");
        if (!Files.exists(file)) {
            return new CriticalCatalog(List.of());
        }
        try (var text = Files.newBufferedReader(file)) {
            return new CriticalCatalog(
                    new YAMLMapper().readValue(text, File.class).items());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Item> all() {
        return items;
    }

    Optional<Item> byCode(String code) {
        return items.stream().filter(item -> item.code().equals(code)).findFirst();
    }
}
