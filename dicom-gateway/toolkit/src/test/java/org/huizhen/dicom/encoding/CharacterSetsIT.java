package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text in every character set: what we write dcmtk reads ({@code dcmdump +U8}), what the corpus holds we read as its authors say. */
class CharacterSetsIT {
    /** The names that pydicom's own tests state for its sample files. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("chrArab.dcm", "قباني^لنزار"),
            Map.entry("chrFren.dcm", "Buc^Jérôme"),
            Map.entry("chrGerm.dcm", "Äneas^Rüdiger"),
            Map.entry("chrGreek.dcm", "Διονυσιος"),
            Map.entry("chrHbrw.dcm", "שרון^דבורה"),
            Map.entry("chrJapMulti.dcm", "やまだ^たろう"),
            Map.entry("chrJapMultiExplicitIR6.dcm", "やまだ^たろう"),
            Map.entry("chrKoreanMulti.dcm", "김희중"),
            Map.entry("chrRuss.dcm", "Люкceмбypг"),
            Map.entry("chrX2.dcm", "Wang^XiaoDong=王^小东="));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ISO_IR 100 | Buc^Jérôme | Größe",
                "ISO_IR 101 | Nová^Šárka | Łódź",
                "ISO_IR 109 | Ĉapelo^Ĝis | Ħamrun",
                "ISO_IR 110 | Ķegums^Āre | Ģimene",
                "ISO_IR 144 | Люксембург^Ж | Врач",
                "ISO_IR 127 | قباني^لنزار | طبيب",
                "ISO_IR 126 | Διονυσιος^Α | Ιατρος",
                "ISO_IR 138 | שרון^דבורה | רופא",
                "ISO_IR 148 | Çavuşoğlu^İpek | Şifa",
                "ISO_IR 166 | สมชาย^ใจดี | แพทย์",
                "ISO_IR 13 | ﾔﾏﾀﾞ^ﾀﾛｳ | ｶﾙﾃ",
                "ISO_IR 192 | Li^Ji=李^𠮷=한 | 胸部 Ж é",
                "GB18030 | Li^Ji=李^𠮷 | 俓一 胸部",
                "GBK | Wang=王^俓 | 胸部",
                "\\ISO 2022 IR 87 | Yamada^Tarou=山田^太郎=やまだ^たろう | 胸部 CT",
                "ISO 2022 IR 13\\ISO 2022 IR 87 | ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう | 胸部CT",
                "ISO 2022 IR 6\\ISO 2022 IR 87\\ISO 2022 IR 159 | A=丂^亜 | 丂亜a",
                "\\ISO 2022 IR 149 | Hong^Gildong=洪^吉洞=홍^길동 | 흉부 CT",
                "\\ISO 2022 IR 58 | Zhang^XiaoDong=张^小东 | 胸部 CT",
                "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126 | é^Ж^Δ | Größe Ж Δ ß"
            })
    void dcmtkReadsTheTextWeWrite(String terms, String name, String description) throws IOException {
        Tool.assume("dcmdump");
        DataSet dataSet = new DataSet()
                .putString(Tag.SpecificCharacterSet, terms.split("\\\\", -1))
                .putString(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.7")
                .putString(Tag.SOPInstanceUID, "1.2.3.4")
                .putString(Tag.StudyDescription, description)
                .putString(Tag.PatientName, name)
                .putString(Tag.OtherPatientIDs, description, name.replaceAll("[=^]", "-"), "3");
        Path file = folder.resolve("text.dcm");
        try (OutputStream out = Files.newOutputStream(file)) {
            DicomFile.of(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN).write(out, BulkSource.NONE);
        }
        DataSet read = DicomFile.read(file, ReadOptions.ALL).dataSet();
        assertThat(read.string(Tag.PatientName)).contains(name);
        assertThat(read.strings(Tag.OtherPatientIDs)).containsExactly(description, name.replaceAll("[=^]", "-"), "3");
        byte[] output = Tool.run("dcmdump", "-q", "+U8", "+L", file.toString());
        if (terms.contains("IR 87")) {
            // dcmtk on glibc's iconv has no Japanese sets; iconv itself reads their escape sequences.
            assertThat(output).isNull();
            assertIconvReads(read.bytes(Tag.PatientName).orElseThrow(), name);
            assertIconvReads(read.bytes(Tag.StudyDescription).orElseThrow(), description);
            return;
        }
        assertThat(output).as("dcmdump reads the file").isNotNull();
        // It takes the yen sign for the backslash, and leaves an escape sequence standing that comes for the second
        // time.
        assertThat(new String(output, StandardCharsets.UTF_8).replace('¥', '\\').replace("\33$)A", ""))
                .containsPattern("0010,0010\\) PN \\[" + Pattern.quote(name) + " *]")
                .containsPattern("0008,1030\\) LO \\[" + Pattern.quote(description) + " *]")
                .contains("[" + description + "\\" + name.replaceAll("[=^]", "-") + "\\3");
    }

    private void assertIconvReads(byte[] bytes, String text) throws IOException {
        Tool.assume("iconv");
        boolean high = IntStream.range(0, bytes.length).anyMatch(i -> bytes[i] < 0);
        if (high) {
            return; // half-width katakana in G1 are beyond ISO-2022-JP
        }
        Path file = Files.write(folder.resolve("value"), bytes);
        byte[] output = Tool.run("iconv", "-f", "ISO-2022-JP-2", "-t", "UTF-8", file.toString());
        assertThat(output).as("iconv reads the value").isNotNull();
        assertThat(new String(output, StandardCharsets.UTF_8).stripTrailing()).isEqualTo(text);
    }

    @Test
    void readsTheNamesOfTheCorpus() throws IOException {
        Map<String, String> read = new TreeMap<>();
        for (Corpus.Entry entry : Corpus.dicom()) {
            String file = entry.path().getFileName().toString();
            if (NAMES.containsKey(file)) {
                read.put(
                        file,
                        DicomFile.read(entry.path(), ReadOptions.HEADER)
                                .dataSet()
                                .string(Tag.PatientName, ""));
            }
        }
        assertThat(read).containsExactlyInAnyOrderEntriesOf(NAMES);
    }

    /** Every text value of the corpus decodes, encodes again in its own set and decodes to the same. */
    @Test
    void writesTheTextOfTheCorpusAgain() throws IOException {
        List<String> wrong = new ArrayList<>();
        int[] values = new int[1];
        for (Corpus.Entry entry : Corpus.dicom()) {
            if (!entry.malformed()) {
                again(entry, DicomFile.read(entry.path(), ReadOptions.HEADER).dataSet(), wrong, values);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(values[0]).isGreaterThan(4_000);
    }

    private static void again(Corpus.Entry entry, DataSet dataSet, List<String> wrong, int[] values) {
        for (var element : dataSet) {
            dataSet.items(element.tag()).forEach(item -> again(entry, item, wrong, values));
            boolean local = element.vr().kind() == Vr.Kind.LOCAL_TEXT;
            List<String> texts = dataSet.strings(element.tag());
            if (!local || texts.stream().allMatch(String::isEmpty)) {
                continue;
            }
            values[0]++;
            // Latin 1 stands for bytes that ISO 646 does not allow; these are read, and never written.
            boolean wild =
                    texts.stream().anyMatch(text -> !dataSet.characterSet().canEncode(text));
            DataSet copy = new DataSet().putCharacterSet(dataSet.characterSet());
            if (!wild
                    && !copy.putString(element.tag(), element.vr(), texts.toArray(String[]::new))
                            .strings(element.tag())
                            .equals(texts)) {
                wrong.add(entry + " " + Tag.format(element.tag()));
            } else if (wild && !dataSet.characterSet().terms().isEmpty()) {
                wrong.add(entry + " " + Tag.format(element.tag()) + " does not fit " + dataSet.characterSet());
            }
        }
    }
}
