package org.huizhen.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SpecificCharacterSetTest {

    /** The example of PS3.5 J.3 (GB18030) with its bytes. */
    @Test
    void readsTheStandardsGb18030Example() {
        byte[] name = bytes("Wang^XiaoDong=", 0xCD, 0xF5, "^", 0xD0, 0xA1, 0xB6, 0xAB, "=");
        DataSet dataSet = declared("GB18030").put(new Element.Value(Tag.PatientName, Vr.PN, name));
        assertThat(dataSet.personName(Tag.PatientName)).contains(new PersonName("Wang^XiaoDong", "王^小东", ""));
        assertThat(dataSet.personName(Tag.PatientName).orElseThrow().display()).isEqualTo("王小东");
    }

    /** 5CH is a backslash in ASCII and the second byte of 俓 in GBK. */
    @Test
    void doesNotSplitInsideChineseCharacters() {
        for (String term : new String[] {"GB18030", "GBK"}) {
            DataSet dataSet = declared(term).putString(Tag.OtherPatientIDs, "俓一", "二");
            assertThat(dataSet.bytes(Tag.OtherPatientIDs).orElseThrow()).contains(0x5C);
            assertThat(dataSet.strings(Tag.OtherPatientIDs)).containsExactly("俓一", "二");
        }
    }

    @Test
    void keepsCharactersBeyondTheBasicPlane() {
        for (SpecificCharacterSet set :
                new SpecificCharacterSet[] {SpecificCharacterSet.CHINESE, SpecificCharacterSet.UTF_8}) {
            DataSet dataSet =
                    new DataSet().putCharacterSet(set).putName(Tag.PatientName, new PersonName("Li^Ji", "李^𠮷", ""));
            assertThat(dataSet.string(Tag.PatientName)).contains("Li^Ji=李^𠮷");
        }
    }

    @Test
    void overrideBeatsAWrongLabelInNestedItemsToo() {
        byte[] gbk = "张^三".getBytes(Charset.forName("GBK"));
        DataSet item = new DataSet().put(new Element.Value(Tag.PatientName, Vr.PN, gbk));
        DataSet dataSet = declared("ISO_IR 100")
                .put(new Element.Value(Tag.PatientName, Vr.PN, gbk))
                .putItems(Tag.ReferencedStudySequence, item);
        assertThat(dataSet.string(Tag.PatientName)).contains("ÕÅ^Èý");
        dataSet.overrideCharacterSet(SpecificCharacterSet.CHINESE);
        assertThat(dataSet.string(Tag.PatientName)).contains("张^三");
        assertThat(item.string(Tag.PatientName)).contains("张^三");
        dataSet.overrideCharacterSet(null);
        assertThat(item.string(Tag.PatientName)).contains("ÕÅ^Èý");
    }

    @Test
    void itemsInheritUnlessTheyDeclareTheirOwn() {
        byte[] utf8 = "王".getBytes(StandardCharsets.UTF_8);
        DataSet inherits = new DataSet().put(new Element.Value(Tag.StudyDescription, Vr.LO, utf8));
        DataSet own = declared("ISO_IR 100").put(new Element.Value(Tag.StudyDescription, Vr.LO, utf8));
        declared("ISO_IR 192").putItems(Tag.ReferencedStudySequence, inherits, own);
        assertThat(inherits.string(Tag.StudyDescription)).contains("王");
        assertThat(own.string(Tag.StudyDescription)).contains("ç\u008E\u008B");
    }

    /** The examples of PS3.5 H.3.1, H.3.2 and I.2. */
    @Test
    void readsTheStandardsCodeExtensionExamples() {
        byte[] japanese = bytes(
                "Yamada^Tarou=",
                0x1B,
                "$B;3ED",
                0x1B,
                "(B^",
                0x1B,
                "$BB@O:",
                0x1B,
                "(B=",
                0x1B,
                "$B$d$^$@",
                0x1B,
                "(B^",
                0x1B,
                "$B$?$m$&",
                0x1B,
                "(B");
        assertThat(SpecificCharacterSet.of("", "ISO 2022 IR 87").decode(japanese))
                .isEqualTo("Yamada^Tarou=山田^太郎=やまだ^たろう");
        byte[] katakana = bytes(
                0xD4, 0xCF, 0xC0, 0xDE, "^", 0xC0, 0xDB, 0xB3, "=", 0x1B, "$B;3ED", 0x1B, "(J^", 0x1B, "$BB@O:", 0x1B,
                "(J");
        assertThat(SpecificCharacterSet.of("ISO 2022 IR 13", "ISO 2022 IR 87").decode(katakana))
                .isEqualTo("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎");
        byte[] korean = bytes(
                "Hong^Gildong=",
                0x1B,
                "$)C",
                0xFB,
                0xF3,
                "^",
                0x1B,
                "$)C",
                0xD1,
                0xCE,
                0xD4,
                0xD7,
                "=",
                0x1B,
                "$)C",
                0xC8,
                0xAB,
                "^",
                0x1B,
                "$)C",
                0xB1,
                0xE6,
                0xB5,
                0xBF);
        assertThat(SpecificCharacterSet.of("", "ISO 2022 IR 149").decode(korean))
                .isEqualTo("Hong^Gildong=洪^吉洞=홍^길동");
        byte[] chinese =
                bytes("Zhang^XiaoDong=", 0x1B, "$)A", 0xD5, 0xC5, "^", 0x1B, "$)A", 0xD0, 0xA1, 0xB6, 0xAB, "=");
        assertThat(SpecificCharacterSet.of("", "ISO 2022 IR 58").decode(chinese))
                .isEqualTo("Zhang^XiaoDong=张^小东=");
    }

    @Test
    void readsSingleByteSets() {
        assertThat(SpecificCharacterSet.of("ISO_IR 144")
                        .decode(bytes(0xBB, 0xEE, 0xDA, 0x63, 0x65, 0xDC, 0xD1, 0xE3, 0xE0, 0xD3)))
                .isEqualTo("Люкceмбург");
        assertThat(SpecificCharacterSet.of("ISO_IR 126").decode(bytes(0xC4, 0xE9, 0xEF)))
                .isEqualTo("Διο");
        assertThat(SpecificCharacterSet.of("ISO-IR 100").decode(bytes("Buc^J", 0xE9, "r", 0xF4, "me")))
                .isEqualTo("Buc^Jérôme");
        assertThat(SpecificCharacterSet.of("ISO_IR 13").decode(bytes(0xD4, 0xCF)))
                .isEqualTo("ﾔﾏ");
    }

    @Test
    void unknownTermIsAFallbackNotAnError() {
        SpecificCharacterSet set = SpecificCharacterSet.of("KOI8-R");
        assertThat(set.fallback()).isTrue();
        assertThat(set.decode(bytes("A", 0xC1))).isEqualTo("AÁ");
        assertThat(SpecificCharacterSet.of("GB18030").fallback()).isFalse();
        assertThat(SpecificCharacterSet.of("", "ISO 2022 IR 149").fallback()).isFalse();
    }

    @Test
    void refusesToSpoilNamesOnWriting() {
        assertThatThrownBy(() -> new DataSet().putString(Tag.PatientName, "张"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> declared("ISO_IR 100").putString(Tag.PatientName, "张"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("张");
    }

    private static DataSet declared(String term) {
        return new DataSet().putString(Tag.SpecificCharacterSet, term);
    }

    private static byte[] bytes(Object... parts) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            text.append(part instanceof Integer value ? String.valueOf((char) (int) value) : part.toString());
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
