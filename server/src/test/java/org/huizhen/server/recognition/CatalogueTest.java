package org.huizhen.server.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue that comes with Huizhen: what hospitals begin with. */
final class CatalogueTest {
    private static final Path FOLDER = catalog();
    private static final List<RecognitionItem> ITEMS = RecognitionItems.read(FOLDER.resolve("recognition-items.yaml"));

    private static Path catalog() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder.resolve("config/catalog");
    }

    @Test
    void holdsTwoHundredItemsAndMore() {
        assertThat(ITEMS).hasSizeGreaterThanOrEqualTo(200);
    }

    @Test
    void codesAndNamesAreUnique() {
        Set<String> codes = new HashSet<>();
        Set<String> names = new HashSet<>();
        assertThat(ITEMS).allSatisfy(item -> {
            assertThat(codes.add(item.code())).as(item.code()).isTrue();
            assertThat(names.add(item.name())).as(item.name()).isTrue();
        });
    }

    @Test
    void everyItemIsWhole() {
        assertThat(ITEMS).allSatisfy(item -> {
            assertThat(item.code()).matches(item.modality() + "(-[A-Z0-9]+)+");
            assertThat(item.name()).isNotBlank();
            assertThat(item.nameEn()).isNotBlank();
            assertThat(item.bodyPart()).matches("[A-Z]{3,16}");
            assertThat(item.contrast()).isIn(null, "plain", "enhanced");
            assertThat(item.validityDays()).isBetween(1, 365);
            assertThat(item.area()).isNotBlank();
        });
    }

    @Test
    void atMostOneItemIsTheDefaultOfAModalityBodyPartAndContrast() {
        var defaults = new TreeMap<String, Set<String>>();
        for (RecognitionItem item : ITEMS) {
            for (boolean enhanced : List.of(false, true)) {
                if (item.fallback() && item.fits(item.modality(), item.bodyPart(), enhanced)) {
                    defaults.computeIfAbsent(
                                    item.modality() + " " + item.bodyPart() + " " + enhanced, key -> new TreeSet<>())
                            .add(item.code());
                }
            }
        }
        assertThat(defaults)
                .allSatisfy((key, codes) -> assertThat(codes).as(key).hasSize(1));
    }

    @ParameterizedTest(name = "{0} {1} enhanced {2} is {3}")
    @CsvSource({
        "DX,CHEST,false,DX-CHEST-PA",
        "CR,CHEST,false,DX-CHEST-PA",
        "DX,ABDOMEN,false,DX-ABDOMEN",
        "DX,HAND,false,DX-HAND",
        "DX,KNEE,false,DX-KNEE",
        "DX,FEMUR,false,DX-FEMUR",
        "MG,BREAST,false,MG-BREAST",
        "CT,HEAD,false,CT-HEAD-PLAIN",
        "CT,HEAD,true,CT-HEAD-ENH",
        "CT,CHEST,false,CT-CHEST-PLAIN",
        "CT,Chest,true,CT-CHEST-ENH",
        "CT,ABDOMEN,false,CT-ABDOMEN-PLAIN",
        "CT,ABDOMEN,true,CT-ABDOMEN-ENH",
        "CT,PELVIS,false,CT-PELVIS",
        "CT,HEART,true,CT-HEART-CTA",
        "CT,HEART,false,CT-HEART-CACS",
        "CT,PULMONARY ARTERY,true,CT-PULMARTERY-CTA",
        "MR,HEAD,false,MR-HEAD-PLAIN",
        "MR,HEAD,true,MR-HEAD-ENH",
        "MR,CSPINE,false,MR-CSPINE",
        "MR,ABDOMEN,false,MR-ABDOMEN",
        "MR,ABDOMEN,true,MR-ABDOMEN-ENH",
        "CT,PELVIS,true,CT-PELVIS-ENH",
        "US,ABDOMEN,false,US-ABDOMEN",
        "US,HEART,false,US-HEART",
        "ECG,HEART,false,ECG-HEART-REST",
        "EEG,HEAD,false,EEG-HEAD",
        "US,UTERUS,false,",
        "US,LOWERLIMB,false,",
        "CT,TOE,false,",
    })
    void resolvesWhatAStudySaysOfItself(String modality, String bodyPart, boolean enhanced, String code) {
        List<RecognitionItem> fitting = ITEMS.stream()
                .filter(item -> item.fits(modality, bodyPart, enhanced))
                .toList();
        List<String> found = (fitting.size() == 1
                        ? fitting.stream()
                        : fitting.stream().filter(RecognitionItem::fallback))
                .map(RecognitionItem::code)
                .toList();
        assertThat(found).isEqualTo(code == null ? List.of() : List.of(code));
    }
}
