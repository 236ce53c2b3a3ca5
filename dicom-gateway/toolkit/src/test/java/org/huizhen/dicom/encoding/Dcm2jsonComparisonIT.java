package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.huizhen.dicom.dataset.DataSet;
import org.junit.jupiter.api.Test;

/**
 * Compares the JSON model of every corpus file with that of {@code dcm2json} (which decodes all the character sets): each VR and value
 * below its path; numbers as numbers. Left out: group 0002, group lengths, the character
 * set (the JSON model is always in UTF-8 and says so), encapsulated pixel data, the VR of tags that the older
 * dictionary lacks.
 */
class Dcm2jsonComparisonIT {

    @Test
    void writesWhatDcm2jsonWrites() throws IOException {
        Tool.assume("dcm2json");
        List<String> wrong = new ArrayList<>();
        int files = 0;
        for (Corpus.Entry entry : Corpus.dicom()) {
            byte[] output = Tool.run("dcm2json", "-q", entry.path().toString());
            if (output == null || entry.malformed()) {
                continue;
            }
            DataSet dataSet = DicomFile.read(entry.path(), ReadOptions.ALL).dataSet();
            Map<String, String> theirs;
            try {
                theirs = flat(output);
            } catch (JsonParseException e) {
                continue; // dcm2json passes bytes that the declared set does not allow through, which is no JSON
            }
            Map<String, String> ours = flat(DicomJson.toBytes(dataSet, DicomJson.BulkUri.NONE));
            files++;
            theirs.forEach((path, value) -> {
                if (!same(value, ours.get(path), ours.get(path.substring(0, path.lastIndexOf('.')) + ".vr"))
                        && !excused(path, theirs, ours)) {
                    wrong.add(entry + " " + path + ": " + cut(value) + " but " + cut(ours.get(path)));
                }
            });
            ours.keySet().stream()
                    .filter(path -> !theirs.containsKey(path) && !excused(path, theirs, ours))
                    .forEach(path -> wrong.add(entry + " " + path + ": absent but " + cut(ours.get(path))));
        }
        assertThat(wrong.subList(0, Math.min(60, wrong.size()))).isEmpty();
        assertThat(files).isGreaterThan(150);
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Corpus.Entry entry : Corpus.dicom()) {
            if (entry.malformed()) {
                continue;
            }
            DataSet dataSet =
                    DicomFile.read(entry.path(), ReadOptions.BULK_AS_RANGES).dataSet();
            byte[] once = DicomJson.toBytes(dataSet, DicomJson.BulkUri.NONE);
            DataSet back = DicomJsonReader.read(
                            new ByteArrayInputStream(once), DicomJsonReader.BulkResolver.LEAVE_OUT, ReadLimits.DEFAULT)
                    .getFirst();
            Map<String, String> first = flat(once);
            Map<String, String> again = flat(DicomJson.toBytes(back, DicomJson.BulkUri.NONE));
            again.remove("00080005.Value[0]");
            again.remove("00080005.vr");
            first.remove("00080005.Value[0]");
            first.remove("00080005.vr");
            if (!first.equals(again)) {
                first.entrySet().removeAll(again.entrySet());
                wrong.add(entry + ": " + cut(first.toString()));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** dcmtk prints FL with nine digits and FD with a last digit that may be off. */
    private static boolean same(String theirs, String ours, String vr) {
        if (ours == null || ours.equals(vr)) {
            return theirs.equals(ours);
        }
        if ("FL".equals(vr)) {
            return Float.parseFloat(theirs) == Float.parseFloat(ours);
        }
        if ("FD".equals(vr)) {
            double exact = Double.parseDouble(ours);
            return Math.abs(Double.parseDouble(theirs) - exact) <= Math.abs(exact) * 1e-15;
        }
        return theirs.equals(ours);
    }

    private static boolean excused(String path, Map<String, String> theirs, Map<String, String> ours) {
        String element = path.substring(0, path.lastIndexOf('.'));
        String theirVr = theirs.getOrDefault(element + ".vr", "");
        String ourVr = ours.getOrDefault(element + ".vr", "");
        return element.startsWith("0002")
                || element.endsWith("00080005")
                || element.endsWith("0000")
                || element.startsWith("7FE00010")
                || (theirVr.equals("UN") && !ourVr.equals("UN"));
    }

    private static String cut(String text) {
        return text == null || text.length() < 100 ? text : text.substring(0, 100) + "…";
    }

    /** Every value of the JSON by its path: {@code 0040A730.Value[0].00080100.Value[0]}. */
    private static Map<String, String> flat(byte[] json) throws IOException {
        Map<String, String> values = new TreeMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            collect(parser, "", values);
        }
        return values;
    }

    private static void collect(JsonParser parser, String path, Map<String, String> values) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    collect(parser, path.isEmpty() ? name : path + "." + name, values);
                }
            }
            case START_ARRAY -> {
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    collect(parser, path + "[" + i + "]", values);
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> values.put(path, number(parser.getText()));
            default -> values.put(path, parser.getText());
        }
    }

    private static String number(String text) {
        return new BigDecimal(text).stripTrailingZeros().toPlainString();
    }
}
