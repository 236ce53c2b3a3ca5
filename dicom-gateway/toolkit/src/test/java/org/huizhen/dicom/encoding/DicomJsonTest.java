package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.PersonName;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;
import org.junit.jupiter.api.Test;

class DicomJsonTest {

    @Test
    void writesTheModelOfTheStandard() {
        DataSet dataSet = new DataSet().putCharacterSet(SpecificCharacterSet.CHINESE);
        dataSet.putString(Tag.ModalitiesInStudy, "CT", "", "PT")
                .putName(Tag.PatientName, new PersonName("Wang^XiaoDong", "王^小东", ""))
                .putEmpty(Tag.PatientID)
                .putString(Tag.PatientWeight, "+070.50")
                .putString(Tag.InstanceNumber, Vr.IS, "no number")
                .putInteger(Tag.Rows, 512)
                .putInteger(Tag.FrameIncrementPointer, Tag.FrameTime)
                .putBytes(0x00091001, Vr.UN, new byte[] {1, 2, 3, 4})
                .putItems(
                        Tag.ReferencedStudySequence,
                        new DataSet().putString(Tag.ReferencedSOPInstanceUID, "1.2.3"),
                        new DataSet())
                .put(new Element.Bulk(Tag.PixelData, Vr.OW, 5000, 524288, false));
        String json = text(DicomJson.toBytes(
                dataSet,
                (path, element) -> element instanceof Element.Bulk ? "https://example.test/bulk/" + path : null));
        assertThat(json)
                .isEqualTo("{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 192\"]},"
                        + "\"00080061\":{\"vr\":\"CS\",\"Value\":[\"CT\",null,\"PT\"]},"
                        + "\"00081110\":{\"vr\":\"SQ\",\"Value\":[{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]}},{}]},"
                        + "\"00091001\":{\"vr\":\"UN\",\"InlineBinary\":\"AQIDBA==\"},"
                        + "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Wang^XiaoDong\",\"Ideographic\":\"王^小东\"}]},"
                        + "\"00100020\":{\"vr\":\"LO\"},"
                        + "\"00101030\":{\"vr\":\"DS\",\"Value\":[70.50]},"
                        + "\"00200013\":{\"vr\":\"IS\",\"Value\":[\"no number\"]},"
                        + "\"00280009\":{\"vr\":\"AT\",\"Value\":[\"00181063\"]},"
                        + "\"00280010\":{\"vr\":\"US\",\"Value\":[512]},"
                        + "\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"https://example.test/bulk/7FE00010\"}}");
    }

    @Test
    void readsItBack() throws IOException {
        String json = "[{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Ideographic\":\"王^小东\"}]},"
                + "\"00101030\":{\"vr\":\"DS\",\"Value\":[70.5]},"
                + "\"00280010\":{\"vr\":\"US\",\"Value\":[512]},"
                + "\"00189073\":{\"Value\":[1.5],\"vr\":\"FD\"},"
                + "\"00081110\":{\"vr\":\"SQ\",\"Value\":[{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]}},{}]},"
                + "\"00091001\":{\"vr\":\"UN\",\"InlineBinary\":\"AQIDBA==\"},"
                + "\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"cid:1\"}},{}]";
        List<DataSet> back = read(json);
        assertThat(back).hasSize(2);
        DataSet dataSet = back.getFirst();
        assertThat(dataSet.string(Tag.SpecificCharacterSet)).contains("ISO_IR 192");
        assertThat(dataSet.personName(Tag.PatientName)).contains(new PersonName("", "王^小东", ""));
        assertThat(dataSet.decimal(Tag.PatientWeight)).hasValue(70.5);
        assertThat(dataSet.integer(Tag.Rows)).hasValue(512);
        assertThat(dataSet.decimal(Tag.AcquisitionDuration)).hasValue(1.5);
        assertThat(dataSet.items(Tag.ReferencedStudySequence)).hasSize(2);
        assertThat(dataSet.bytes(0x00091001).orElseThrow()).containsExactly(1, 2, 3, 4);
        assertThat(dataSet.contains(Tag.PixelData)).isFalse();
        DataSet again = DataSetReader.read(
                DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN),
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        assertThat(again.personName(Tag.PatientName).orElseThrow().ideographic())
                .isEqualTo("王^小东");
    }

    @Test
    void textOfAnItemIsReadWhateverCharacterSetTheItemNames() throws IOException {
        for (String named : new String[] {"\"Value\":[\"GB18030\"]", "\"Value\":[null]"}) {
            DataSet dataSet = read("[{\"00081110\":{\"vr\":\"SQ\",\"Value\":[{\"00080005\":{\"vr\":\"CS\"," + named
                            + "},\"00080104\":{\"vr\":\"LO\",\"Value\":[\"胸部\"]}}]}}]")
                    .getFirst();
            DataSet item = dataSet.items(Tag.ReferencedStudySequence).getFirst();
            assertThat(item.string(Tag.CodeMeaning)).contains("胸部");
            DataSet stored = DataSetReader.read(
                    DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN),
                    TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            assertThat(stored.items(Tag.ReferencedStudySequence).getFirst().string(Tag.CodeMeaning))
                    .contains("胸部");
        }
    }

    @Test
    void namesWhatIsNotTheModel() {
        for (String json : List.of(
                "",
                "7",
                "{\"0010\":{}}",
                "{\"00100010\":{}}",
                "{\"00100010\":{\"vr\":\"XX\"}}",
                "{\"00280010\":{\"vr\":\"US\",\"Value\":[\"many\"]}}",
                "{\"00100010\":[]}",
                "{\"00100010\":{\"vr\":\"PN\",\"Value\":7}}",
                "{\"00091001\":{\"vr\":\"UN\",\"InlineBinary\":\"***\"}}",
                "[[]]",
                "{\"00100010\"")) {
            assertThatExceptionOfType(DicomFormatException.class)
                    .as(json)
                    .isThrownBy(() -> read(json))
                    .matches(e -> e.reason() == Reason.BAD_JSON);
        }
        String item = "{\"0040A730\":{\"vr\":\"SQ\",\"Value\":[";
        assertThatExceptionOfType(DicomFormatException.class)
                .isThrownBy(() -> read(item.repeat(100) + "{}" + "]}}".repeat(100)))
                .matches(e -> e.reason() == Reason.TOO_DEEP);
    }

    /** PS3.18 F.2.3: what a double can't hold goes as text, and comes back as it was. */
    @Test
    void keepsNumbersThatNoDoubleHolds() throws IOException {
        DataSet dataSet = new DataSet()
                .putString(0x00091001, Vr.UV, "18446744073709551615", "1")
                .putString(0x00091002, Vr.SV, "-9223372036854775808", "9007199254740992")
                .putString(0x00091003, Vr.DS, "1234567890.12345", "9007199254740993", "1e3")
                .putString(0x00091004, Vr.FD, "NaN", "-Infinity", "-0.0")
                .putString(0x00091005, Vr.FL, "Infinity")
                .putString(0x00091006, Vr.IS, "-0012");
        String json = text(DicomJson.toBytes(dataSet, DicomJson.BulkUri.NONE));
        assertThat(json)
                .contains("\"Value\":[\"18446744073709551615\",1]")
                .contains("\"Value\":[\"-9223372036854775808\",9007199254740992]")
                .contains("\"Value\":[1234567890.12345,\"9007199254740993\",1E+3]")
                .contains("\"Value\":[\"NaN\",\"-Infinity\",-0.0]")
                .contains("\"Value\":[-12]");
        DataSet back = read(json).getFirst();
        for (int tag = 0x00091001; tag <= 0x00091005; tag++) {
            assertThat(back.bytes(tag).orElseThrow().length).isPositive();
            assertThat(back.decimals(tag)).isEqualTo(dataSet.decimals(tag));
        }
        assertThat(back.strings(0x00091001)).containsExactly("18446744073709551615", "1");
        assertThat(read("{\"00091004\":{\"vr\":\"FD\",\"Value\":[\"inf\",\"-inf\",\"nan\"]}}")
                        .getFirst()
                        .decimals(0x00091004))
                .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);
    }

    @Test
    void everyRepresentationComesBack() throws IOException {
        DataSet dataSet = new DataSet().putCharacterSet(SpecificCharacterSet.UTF_8);
        int tag = 0x00110000;
        for (Vr vr : Vr.values()) {
            tag += 0x10;
            switch (vr.kind()) {
                case TEXT -> dataSet.putString(tag, vr, vr == Vr.IS || vr == Vr.DS ? "12" : "A1");
                case LOCAL_TEXT -> dataSet.putString(tag, vr, "张=é");
                case INTEGER -> dataSet.putString(tag, vr, vr == Vr.AT ? "00181063" : "7");
                case FLOAT -> dataSet.putString(tag, vr, "1.5");
                case BYTES -> dataSet.putBytes(tag, vr, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
                case SEQUENCE ->
                    dataSet.putItems(tag, new DataSet(), dataSet.newItem().putString(tag, Vr.LO, "王"));
            }
        }
        byte[] json = DicomJson.toBytes(dataSet, DicomJson.BulkUri.NONE);
        DataSet back = read(text(json)).getFirst();
        assertThat(back.size()).isEqualTo(Vr.values().length + 1);
        assertThat(DataSetWriter.toBytes(back, TransferSyntax.EXPLICIT_LITTLE_ENDIAN))
                .isEqualTo(DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
    }

    /** An empty name keeps its place; what a representation can't have is refused instead of dropped. */
    @Test
    void losesNothingSilently() throws IOException {
        assertThat(read("{\"00101001\":{\"vr\":\"PN\",\"Value\":[{},{\"Alphabetic\":\"A\"},null]}}")
                        .getFirst()
                        .strings(0x00101001))
                .containsExactly("", "A", "");
        for (String json : List.of(
                "{\"7FE00010\":{\"vr\":\"OW\",\"Value\":[1]}}",
                "{\"00081110\":{\"vr\":\"SQ\",\"Value\":[\"x\"]}}",
                "{\"00080060\":{\"vr\":\"CS\",\"Value\":[{\"00080060\":{\"vr\":\"CS\"}}]}}",
                "{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"张\"]}}",
                "{\"FFFEE00D\":{\"vr\":\"UN\"}}",
                "{\"+0080060\":{\"vr\":\"CS\"}}")) {
            assertThatExceptionOfType(DicomFormatException.class)
                    .as(json)
                    .isThrownBy(() -> read(json))
                    .matches(e -> e.reason() == Reason.BAD_JSON);
        }
        assertThatExceptionOfType(DicomFormatException.class)
                .isThrownBy(() -> DicomJsonReader.read(
                        new ByteArrayInputStream("{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"LONGER\"]}}"
                                .getBytes(StandardCharsets.UTF_8)),
                        DicomJsonReader.BulkResolver.LEAVE_OUT,
                        new ReadLimits(1, 10, 5, 100)))
                .matches(e -> e.reason() == Reason.LENGTH_TOO_LARGE);
    }

    private static List<DataSet> read(String json) throws IOException {
        return DicomJsonReader.read(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                DicomJsonReader.BulkResolver.LEAVE_OUT,
                ReadLimits.DEFAULT);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
