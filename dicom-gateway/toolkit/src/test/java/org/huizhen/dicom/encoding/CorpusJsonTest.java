package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.PersonName;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.junit.jupiter.api.Test;

/**
 * Every readable corpus file through the JSON model and back: the same elements with the same representations and values; binary
 * values inline, or by URI where every second one is left out of the JSON.
 */
class CorpusJsonTest {

    @Test
    void readsBackEveryElementThatItWrote() throws IOException {
        List<String> wrong = new ArrayList<>();
        int files = 0;
        int elements = 0;
        for (Corpus.Entry entry : Corpus.dicom()) {
            DataSet dataSet;
            try {
                dataSet = DicomFile.read(entry.path(), ReadOptions.ALL).dataSet();
            } catch (DicomFormatException e) {
                continue; // stated in CorpusClassesTest
            }
            Map<String, Element> elsewhere = new HashMap<>();
            byte[] json = DicomJson.toBytes(dataSet, (path, element) -> {
                if (element instanceof Element.Value value && value.bytes().length % 4 == 0) {
                    return null;
                }
                elsewhere.put("https://center.test/bulk/" + path, element);
                return "https://center.test/bulk/" + path;
            });
            DataSet back = DicomJsonReader.read(
                            new ByteArrayInputStream(json), (tag, vr, uri) -> elsewhere.get(uri), ReadLimits.DEFAULT)
                    .getFirst();
            files++;
            elements += compare(entry.name(), dataSet, back, wrong);
        }
        assertThat(wrong).isEmpty();
        assertThat(files).isGreaterThan(225);
        assertThat(elements).isGreaterThan(20_000);
    }

    private static int compare(String where, DataSet expected, DataSet actual, List<String> wrong) {
        int count = 0;
        List<Element> kept = expected.elements().stream()
                .filter(element -> Tag.element(element.tag()) != 0 && Tag.group(element.tag()) != 0xFFFE)
                .toList();
        for (Element element : kept) {
            String path = where + " " + Tag.format(element.tag());
            Element other = actual.get(element.tag());
            count++;
            if (element.tag() == Tag.SpecificCharacterSet) {
                continue; // UTF-8 from here on
            }
            if (other == null || (element.vr() != other.vr() && !(element instanceof Element.Sequence))) {
                wrong.add(path + ": " + element + " but " + other);
            } else if (element instanceof Element.Sequence sequence) {
                List<DataSet> items = actual.items(element.tag());
                if (items.size() != sequence.items().size()) {
                    wrong.add(path + ": " + items.size() + " items");
                    continue;
                }
                for (int i = 0; i < items.size(); i++) {
                    count += compare(path, sequence.items().get(i), items.get(i), wrong);
                }
            } else if (!sameValue(expected, actual, element, other)) {
                wrong.add(path + ": " + expected.strings(element.tag()) + " but " + actual.strings(element.tag()));
            }
        }
        long added = actual.elements().stream()
                .filter(element -> !expected.contains(element.tag()) && element.tag() != Tag.SpecificCharacterSet)
                .count();
        if (added > 0) {
            wrong.add(where + ": " + added + " elements of nowhere");
        }
        return count;
    }

    private static boolean sameValue(DataSet expected, DataSet actual, Element element, Element other) {
        if (!(element instanceof Element.Value value) || !(other instanceof Element.Value)) {
            return element == other;
        }
        int tag = element.tag();
        Vr vr = element.vr();
        if (vr.kind() == Vr.Kind.BYTES) {
            byte[] bytes = actual.bytes(tag).orElseThrow();
            return Arrays.equals(Arrays.copyOf(value.bytes(), bytes.length), bytes);
        }
        if (vr == Vr.IS || vr == Vr.DS || vr.kind() == Vr.Kind.FLOAT) {
            return Arrays.equals(expected.decimals(tag), actual.decimals(tag));
        }
        List<String> texts = expected.strings(tag);
        boolean blank = texts.stream().allMatch(String::isEmpty);
        if (vr == Vr.PN) {
            return names(texts).stream().allMatch(PersonName::isEmpty)
                    || names(texts).equals(names(actual.strings(tag)));
        }
        return texts.equals(actual.strings(tag)) || (blank && actual.string(tag).isEmpty());
    }

    private static List<PersonName> names(List<String> texts) {
        return texts.stream().map(PersonName::parse).toList();
    }
}
