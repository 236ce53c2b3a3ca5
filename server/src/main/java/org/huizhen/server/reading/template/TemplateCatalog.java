package org.huizhen.server.reading.template;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** The templates that everybody begins with: {@code config/catalog/report-templates.yaml}. */
final class TemplateCatalog {
    private record Entry(
            String code,
            String title,
            String modality,
            String bodyPart,
            String sex,
            String findings,
            String conclusion,
            Boolean positive) {
        ReportTemplate template() {
            String key = modality + "/" + code;
            return new ReportTemplate(
                    UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)),
                    0,
                    ReportTemplate.Scope.CATALOG,
                    title,
                    code,
                    modality,
                    bodyPart,
                    sex,
                    findings == null ? "" : findings.strip(),
                    conclusion == null ? "" : conclusion.strip(),
                    positive);
        }
    }

    private record File(List<Entry> templates) {}

    private TemplateCatalog() {}

    /** Nothing where the file is absent. */
    static List<ReportTemplate> load(Path catalog) {
        Path path = catalog.resolve("report-templates.yaml");
        if (!Files.exists(path)) {
            return List.of();
        }
        try (var text = Files.newBufferedReader(path)) {
            return new YAMLMapper()
                    .readValue(text, File.class).templates().stream()
                            .map(Entry::template)
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
