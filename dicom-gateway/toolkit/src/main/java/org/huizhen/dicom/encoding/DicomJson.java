package org.huizhen.dicom.encoding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.PersonName;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;

/** Writes data sets as the DICOM JSON model (PS3.18 F.2); {@link DicomJsonReader} reads them back. */
public final class DicomJson {

    /** Says where bulk data is to be had. */
    @FunctionalInterface
    public interface BulkUri {
        /** Every binary value is written inline; what was left in the file, and encapsulated pixel data, without a value. */
        BulkUri NONE = (path, element) -> null;

        /**
         * The URI of a binary value.
         *
         * @param path the tags and item numbers (from 0) down to the element: {@code 7FE00010}, {@code 54000100/0/54001010}
         * @param element a value of OB, OD, OF, OL, OV, OW or UN, fragments, or a range of any representation
         * @return the URI, or null to write the value inline
         */
        String uri(String path, Element element);
    }

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(200)
                    .maxStringLength(256 << 20)
                    .build())
            .build();

    private final JsonGenerator json;
    private final BulkUri bulk;

    private DicomJson(JsonGenerator json, BulkUri bulk) {
        this.json = json;
        this.bulk = bulk;
    }

    /** Writes one object; group lengths are left out, text comes out in Unicode whatever set it was encoded in. */
    public static void write(DataSet dataSet, JsonGenerator json, BulkUri bulk) throws IOException {
        new DicomJson(json, bulk).writeDataSet(dataSet, "");
    }

    /** One data set as a JSON object in UTF-8. */
    public static byte[] toBytes(DataSet dataSet, BulkUri bulk) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(dataSet, json, bulk);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    /** Data sets as a JSON array in UTF-8, as DICOMweb answers have it. */
    public static byte[] toBytes(Iterable<DataSet> dataSets, BulkUri bulk) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartArray();
            for (DataSet dataSet : dataSets) {
                write(dataSet, json, bulk);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    private void writeDataSet(DataSet dataSet, String path) throws IOException {
        json.writeStartObject();
        for (Element element : dataSet.elements()) {
            if (Tag.element(element.tag()) == 0 || Tag.group(element.tag()) == 0xFFFE) {
                continue;
            }
            String hex = Tag.hex(element.tag());
            json.writeObjectFieldStart(hex);
            json.writeStringField("vr", vr(element).name());
            switch (element) {
                case Element.Sequence sequence -> writeItems(sequence, path + hex);
                case Element.Fragments fragments -> writeUri(bulk.uri(path + hex, fragments));
                case Element.Bulk range -> writeUri(bulk.uri(path + hex, range));
                case Element.Value value -> {
                    if (value.bytes().length > 0) {
                        writeValue(dataSet, value, path + hex);
                    }
                }
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** A sequence behind UN is one nevertheless, and what stands for the character set is written as such. */
    private static Vr vr(Element element) {
        if (element instanceof Element.Sequence) {
            return Vr.SQ;
        }
        return element.tag() == Tag.SpecificCharacterSet ? Vr.CS : element.vr();
    }

    private void writeItems(Element.Sequence sequence, String path) throws IOException {
        if (sequence.items().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("Value");
        for (int i = 0; i < sequence.items().size(); i++) {
            writeDataSet(sequence.items().get(i), path + "/" + i + "/");
        }
        json.writeEndArray();
    }

    private void writeUri(String uri) throws IOException {
        if (uri != null) {
            json.writeStringField("BulkDataURI", uri);
        }
    }

    private void writeValue(DataSet dataSet, Element.Value value, String path) throws IOException {
        Vr vr = vr(value);
        if (vr.kind() == Vr.Kind.BYTES) {
            String uri = bulk.uri(path, value);
            if (uri != null) {
                json.writeStringField("BulkDataURI", uri);
            } else {
                json.writeFieldName("InlineBinary");
                json.writeBinary(value.bytes());
            }
            return;
        }
        List<String> values =
                value.tag() == Tag.SpecificCharacterSet ? List.of("ISO_IR 192") : dataSet.strings(value.tag());
        if (values.stream().allMatch(String::isEmpty)) {
            return;
        }
        json.writeArrayFieldStart("Value");
        for (String text : values) {
            writeOne(vr, text);
        }
        json.writeEndArray();
    }

    private void writeOne(Vr vr, String text) throws IOException {
        if (text.isEmpty()) {
            json.writeNull();
            return;
        }
        switch (vr) {
            case PN -> writeName(PersonName.parse(text));
            case US, SS, UL, SL -> json.writeNumber(text);
            case IS, DS, FL, FD, SV, UV -> writeNumber(text);
            default -> json.writeString(text);
        }
    }

    /** A number where every reader gets the same one from it, else a string (PS3.18 F.2.3): NaN, digits beyond a double, no number. */
    private void writeNumber(String text) throws IOException {
        String stripped = text.strip();
        if (plainInteger(stripped)) {
            json.writeNumber(stripped);
            return;
        }
        try {
            BigDecimal exact = new BigDecimal(stripped);
            double nearest = exact.doubleValue();
            if (Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0) {
                boolean negativeZero = exact.signum() == 0 && stripped.startsWith("-");
                json.writeNumber(negativeZero ? "-0.0" : exact.toString());
                return;
            }
        } catch (NumberFormatException e) {
            // written as it is
        }
        json.writeString(text);
    }

    // Digits that are JSON already, and few enough for a double; +1, .5 and 007 are not.
    private static boolean plainInteger(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - start;
        boolean plain = digits > 0 && digits <= 15 && text.charAt(start) >= '1';
        for (int i = start; plain && i < text.length(); i++) {
            plain = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return plain;
    }

    private void writeName(PersonName name) throws IOException {
        json.writeStartObject();
        writeGroup("Alphabetic", name.alphabetic());
        writeGroup("Ideographic", name.ideographic());
        writeGroup("Phonetic", name.phonetic());
        json.writeEndObject();
    }

    private void writeGroup(String group, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(group, text);
        }
    }

    /** Whether the text is outside ISO 646. */
    static boolean beyondAscii(String text) {
        return !StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }
}
