package org.huizhen.server.signaling.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With ffmpeg, on files that ffmpeg made. */
public final class ComposerTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void tools() {
        assumeTrue(Composer.available(), "ffmpeg is not installed");
    }

    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(process.exitValue()).as(words).isZero();
        return words;
    }

    /** A publisher's file: moving picture, tone, or both. */
    public static Path webm(Path file, double seconds, boolean audio, boolean video) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("ffmpeg", "-nostdin", "-y", "-v", "error"));
        if (video) {
            command.addAll(List.of("-f", "lavfi", "-i", "testsrc=size=320x240:rate=15:duration=" + seconds));
        }
        if (audio) {
            command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:duration=" + seconds));
        }
        command.addAll(List.of(
                "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus", file.toString()));
        run(command.toArray(String[]::new));
        return file;
    }

    private static String shown(Path file, String what) throws IOException {
        return run("ffprobe", "-v", "error", "-show_entries", what, "-of", "default=nk=1:nw=1", file.toString());
    }

    private Composer.Source source(Path file, String tile, double offset) {
        return new Composer.Source(file, tile, Duration.ofMillis((long) (offset * 1000)));
    }

    @Test
    void putsTilesAndVoicesTogetherAtTheirTime() throws IOException {
        Path target = folder.resolve("recording.webm");
        boolean made = Composer.compose(
                List.of(
                        source(webm(folder.resolve("a.webm"), 2, true, true), "a", 0),
                        source(webm(folder.resolve("b1.webm"), 1, true, true), "b", 0.5),
                        source(webm(folder.resolve("b2.webm"), 1, true, false), "b", 2),
                        source(webm(folder.resolve("c.webm"), 1, false, true), "c", 1)),
                folder.resolve("unfinished.webm"),
                target);
        assertThat(made).isTrue();
        assertThat(shown(target, "stream=width,height,codec_name").lines().map(String::strip))
                .as("three tiles in a square of four")
                .contains("vp8", "opus", "1280", "720");
        assertThat(Double.parseDouble(shown(target, "format=duration").strip())).isCloseTo(3.0, within(0.2));
        assertThat(Files.exists(folder.resolve("unfinished.webm"))).isFalse();
    }

    @Test
    void leavesOutWhatCannotBeReadAndTakesWhatWasCutOff() throws IOException {
        Path whole = webm(folder.resolve("whole.webm"), 3, true, true);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.webm"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Path nonsense = Files.writeString(folder.resolve("nonsense.webm"), "not a file of that kind");
        Path target = folder.resolve("recording.webm");
        assertThat(Composer.compose(
                        List.of(source(cut, "a", 0), source(nonsense, "b", 0)), folder.resolve("u.webm"), target))
                .isTrue();
        assertThat(shown(target, "stream=codec_name").lines().map(String::strip))
                .contains("vp8");
        assertThat(Composer.compose(
                        List.of(source(nonsense, "b", 0)), folder.resolve("u.webm"), folder.resolve("none.webm")))
                .isFalse();
    }

    @Test
    void soundAloneHasNoPicture() throws IOException {
        Path target = folder.resolve("recording.webm");
        Composer.compose(
                List.of(source(webm(folder.resolve("a.webm"), 1, true, false), "a", 0)),
                folder.resolve("u.webm"),
                target);
        assertThat(shown(target, "stream=codec_type").strip()).isEqualTo("audio");
    }
}
