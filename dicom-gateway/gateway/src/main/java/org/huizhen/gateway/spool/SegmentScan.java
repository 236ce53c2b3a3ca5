package org.huizhen.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a segment file after a restart. What was acknowledged had been synced with all before it, so the first record
 * that is not whole ends the file; only where whole records follow a damaged one has the disk lost something.
 */
final class SegmentScan {
    /**
     * What a segment holds.
     *
     * @param end where the next record would begin
     * @param sealed the segment was ended in order
     * @param damaged records whose bytes do not match their digest though whole ones follow
     */
    record Result(List<SpoolEntry> entries, long end, boolean sealed, int damaged) {}

    private static final int CHUNK = 1 << 20;

    private final int number;
    private final FileChannel channel;
    private final ByteBuffer head = ByteBuffer.allocate(SpoolRecord.LONGEST_HEADER);

    private SegmentScan(int number, FileChannel channel) {
        this.number = number;
        this.channel = channel;
    }

    /** Reads the segment; the bytes of an unsealed one are verified against their digests. */
    static Result read(Path path, int number) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new SegmentScan(number, channel).read();
        }
    }

    private Result read() throws IOException {
        List<SpoolEntry> entries = new ArrayList<>();
        long end = SegmentFile.HEADER_LENGTH;
        boolean sealed = false;
        if (SegmentFile.isHeader(at(0), number)) {
            long next = end;
            while (true) {
                ByteBuffer buffer = at(next);
                sealed = SegmentFile.isSeal(buffer, number);
                Optional<SpoolEntry> entry = sealed ? Optional.empty() : entry(buffer, next);
                if (entry.isEmpty()) {
                    break;
                }
                entries.add(entry.get());
                next = entry.get().offset() + entry.get().length() + SpoolRecord.TRAILER_LENGTH;
            }
        }
        int damaged = 0;
        if (!sealed) {
            List<SpoolEntry> whole = new ArrayList<>();
            int pending = 0;
            for (SpoolEntry entry : entries) {
                if (verified(entry)) {
                    whole.add(entry);
                    damaged += pending;
                    pending = 0;
                } else {
                    pending++;
                }
            }
            entries = whole;
        }
        if (!entries.isEmpty()) {
            SpoolEntry last = entries.getLast();
            end = last.offset() + last.length() + SpoolRecord.TRAILER_LENGTH;
        }
        return new Result(List.copyOf(entries), end, sealed, damaged);
    }

    private Optional<SpoolEntry> entry(ByteBuffer buffer, long offset) throws IOException {
        Optional<SpoolRecord.Header> header = SpoolRecord.header(buffer).filter(found -> found.segment() == number);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        long trailerAt = offset + header.get().headerLength() + header.get().dataLength();
        if (header.get().dataLength() < 0 || trailerAt + SpoolRecord.TRAILER_LENGTH > channel.size()) {
            return Optional.empty();
        }
        return SpoolRecord.trailer(at(trailerAt), header.get().id())
                .map(sha256 -> header.get().entry(offset, sha256));
    }

    private boolean verified(SpoolEntry entry) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(1, entry.length())));
        long left = entry.length();
        while (left > 0) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), left));
            if (channel.read(chunk, entry.offset() + entry.length() - left) < 0) {
                return false;
            }
            left -= chunk.position();
            digest.update(chunk.flip());
        }
        return new Sha256(digest.digest()).equals(entry.sha256());
    }

    private ByteBuffer at(long offset) throws IOException {
        head.clear();
        while (head.hasRemaining()) {
            if (channel.read(head, offset + head.position()) < 0) {
                break;
            }
        }
        return head.flip();
    }
}
