package org.huizhen.server.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The file outside the database to which the chain's head is appended: a chain shorter than what it says has lost its
 * tail. One line each: time, sequence, mac in hex.
 */
final class AuditHeadFile {
    private final Path file;

    AuditHeadFile(Path file) {
        this.file = file;
    }

    record Line(long sequence, String mac) {}

    void append(AuditChain.Head head, Instant now) {
        String line = now + " " + head.sequence() + " " + HexFormat.of().formatHex(head.mac()) + "\n";
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                channel.force(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the head of the audit chain cannot be written to " + file, e);
        }
    }

    Optional<Line> last() {
        List<Line> lines = all();
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast());
    }

    /** Every whole line; one cut by a power failure is left out. */
    List<Line> all() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            return Files.readAllLines(file).stream()
                    .map(line -> line.split(" "))
                    .filter(parts -> parts.length == 3 && parts[1].matches("\\d{1,18}") && parts[2].length() == 64)
                    .map(parts -> new Line(Long.parseLong(parts[1]), parts[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
