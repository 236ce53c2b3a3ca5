package org.huizhen.server.recognition;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.huizhen.server.database.Database;
import org.jdbi.v3.core.Handle;

/** The catalogue: read from {@code recognition-items.yaml} at the start, kept in a table since results refer to it. */
final class RecognitionItems {
    private record Entry(
            String code,
            String name,
            String english,
            String modality,
            String bodyPart,
            String contrast,
            int validityDays,
            String area,

            @com.fasterxml.jackson.annotation.JsonProperty("default")
            boolean fallback) {
        RecognitionItem item() {
            return new RecognitionItem(
                    code,
                    name,
                    english,
                    modality,
                    bodyPart,
                    contrast,
                    validityDays,
                    area == null ? "" : area,
                    fallback);
        }
    }

    private record Catalog(List<Entry> items) {}

    private volatile List<RecognitionItem> current = List.of();

    /** Brings the table to the file: new and changed items are written, missing ones retired. */
    void load(Database database, Path catalog) {
        List<RecognitionItem> items = read(catalog.resolve("recognition-items.yaml"));
        database.run(transaction -> {
            for (RecognitionItem item : items) {
                upsert(transaction.handle(), item);
            }
            transaction
                    .handle()
                    .createUpdate("""
                            update recognition_item set retired_at = :now
                            where retired_at is null and not code = any(:codes)
                            """)
                    .bind("now", transaction.now())
                    .bindArray(
                            "codes",
                            String.class,
                            items.stream().map(RecognitionItem::code).toList())
                    .execute();
        });
        current = items;
    }

    List<RecognitionItem> all() {
        return current;
    }

    Optional<RecognitionItem> byCode(String code) {
        return current.stream().filter(item -> item.code().equals(code)).findFirst();
    }

    /** Retired ones too: results of the past carry them. */
    static List<RecognitionItem> stored(Handle handle) {
        return handle.createQuery("select * from recognition_item")
                .map((row, context) -> new RecognitionItem(
                        row.getString("code"),
                        row.getString("name"),
                        row.getString("name_en"),
                        row.getString("modality"),
                        row.getString("body_part"),
                        row.getString("contrast"),
                        row.getInt("validity_days"),
                        row.getString("area"),
                        row.getBoolean("fallback")))
                .list();
    }

    static List<RecognitionItem> read(Path path) {
        YAMLMapper yaml = new YAMLMapper();
        yaml.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try (var file = Files.newBufferedReader(path)) {
            List<RecognitionItem> items = yaml.readValue(file, Catalog.class).items().stream()
                    .map(Entry::item)
                    .toList();
            Set<String> codes = new HashSet<>();
            for (RecognitionItem item : items) {
                if (!codes.add(item.code())) {
                    throw new IllegalArgumentException(path.getFileName() + ": code " + item.code() + " stands twice");
                }
            }
            return items;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void upsert(Handle handle, RecognitionItem item) {
        handle.createUpdate("""
                        insert into recognition_item (code, name, name_en, modality, body_part, contrast, validity_days, area,
                          fallback)
                        values (:code, :name, :english, :modality, :bodyPart, :contrast, :days, :area, :fallback)
                        on conflict (code) do update set name = excluded.name, name_en = excluded.name_en,
                          modality = excluded.modality, body_part = excluded.body_part, contrast = excluded.contrast,
                          validity_days = excluded.validity_days, area = excluded.area, fallback = excluded.fallback,
                          retired_at = null
                        """)
                .bind("code", item.code())
                .bind("name", item.name())
                .bind("english", item.nameEn())
                .bind("modality", item.modality())
                .bind("bodyPart", item.bodyPart())
                .bind("contrast", item.contrast())
                .bind("days", item.validityDays())
                .bind("area", item.area())
                .bind("fallback", item.fallback())
                .execute();
    }
}
