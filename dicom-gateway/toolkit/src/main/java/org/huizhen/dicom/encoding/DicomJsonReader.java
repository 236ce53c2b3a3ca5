package org.huizhen.dicom.encoding;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.PersonName;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;

/** Reads the DICOM JSON model (PS3.18 F.2) into data sets whose text is UTF-8. */
public final class DicomJsonReader {

    /** Turns a reference to bulk data into an element. */
    @FunctionalInterface
    public interface BulkResolver {
        /** Leaves elements whose value is elsewhere out. */
        BulkResolver LEAVE_OUT = (tag, vr, uri) -> null;

        /** The element, or null to leave it out. */
        Element resolve(int tag, Vr vr, String uri);
    }

    private final JsonParser json;
    private final BulkResolver bulk;
    private final ReadLimits limits;
    private int elements;
    private long total;
    private boolean beyondAscii;

    private DicomJsonReader(JsonParser json, BulkResolver bulk, ReadLimits limits) {
        this.json = json;
        this.bulk = bulk;
        this.limits = limits;
    }

    /**
     * Reads one object or an array of objects to the end of the stream.
     *
     * @throws DicomFormatException with {@code BAD_JSON} where it is something else, or with the limit that is exceeded
     */
    public static List<DataSet> read(InputStream in, BulkResolver bulk, ReadLimits limits) throws IOException {
        try (JsonParser parser = DicomJson.FACTORY.createParser(in)) {
            DicomJsonReader reader = new DicomJsonReader(parser, bulk, limits);
            List<DataSet> dataSets = new ArrayList<>();
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                dataSets.add(reader.readRoot());
            } else if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    dataSets.add(reader.readRoot());
                }
            } else {
                throw reader.bad("expected an object or an array");
            }
            return dataSets;
        } catch (StreamConstraintsException e) {
            throw new DicomFormatException(Reason.TOO_DEEP, -1, 0, "JSON beyond the limits");
        } catch (JsonParseException e) {
            throw new DicomFormatException(Reason.BAD_JSON, e.getLocation().getByteOffset(), 0, "not JSON");
        } catch (CharConversionException e) {
            throw new DicomFormatException(Reason.BAD_JSON, -1, 0, "not in UTF-8, UTF-16 or UTF-32");
        }
    }

    private DataSet readRoot() throws IOException {
        DataSet root = new DataSet().overrideCharacterSet(SpecificCharacterSet.UTF_8);
        beyondAscii = false;
        readInto(root, 0);
        if (beyondAscii) {
            root.putCharacterSet(SpecificCharacterSet.UTF_8);
        }
        return root.overrideCharacterSet(null);
    }

    private void readInto(DataSet dataSet, int depth) throws IOException {
        expect(JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            int tag = tag(json.currentName());
            json.nextToken();
            put(dataSet, tag, depth);
        }
        expect(JsonToken.END_OBJECT);
    }

    private void put(DataSet dataSet, int tag, int depth) throws IOException {
        if (++elements > limits.maxElements()) {
            throw new DicomFormatException(Reason.TOO_MANY_ELEMENTS, -1, tag, "more than " + limits.maxElements());
        }
        Element element = readElement(dataSet, tag, depth);
        if (element != null) {
            dataSet.put(element);
        }
        if (tag == Tag.SpecificCharacterSet) {
            // Whatever it says, an item's too: the text beside it came as Unicode and is kept as UTF-8.
            dataSet.putCharacterSet(SpecificCharacterSet.UTF_8);
        }
    }

    private Element readElement(DataSet dataSet, int tag, int depth) throws IOException {
        expect(JsonToken.START_OBJECT);
        Vr vr = null;
        Content content = new Content();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "vr" -> vr = vr(json.getText());
                case "Value" -> readValues(dataSet, content, depth);
                case "InlineBinary" -> content.binary = binary(tag);
                case "BulkDataURI" -> content.uri = json.getText();
                default -> json.skipChildren();
            }
        }
        if (vr == null) {
            throw new DicomFormatException(Reason.BAD_JSON, -1, tag, "no vr");
        }
        return content.element(dataSet, tag, vr);
    }

    /** What an element's object held. */
    private final class Content {
        private final List<String> texts = new ArrayList<>(1);
        private final List<DataSet> items = new ArrayList<>(0);
        private byte[] binary;
        private String uri;

        private Element element(DataSet dataSet, int tag, Vr vr) {
            if (uri != null) {
                return bulk.resolve(tag, vr, uri);
            }
            boolean blank = texts.stream().allMatch(String::isEmpty);
            boolean mixed = switch (vr.kind()) {
                case SEQUENCE -> binary != null || !blank;
                case BYTES -> !blank || !items.isEmpty();
                default -> binary != null || (vr != Vr.PN && !items.isEmpty());
            };
            if (mixed) {
                throw new DicomFormatException(Reason.BAD_JSON, -1, tag, "values that " + vr + " does not have");
            }
            if (vr == Vr.SQ) {
                return new Element.Sequence(tag, items);
            }
            try {
                DataSet one = dataSet.newItem();
                if (binary != null) {
                    one.putBytes(tag, vr, binary);
                } else if (blank && texts.size() < 2 || vr.kind() == Vr.Kind.BYTES) {
                    one.putBytes(tag, vr, new byte[0]);
                } else {
                    beyondAscii |=
                            vr.kind() == Vr.Kind.LOCAL_TEXT && texts.stream().anyMatch(DicomJson::beyondAscii);
                    one.putString(
                            tag,
                            vr,
                            texts.stream().map(text -> number(vr, text)).toArray(String[]::new));
                }
                return one.get(tag);
            } catch (IllegalArgumentException e) {
                throw new DicomFormatException(Reason.BAD_JSON, -1, tag, "a value that " + vr + " does not have");
            }
        }
    }

    /** Infinity as some peers write it. */
    private static String number(Vr vr, String text) {
        if (vr.kind() != Vr.Kind.FLOAT) {
            return text;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity" -> "Infinity";
            case "-inf", "-infinity" -> "-Infinity";
            case "nan" -> "NaN";
            default -> text;
        };
    }

    private void hold(long bytes, int tag) {
        total += bytes;
        if (bytes > limits.maxValueLength() || total > limits.maxTotalLength()) {
            throw new DicomFormatException(Reason.LENGTH_TOO_LARGE, -1, tag, "more than the limits allow");
        }
    }

    private void readValues(DataSet dataSet, Content content, int depth) throws IOException {
        expect(JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            switch (json.currentToken()) {
                case VALUE_NULL -> content.texts.add("");
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    content.texts.add(json.getText());
                    hold(json.getTextLength(), 0);
                }
                case START_OBJECT -> readObject(dataSet, content, depth);
                default -> throw bad("unexpected value");
            }
        }
    }

    /** A person name or an item: names have no field that is a tag. */
    private void readObject(DataSet dataSet, Content content, int depth) throws IOException {
        if (depth >= limits.maxDepth()) {
            throw new DicomFormatException(Reason.TOO_DEEP, -1, 0, "more than " + depth + " levels");
        }
        String[] groups = {"", "", ""};
        boolean name = false;
        DataSet item = dataSet.newItem();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            int group = List.of("Alphabetic", "Ideographic", "Phonetic").indexOf(field);
            if (group >= 0) {
                name = true;
                groups[group] = json.currentToken() == JsonToken.VALUE_NULL ? "" : json.getText();
                continue;
            }
            put(item, tag(field), depth + 1);
        }
        expect(JsonToken.END_OBJECT);
        // An object without any field is a name that is empty, or an item.
        if (name || item.isEmpty()) {
            content.texts.add(new PersonName(groups[0], groups[1], groups[2]).toString());
        }
        if (!name) {
            content.items.add(item);
        }
    }

    private byte[] binary(int tag) throws IOException {
        try {
            byte[] bytes = json.getBinaryValue();
            hold(bytes.length, tag);
            return bytes;
        } catch (JsonParseException e) {
            throw new DicomFormatException(Reason.BAD_JSON, -1, tag, "not base64");
        }
    }

    private int tag(String name) {
        boolean hex = name.length() == 8 && name.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
        int tag = hex ? Integer.parseUnsignedInt(name, 16) : 0;
        if (!hex || Tag.group(tag) == 0xFFFE) {
            throw bad("expected a tag of eight hexadecimal digits");
        }
        return tag;
    }

    private Vr vr(String text) {
        Vr vr = text != null && text.length() == 2 ? Vr.ofCode(text.charAt(0), text.charAt(1)) : null;
        if (vr == null) {
            throw bad("not a value representation");
        }
        return vr;
    }

    private void expect(JsonToken token) {
        if (json.currentToken() != token) {
            throw bad("expected " + token);
        }
    }

    private DicomFormatException bad(String detail) {
        return new DicomFormatException(Reason.BAD_JSON, json.currentLocation().getByteOffset(), 0, detail);
    }
}
