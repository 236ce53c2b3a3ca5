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
import java.util.zip.CRC32C;

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
     * @param damaged records whose bytes do not match their checksum though whole ones follow
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

    /** Reads the segment; the bytes of an unsealed one are verified against their checksums. */
    static Result read(Path path, int number) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new SegmentScan(number, channel).read();
        }
    }

    private Result read() throws IOException {
        long end = SegmentFile.HEADER_LENGTH;
        boolean sealed = false;
        List<Record> records = new ArrayList<>();
        SegmentFile.requireOurVersion(at(0), number);
        boolean ours = SegmentFile.isHeader(at(0), number);
        while (ours) {
            ByteBuffer buffer = at(end);
            sealed = SegmentFile.isSeal(buffer, number);
            Optional<Record> record = sealed ? Optional.empty() : record(buffer, end);
            if (record.isEmpty()) {
                break;
            }
            records.add(record.get());
            end = record.get().end();
        }
        List<Sha256> kept = sealed ? SegmentFile.digests(channel, end, records.size()) : List.of();
        List<SpoolEntry> whole = new ArrayList<>();
        end = SegmentFile.HEADER_LENGTH;
        int damaged = 0;
        int pending = 0;
        for (int i = 0; i < records.size(); i++) {
            Record record = records.get(i);
            Optional<Sha256> sha256 = kept.isEmpty() ? verified(record) : Optional.of(kept.get(i));
            if (sha256.isPresent()) {
                whole.add(record.header().entry(record.offset(), sha256.get()));
                end = record.end();
                damaged += pending;
                pending = 0;
            } else {
                pending++;
            }
        }
        return new Result(List.copyOf(whole), end, sealed, damaged);
    }

    /** A record whose header is whole. */
    private record Record(long offset, SpoolRecord.Header header) {
        long dataEnd() {
            return offset + header.headerLength() + header.dataLength();
        }

        long end() {
            return BlockOutput.roundUp(dataEnd());
        }
    }

    private Optional<Record> record(ByteBuffer buffer, long offset) throws IOException {
        long size = channel.size();
        return SpoolRecord.header(buffer)
                .filter(header -> header.segment() == number && header.dataLength() >= 0)
                .map(header -> new Record(offset, header))
                .filter(record -> record.dataEnd() <= size);
    }

    private Optional<Sha256> verified(Record record) throws IOException {
        MessageDigest digest = Sha256.digest();
        CRC32C crc = new CRC32C();
        long left = record.header().dataLength();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(1, left)));
        while (left > 0) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), left));
            if (channel.read(chunk, record.dataEnd() - left) < 0) {
                return Optional.empty();
            }
            left -= chunk.position();
            digest.update(chunk.flip());
            crc.update(chunk.rewind());
        }
        return (int) crc.getValue() == record.header().crc()
                ? Optional.of(new Sha256(digest.digest()))
                : Optional.empty();
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
