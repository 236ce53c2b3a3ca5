package org.huizhen.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes decode in any set; what they decode to is refused by name, or encoded so that it decodes to the same text. */
class SpecificCharacterSetFuzzTest {
    private static final List<String> SETS = List.of(
            "",
            "ISO_IR 100",
            "ISO_IR 13",
            "ISO_IR 166",
            "ISO_IR 192",
            "GB18030",
            "GBK",
            "\\ISO 2022 IR 87",
            "ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159",
            "\\ISO 2022 IR 149",
            "\\ISO 2022 IR 58",
            "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126\\ISO 2022 IR 149",
            "ISO 2022 IR 149",
            "ISO 2022 IR 6\\ISO 2022 IR 203\\ISO 2022 IR 166\\ISO 2022 IR 127",
            "ISO_IR 192\\ISO 2022 IR 87",
            "nonsense");
    private static final List<Vr> REPRESENTATIONS = List.of(Vr.PN, Vr.LO, Vr.UT, Vr.UC);

    static Stream<byte[]> seeds() {
        List<String> texts = List.of("Zhang^San=张^三", "Yamada^Tarou=山田^太郎=やまだ^たろう", "Hong=洪^吉洞=홍", "Люкс\\Ж^=é");
        return IntStream.range(0, SETS.size())
                .boxed()
                .flatMap(i -> texts.stream().map(text -> {
                    SpecificCharacterSet set =
                            SpecificCharacterSet.of(SETS.get(i).split("\\\\", -1));
                    byte[] bytes = set.canEncode(text)
                            ? set.encode(text)
                            : "\33$B;3\33(B^\33$)C\u00FB\u00F3\\x".getBytes(StandardCharsets.ISO_8859_1);
                    byte[] seed = new byte[bytes.length + 2];
                    seed[0] = (byte) (int) i;
                    System.arraycopy(bytes, 0, seed, 2, bytes.length);
                    return seed;
                }));
    }

    /** The first byte chooses the set, the second the representation. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void decodesAnythingAndSpoilsNothing(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
        SpecificCharacterSet set = SpecificCharacterSet.of(
                SETS.get((input[0] & 0xFF) % SETS.size()).split("\\\\", -1));
        Vr vr = REPRESENTATIONS.get((input[1] & 0xFF) % REPRESENTATIONS.size());
        DataSet dataSet = new DataSet().putCharacterSet(set).put(new Element.Value(Tag.PatientName, vr, bytes));
        List<String> texts = dataSet.strings(Tag.PatientName);
        try {
            dataSet.putString(Tag.PatientName, vr, texts.toArray(String[]::new));
        } catch (UnencodableTextException e) {
            return;
        }
        List<String> again = dataSet.strings(Tag.PatientName);
        assertThat(String.join("\\", again)).isEqualTo(String.join("\\", texts));
        texts.forEach(text ->
                assertThat(PersonName.parse(PersonName.parse(text).toString())).isEqualTo(PersonName.parse(text)));
    }
}
