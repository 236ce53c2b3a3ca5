package org.huizhen.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writing with escape sequences, and the single-byte sets of PS3.3 table C.12-2. */
class CodeExtensionsTest {
    private static final String ESC = "\33";

    /** The examples of PS3.5 H.3.1, H.3.2, I.2 and J.1: the names give the very bytes. */
    @Test
    void writesTheExamplesOfTheStandard() {
        assertWrites(
                "\\ISO 2022 IR 87",
                "Yamada^Tarou=山田^太郎=やまだ^たろう",
                "Yamada^Tarou=",
                ESC + "$B;3ED" + ESC + "(B^" + ESC + "$BB@O:" + ESC + "(B=",
                ESC + "$B$d$^$@" + ESC + "(B^" + ESC + "$B$?$m$&" + ESC + "(B");
        assertWrites(
                "ISO 2022 IR 13\\ISO 2022 IR 87",
                "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
                "\u00D4\u00CF\u00C0\u00DE^\u00C0\u00DB\u00B3=",
                ESC + "$B;3ED" + ESC + "(J^" + ESC + "$BB@O:" + ESC + "(J=",
                ESC + "$B$d$^$@" + ESC + "(J^" + ESC + "$B$?$m$&" + ESC + "(J");
        assertWrites(
                "\\ISO 2022 IR 149",
                "Hong^Gildong=洪^吉洞=홍^길동",
                "Hong^Gildong=" + ESC + "$)C\u00FB\u00F3^" + ESC + "$)C\u00D1\u00CE\u00D4\u00D7=",
                ESC + "$)C\u00C8\u00AB^" + ESC + "$)C\u00B1\u00E6\u00B5\u00BF");
        assertWrites(
                "\\ISO 2022 IR 58",
                "Zhang^XiaoDong=张^小东",
                "Zhang^XiaoDong=" + ESC + "$)A\u00D5\u00C5^" + ESC + "$)A\u00D0\u00A1\u00B6\u00AB");
    }

    @Test
    void returnsToTheFirstSetBeforeDelimitersControlsAndTheEnd() {
        assertWrites(
                "ISO 2022 IR 100\\ISO 2022 IR 144",
                "é^Ж=é\\Жé",
                "\u00E9^" + ESC + "-L\u00B6" + ESC + "-A=\u00E9\\" + ESC + "-L\u00B6" + ESC + "-A\u00E9");
        DataSet text = declared("\\ISO 2022 IR 87").putString(Tag.TextValue, "山\r\n田");
        assertThat(latin(text.bytes(Tag.TextValue).orElseThrow()))
                .isEqualTo(ESC + "$B;3" + ESC + "(B\r\n" + ESC + "$BED" + ESC + "(B");
        assertThat(text.string(Tag.TextValue)).contains("山\r\n田");
    }

    @Test
    void eachValueOfManyBeginsAnew() {
        DataSet names = declared("\\ISO 2022 IR 149\\ISO 2022 IR 87").putString(Tag.OtherPatientIDs, "洪一", "A", "吉");
        assertThat(names.strings(Tag.OtherPatientIDs)).containsExactly("洪一", "A", "吉");
        byte[] unswitched = latin1(ESC + "$)C\u00FB\u00F3\\\u00D1\u00CE");
        DataSet read = declared("ISO 2022 IR 100\\ISO 2022 IR 149")
                .put(new Element.Value(Tag.OtherPatientIDs, Vr.LO, unswitched));
        assertThat(read.strings(Tag.OtherPatientIDs)).containsExactly("洪", "ÑÎ");
    }

    /** PS3.5 6.1.2.5.3: ^ and = part names alone. */
    @Test
    void caretsInOtherTextChangeNoSet() {
        byte[] bytes = latin1(ESC + "$)C\u00FB\u00F3^\u00D1\u00CE");
        DataSet dataSet = declared("ISO 2022 IR 100\\ISO 2022 IR 149")
                .put(new Element.Value(Tag.StudyDescription, Vr.LO, bytes))
                .put(new Element.Value(Tag.PatientName, Vr.PN, bytes));
        assertThat(dataSet.string(Tag.StudyDescription)).contains("洪^吉");
        assertThat(dataSet.string(Tag.PatientName)).contains("洪^ÑÎ");
    }

    @Test
    void namesWhatNoDeclaredSetHas() {
        assertThatExceptionOfType(UnencodableTextException.class)
                .isThrownBy(() -> declared("ISO 2022 IR 100\\ISO 2022 IR 144").putString(Tag.PatientName, "Ж^张"))
                .matches(e -> e.index() == 2)
                .withMessageNotContaining("张");
        assertThat(SpecificCharacterSet.of("", "ISO 2022 IR 58").canEncode("张")).isTrue();
        assertThat(SpecificCharacterSet.of("", "ISO 2022 IR 58").canEncode("홍")).isFalse();
        assertThat(SpecificCharacterSet.of("", "ISO 2022 IR 58").canEncode("a\33b"))
                .isFalse();
        assertThat(SpecificCharacterSet.DEFAULT.canEncode("é")).isFalse();
    }

    /** In JIS X 0201 the yen sign is what parts values. */
    @Test
    void doesNotPartAValueWhereTheTextDoesNot() {
        assertThat(SpecificCharacterSet.of("ISO_IR 13").canEncode("¥")).isFalse();
        assertThat(SpecificCharacterSet.of("ISO 2022 IR 13", "ISO 2022 IR 87").canEncode("¥"))
                .isFalse();
    }

    /** Against the rules, but seen: the multi-byte set is the only one named, and its escape sequence is left out. */
    @Test
    void readsALoneMultiByteSetWithoutItsEscapeSequence() {
        byte[] chinese = "张三".getBytes(Charset.forName("GB2312"));
        assertThat(SpecificCharacterSet.of("ISO 2022 IR 58").decode(chinese)).isEqualTo("张三");
        byte[] korean = "홍^길동".getBytes(Charset.forName("EUC-KR"));
        assertThat(SpecificCharacterSet.of("ISO 2022 IR 149").decode(korean)).isEqualTo("홍^길동");
    }

    /** PS3.3 C.12.1.1.2: UTF-8 and GB18030 allow no code extension; what stands beside them is ignored. */
    @Test
    void multiByteSetsWithoutExtensionStandAlone() {
        SpecificCharacterSet set = SpecificCharacterSet.of("ISO_IR 192", "ISO 2022 IR 87");
        assertThat(set.decode("王^小".getBytes(StandardCharsets.UTF_8))).isEqualTo("王^小");
        assertThat(SpecificCharacterSet.of("GB18030", "ISO 2022 IR 58")
                        .decode("俓".getBytes(Charset.forName("GB18030"))))
                .isEqualTo("俓");
        assertThat(SpecificCharacterSet.of("", "ISO_IR 192").fallback()).isTrue();
    }

    @Test
    void keepsSupplementaryKanjiAndHalfWidthKatakanaApart() {
        SpecificCharacterSet set = SpecificCharacterSet.of("ISO 2022 IR 13", "ISO 2022 IR 87", "ISO 2022 IR 159");
        assertThat(latin(set.encode("丂ｱ亜"))).isEqualTo(ESC + "$(D0!\u00B1" + ESC + "$B0!" + ESC + "(J");
        assertThat(set.decode(set.encode("丂ｱ亜"))).isEqualTo("丂ｱ亜");
    }

    /** Every character of the set, alone and by escape sequence behind the default one. */
    @ParameterizedTest
    @CsvSource({
        "100, ISO-8859-1", "101, ISO-8859-2", "109, ISO-8859-3", "110, ISO-8859-4", "144, ISO-8859-5",
                "127, ISO-8859-6",
        "126, ISO-8859-7", "138, ISO-8859-8", "148, ISO-8859-9", "203, ISO-8859-15", "13, JIS_X0201", "166, TIS-620"
    })
    void readsAndWritesEverySingleByteSet(int registration, String charset) {
        StringBuilder all = new StringBuilder();
        for (int high = 0xA0; high < 0x100; high++) {
            String character = new String(new byte[] {(byte) high}, Charset.forName(charset));
            if (character.charAt(0) != '\uFFFD') {
                all.append(character);
            }
        }
        String text = all + "Ab 1";
        assertThat(text.length()).isGreaterThan(50);
        SpecificCharacterSet alone = SpecificCharacterSet.of("ISO_IR " + registration);
        assertThat(alone.fallback()).isFalse();
        assertThat(alone.encode(text)).isEqualTo(text.getBytes(Charset.forName(charset)));
        assertThat(alone.decode(alone.encode(text))).isEqualTo(text);
        SpecificCharacterSet extended = SpecificCharacterSet.of("", "ISO 2022 IR " + registration);
        assertThat(extended.fallback()).isFalse();
        assertThat(extended.encode(text)).startsWith(0x1B);
        assertThat(extended.decode(extended.encode(text))).isEqualTo(text);
    }

    /** Every pair of the multi-byte sets that the platform knows. */
    @Test
    void readsAndWritesEveryMultiByteCharacter() {
        Map<String, Charset> sets = Map.of(
                "ISO 2022 IR 87", Charset.forName("EUC-JP"),
                "ISO 2022 IR 149", Charset.forName("EUC-KR"),
                "ISO 2022 IR 58", Charset.forName("GB2312"));
        sets.forEach((term, charset) -> {
            SpecificCharacterSet set = SpecificCharacterSet.of("", term);
            int characters = 0;
            for (int first = 0xA1; first < 0xFF; first++) {
                for (int second = 0xA1; second < 0xFF; second++) {
                    String text = new String(new byte[] {(byte) first, (byte) second}, charset);
                    if (text.length() == 1 && text.charAt(0) != '\uFFFD' && set.canEncode(text)) {
                        characters++;
                        assertThat(set.decode(set.encode(text))).isEqualTo(text);
                    }
                }
            }
            assertThat(characters).as(term).isGreaterThan(6_500);
        });
    }

    private static void assertWrites(String terms, String text, String... bytes) {
        DataSet dataSet = declared(terms).putString(Tag.PatientName, text);
        String written = latin(dataSet.bytes(Tag.PatientName).orElseThrow());
        assertThat(written.stripTrailing()).isEqualTo(String.join("", bytes).stripTrailing());
        assertThat(String.join("\\", dataSet.strings(Tag.PatientName))).isEqualTo(text);
    }

    private static DataSet declared(String terms) {
        return new DataSet().putString(Tag.SpecificCharacterSet, terms.split("\\\\", -1));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
