package org.huizhen.gateway.spool;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One segment file, written at its end by one thread at a time. */
final class SegmentFile implements AutoCloseable {
    static final long MAGIC = 0x485A_5345_4730_320AL; // "HZSEG02\n"
    static final long SEAL = 0x485A_5345_414C_320AL; // "HZSEAL2\n"
    /** Where the first record begins; sixteen bytes of it are used. */
    static final int HEADER_LENGTH = BlockOutput.BLOCK;

    private static final int MARK_LENGTH = 16;

    /** The end of the magic number: two digits and a line break. */
    private static final int VERSION_BITS = 24;

    private static final Logger LOG = LoggerFactory.getLogger(SegmentFile.class);
    private static final Pattern NAME = Pattern.compile("(\\d{8,10})\\.segment");

    private final int number;
    private final Path path;
    private final FileChannel channel;
    /** Past the page cache; empty where the file system has no such thing. */
    private final Optional<FileChannel> blocks;

    private final List<Sha256> digests = new ArrayList<>();
    private long position;
    private long synced = HEADER_LENGTH;

    private SegmentFile(int number, Path path, FileChannel channel, Optional<FileChannel> blocks) {
        this.number = number;
        this.path = path;
        this.channel = channel;
        this.blocks = blocks;
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
        return new SegmentFile(number, path, channel, openBlocks(path));
    }

    private static Optional<FileChannel> openBlocks(Path path) {
        try {
            if (BlockOutput.BLOCK % Files.getFileStore(path).getBlockSize() == 0) {
                return Optional.of(FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT));
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} is written through the page cache: {}", path, e.toString());
        }
        return Optional.empty();
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

    /** Whole blocks in a buffer that begins at a multiple of their size, at such an offset. */
    void appendBlocks(ByteBuffer aligned) throws IOException {
        position += writeFully(blocks.orElse(channel), aligned, position);
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
        synced = position;
    }

    /** Takes back what came after the last sync: it was refused, and a restart must not find it and take it for stored. */
    void cutBack() throws IOException {
        channel.truncate(synced);
    }

    /** Adds the digest of the next record: they are written with the seal, and made again after a crash before it. */
    void digested(Sha256 sha256) {
        digests.add(sha256);
    }

    /**
     * Marks the end and names the digests: a start need not read the bytes of a sealed segment again. Everything before
     * must be synced: a seal that reached the disk earlier would vouch for bytes that are not there. It is not synced
     * itself, since without it the bytes are verified.
     */
    void seal() throws IOException {
        writeAt(sealOf(number, digests), BlockOutput.roundUp(position));
    }

    static ByteBuffer sealOf(int number, List<Sha256> digests) {
        ByteBuffer seal = ByteBuffer.allocate(MARK_LENGTH + digests.size() * Sha256.LENGTH + Integer.BYTES);
        seal.putLong(SEAL).putInt(number);
        seal.putInt(SpoolRecord.crc(seal, 0, seal.position()));
        digests.forEach(sha256 -> seal.put(sha256.bytes()));
        return seal.putInt(SpoolRecord.crc(seal, MARK_LENGTH, seal.position())).flip();
    }

    static boolean isSeal(ByteBuffer in, int number) {
        return isMark(in, SEAL, number);
    }

    /** The digests beside the seal at that offset, of that many records; empty where they are not whole. */
    static List<Sha256> digests(FileChannel channel, long sealAt, int count) throws IOException {
        ByteBuffer table = ByteBuffer.allocate(count * Sha256.LENGTH + Integer.BYTES);
        while (table.hasRemaining()) {
            if (channel.read(table, sealAt + MARK_LENGTH + table.position()) < 0) {
                return List.of();
            }
        }
        int end = table.capacity() - Integer.BYTES;
        if (table.getInt(end) != SpoolRecord.crc(table.flip(), 0, end)) {
            return List.of();
        }
        List<Sha256> digests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] digest = new byte[Sha256.LENGTH];
            table.get(i * Sha256.LENGTH, digest);
            digests.add(new Sha256(digest));
        }
        return digests;
    }

    static boolean isHeader(ByteBuffer in, int number) {
        return isMark(in, MAGIC, number);
    }

    private static boolean isMark(ByteBuffer in, long magic, int number) {
        return in.remaining() >= MARK_LENGTH
                && in.getLong(0) == magic
                && in.getInt(8) == number
                && in.getInt(12) == SpoolRecord.crc(in, 0, 12);
    }

    /** @throws IOException when it is a segment, but of a version that is not ours */
    static void requireOurVersion(ByteBuffer in, int number) throws IOException {
        if (in.remaining() >= MARK_LENGTH
                && in.getLong(0) != MAGIC
                && in.getLong(0) >>> VERSION_BITS == MAGIC >>> VERSION_BITS
                && in.getInt(12) == SpoolRecord.crc(in, 0, 12)) {
            throw new IOException("segment " + number + " was written by another version of the gateway");
        }
    }

    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel folder = FileChannel.open(directory)) {
            folder.force(true);
        }
    }

    private static ByteBuffer header(int number) {
        ByteBuffer header = ByteBuffer.allocate(MARK_LENGTH);
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
        try (channel) {
            if (blocks.isPresent()) {
                blocks.get().close();
            }
        }
    }
}
