package org.huizhen.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened to instances since they were received: one text line a change, with a checksum. Not synced: a lost
 * line means that something is sent once more, which the center recognizes.
 */
final class StateLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);

    private final Path path;
    private final FileChannel channel;
    private boolean torn;

    private StateLog(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Reads the lines that are whole. */
    static List<String> read(Path path) throws IOException {
        List<String> lines = new ArrayList<>();
        if (!Files.exists(path)) {
            return lines;
        }
        for (String line : new String(Files.readAllBytes(path), StandardCharsets.UTF_8).split("\n")) {
            if (line.length() > 9 && line.charAt(8) == ' ' && line.startsWith(checksum(line.substring(9)))) {
                lines.add(line.substring(9));
            }
        }
        return lines;
    }

    /** Replaces the log by these lines and opens it for more. */
    static StateLog rewrite(Path path, List<String> lines) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        StateLog log = new StateLog(path, channel);
        StringBuilder all = new StringBuilder();
        lines.forEach(line -> all.append(sealed(line)));
        log.write(all.toString());
        channel.force(true);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        SegmentFile.syncDirectory(path.toAbsolutePath().getParent());
        return log;
    }

    /** Appends a line; it must not hold a line break. A full disk loses the line and nothing else. */
    synchronized void append(String line) {
        try {
            write((torn ? "\n" : "") + sealed(line));
            torn = false;
        } catch (IOException e) {
            torn = true;
            LOG.warn("cannot write {}: {}", path, e.getMessage());
        }
    }

    private void write(String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String sealed(String line) {
        return checksum(line) + " " + line + "\n";
    }

    private static String checksum(String line) {
        CRC32C crc = new CRC32C();
        crc.update(line.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
