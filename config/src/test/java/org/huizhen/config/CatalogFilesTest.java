package org.huizhen.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shipped starter data says that it needs confirming, and holds what the catalog page lists. */
class CatalogFilesTest {
    private static final Path CATALOG = Path.of("catalog");

    @Test
    void everyFileSaysThatTheHospitalMustConfirmIt() throws IOException {
        try (var files = Files.list(CATALOG)) {
            assertThat(files.toList())
                    .hasSizeGreaterThanOrEqualTo(5)
                    .allSatisfy(file -> assertThat(file).content().contains("须由医院及所属质控中心逐项确认"));
        }
    }

    @Test
    void recognitionItemsHaveUniqueCodesAndAValidity() {
        record Item(String code, int days) {}
        List<Item> items = ConfigFile.read(
                        CATALOG.resolve("recognition-items.yaml"),
                        top -> top.sections("items", item -> {
                            item.required("name");
                            item.required("english");
                            item.required("modality");
                            item.required("bodyPart");
                            item.required("area");
                            item.text("contrast");
                            item.flag("default", false);
                            return new Item(item.required("code"), item.integer("validityDays", 0, 1, 365));
                        }))
                .orThrow();

        assertThat(items).hasSizeGreaterThan(200).extracting(Item::code).doesNotHaveDuplicates();
        assertThat(items)
                .filteredOn(item -> item.code().equals("CT-HEAD-PLAIN"))
                .extracting(Item::days)
                .containsExactly(14);
    }

    @Test
    void thereAreSixReasonsToRepeatAndTheLastNeedsANote() {
        List<String> codes = ConfigFile.read(CATALOG.resolve("repeat-reasons.yaml"), top -> {
                    top.required("patientInformed");
                    return top.sections("reasons", reason -> {
                        reason.required("name");
                        reason.required("english");
                        return reason.required("code")
                                + reason.integer("number", 0, 1, 6)
                                + reason.flag("noteRequired", false);
                    });
                })
                .orThrow();

        assertThat(codes).hasSize(6).last().isEqualTo("other6true");
    }
}
