package org.huizhen.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One segment file, written at its end by one thread. */
final class SegmentFile implements AutoCloseable {
    static final long MAGIC = 0x485A_5345_4730_310AL; // "HZSEG01\n"
    static final long SEAL = 0x485A_5345_414C_310AL; // "HZSEAL1\n"
    static final int HEADER_LENGTH = 16;
    static final int SEAL_LENGTH = 16;

    private static final Pattern NAME = Pattern.compile("(\\d{8,10})\\.segment");

    private final int number;
    private final Path path;
    private final FileChannel channel;
    private long position;

    private SegmentFile(int number, Path path, FileChannel channel) {
        this.number = number;
        this.path = path;
        this.channel = channel;
        this.position = HEADER_LENGTH;
    }

    /**
     * Makes a segment, in the given file that is not needed any more where there is one: overwriting spares the file
     * system the allocation at every sync. The name is durable when this returns.
     */
    static SegmentFile create(Path directory, int number, Optional<Path> recycled) throws IOException {
        Path path = directory.resolve(name(number));
        FileChannel channel;
        if (recycled.isPresent()) {
            // First the header with the new number, so that a crash in between does not bring old records back.
            channel = FileChannel.open(recycled.get(), StandardOpenOption.WRITE, StandardOpenOption.READ);
            writeFully(channel, header(number), 0);
            channel.force(false);
            Files.move(recycled.get(), path);
        } else {
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
            writeFully(channel, header(number), 0);
            channel.force(false);
        }
        syncDirectory(directory);
        return new SegmentFile(number, path, channel);
    }

    static String name(int number) {
        return String.format("%08d.segment", number);
    }

    /** The number of a segment file's name; empty for other files. */
    static Optional<Integer> number(Path path) {
        Matcher matcher = NAME.matcher(path.getFileName().toString());
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    int number() {
        return number;
    }

    Path path() {
        return path;
    }

    /** Where the next bytes go. */
    long position() {
        return position;
    }

    void position(long newPosition) {
        position = newPosition;
    }

    void append(ByteBuffer part) throws IOException {
        position += writeFully(channel, part, position);
    }

    /** Writes the parts with as few calls as the system allows. */
    void append(List<ByteBuffer> parts) throws IOException {
        ByteBuffer[] array = parts.toArray(ByteBuffer[]::new);
        long left = 0;
        for (ByteBuffer part : array) {
            left += part.remaining();
        }
        channel.position(position);
        int first = 0;
        while (left > 0) {
            long written = channel.write(array, first, array.length - first);
            left -= written;
            position += written;
            while (first < array.length && !array[first].hasRemaining()) {
                first++;
            }
        }
    }

    void writeAt(ByteBuffer part, long at) throws IOException {
        writeFully(channel, part, at);
    }

    /** fdatasync. */
    void sync() throws IOException {
        channel.force(false);
    }

    /** Marks the end: a start need not verify the bytes of a sealed segment again. */
    void seal() throws IOException {
        append(sealOf(number));
        sync();
    }

    static ByteBuffer sealOf(int number) {
        ByteBuffer seal = ByteBuffer.allocate(SEAL_LENGTH);
        seal.putLong(SEAL).putInt(number);
        return seal.putInt(SpoolRecord.crc(seal, 0, 12)).flip();
    }

    static boolean isSeal(ByteBuffer in, int number) {
        return in.remaining() >= SEAL_LENGTH
                && in.getLong(0) == SEAL
                && in.getInt(8) == number
                && in.getInt(12) == SpoolRecord.crc(in, 0, 12);
    }

    static boolean isHeader(ByteBuffer in, int number) {
        return in.remaining() >= HEADER_LENGTH
                && in.getLong(0) == MAGIC
                && in.getInt(8) == number
                && in.getInt(12) == SpoolRecord.crc(in, 0, 12);
    }

    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel folder = FileChannel.open(directory)) {
            folder.force(true);
        }
    }

    private static ByteBuffer header(int number) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH);
        header.putLong(MAGIC).putInt(number);
        header.putInt(SpoolRecord.crc(header, 0, 12));
        return header.flip();
    }

    private static long writeFully(FileChannel channel, ByteBuffer part, long at) throws IOException {
        long written = 0;
        while (part.hasRemaining()) {
            written += channel.write(part, at + written);
        }
        return written;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
