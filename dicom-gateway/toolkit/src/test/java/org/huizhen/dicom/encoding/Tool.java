package org.huizhen.dicom.encoding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Runs a tool of dcmtk as a peer. */
final class Tool {
    private Tool() {}

    /** Skips the test where the tool is not installed. */
    static void assume(String name) {
        Assumptions.assumeTrue(
                List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))),
                name + " is not installed");
    }

    /** The standard output, or null where the tool ended with an error. */
    static byte[] run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            byte[] output = process.getInputStream().readAllBytes();
            return process.waitFor() == 0 ? output : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String text(byte[] output) {
        return new String(output, StandardCharsets.ISO_8859_1);
    }
}
