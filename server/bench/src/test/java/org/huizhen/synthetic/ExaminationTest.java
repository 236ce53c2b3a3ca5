package org.huizhen.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExaminationTest {
    private static final String MARK = "SYNTHETIC 合成数据";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"CT", "DX", "US", "ECG"})
    void saysThatItIsSyntheticInItsTexts(String modality) {
        for (TextEncoding encoding : TextEncoding.values()) {
            byte[] file = examination(modality, encoding, 7).instance(0).file();
            assertThat(contains(file, MARK, encoding.charset())).isTrue();
            assertThat(contains(file, "Zhao^Long=赵^龑", encoding.charset())).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CT", "DX", "US", "ECG"})
    void givesTheSameBytesForTheSameSeedAndOthersForAnother(String modality) {
        byte[] first = examination(modality, TextEncoding.UTF_8, 7).instance(0).file();
        byte[] second = examination(modality, TextEncoding.UTF_8, 7).instance(0).file();
        byte[] other = examination(modality, TextEncoding.UTF_8, 8).instance(0).file();
        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void givesEachSliceItsOwnUidInOneSeries() {
        Examination examination = examination("CT", TextEncoding.UTF_8, 7);
        Set<String> uids = new HashSet<>();
        for (int index = 0; index < examination.scan().instances(); index++) {
            uids.add(examination.instance(index).sopInstanceUid());
        }
        assertThat(uids).hasSize(examination.scan().instances());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CT", "DX", "US", "ECG"})
    void isReadByDcmdumpWithoutAnError(String modality) throws IOException, InterruptedException {
        Path dcmdump = Path.of("/usr/bin/dcmdump");
        assumeTrue(Files.isExecutable(dcmdump), "dcmtk is not installed");
        Path file = examination(modality, TextEncoding.GB18030, 7).instance(0).writeTo(folder);
        Path output = folder.resolve("dump.txt");
        Process process = new ProcessBuilder(dcmdump.toString(), "+U8", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        String dump = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(dump).contains("[Zhao^Long=赵^龑]").contains("[" + modality + "]");
        assertThat(dump).doesNotContain("W:").doesNotContain("E:");
    }

    @Test
    void keepsTheLimbLeadsInAccordWithEinthoven() {
        byte[] samples = new EcgTrace(Rhythm.STEMI_INFERIOR, 3).stored();
        for (int sample = 0; sample < EcgTrace.SAMPLES; sample++) {
            int one = value(samples, sample, 0);
            int two = value(samples, sample, 1);
            int three = value(samples, sample, 2);
            assertThat(Math.abs(two - one - three)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void beatsAsFastAsTheRhythmSays() {
        assertThat(new EcgTrace(Rhythm.NORMAL, 5).heartRate()).isBetween(68, 76);
        assertThat(new EcgTrace(Rhythm.BRADYCARDIA, 5).heartRate()).isBetween(40, 48);
        assertThat(new EcgTrace(Rhythm.TACHYCARDIA, 5).heartRate()).isBetween(120, 132);
    }

    private static int value(byte[] samples, int sample, int channel) {
        int at = 2 * (sample * EcgTrace.LEADS + channel);
        return (short) ((samples[at] & 0xff) | (samples[at + 1] << 8));
    }

    private static boolean contains(byte[] file, String text, Charset charset) {
        String bytes = new String(file, StandardCharsets.ISO_8859_1);
        return bytes.contains(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1));
    }

    private static Examination examination(String modality, TextEncoding encoding, long seed) {
        Scan scan = switch (modality) {
            case "CT" -> new Scan.Ct(3, 5, true);
            case "DX" -> new Scan.Dx(256, 256, 12, false, false);
            case "US" -> new Scan.Us(2, true);
            default -> new Scan.Ecg(Rhythm.NORMAL);
        };
        return new Examination(
                scan,
                new SyntheticPatient("T-1", "Zhao^Long=赵^龑", "M", LocalDate.of(1950, 2, 3)),
                new Device("TEST_" + modality, "清河镇卫生院", "SYNTHETIC", "generator"),
                new Examination.Order(LocalDateTime.of(2026, 3, 4, 5, 6, 7), "A1", "检查", "CHEST"),
                encoding,
                seed);
    }
}
