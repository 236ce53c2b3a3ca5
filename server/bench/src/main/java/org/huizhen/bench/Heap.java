package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Path;

/** What a Java process keeps alive. */
final class Heap {
    private Heap() {}

    /** Bytes of live objects after a full collection. */
    static long live(long pid) throws IOException {
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String last = "";
        try (var lines = histogram.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.isBlank() ? last : line;
            }
        }
        String[] total = last.strip().split("\\s+");
        if (total.length < 3 || !total[0].equals("Total")) {
            throw new IOException("jcmd said: " + last);
        }
        return Long.parseLong(total[2]);
    }
}
