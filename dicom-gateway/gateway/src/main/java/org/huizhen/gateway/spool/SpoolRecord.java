package org.huizhen.gateway.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The bytes before an instance in a segment file: a header with the entry. Big endian. Format: docs/spool.md. */
final class SpoolRecord {
    static final long HEADER_MAGIC = 0x485A_5245_4330_320AL; // "HZREC02\n"
    /** No header is longer; also what an instance that is written as it arrives keeps free before its data. */
    static final int LONGEST_HEADER = 4096;

    private static final int FIXED_LENGTH = 48;
    private static final int LONGEST_TEXT = 200;
    private static final int QUARANTINED = 1;

    private SpoolRecord() {}

    /** A decoded header. @param headerLength bytes before the data @param crc CRC-32C of the data */
    record Header(
            long id,
            int segment,
            int headerLength,
            long dataLength,
            int crc,
            boolean quarantined,
            Instant receivedAt,
            Description description) {

        SpoolEntry entry(long recordOffset, Sha256 sha256) {
            return new SpoolEntry(
                    id, segment, recordOffset + headerLength, dataLength, sha256, receivedAt, quarantined, description);
        }
    }

    /** Encodes a header. @param length 0 for the shortest multiple of eight, else exactly that many bytes */
    static ByteBuffer header(Header header, int length) {
        ByteBuffer out = ByteBuffer.allocate(LONGEST_HEADER);
        out.position(FIXED_LENGTH);
        Description description = header.description();
        InstanceHeader instance = description.header();
        text(out, description.sopInstanceUid());
        text(out, description.sopClassUid());
        text(out, description.transferSyntaxUid());
        text(out, description.origin().callingAeTitle());
        text(out, description.origin().address());
        text(out, description.origin().characterSet());
        text(out, instance.studyInstanceUid());
        text(out, instance.seriesInstanceUid());
        text(out, instance.patientId());
        text(out, instance.patientName());
        text(out, instance.patientSex());
        text(out, instance.patientBirthDate());
        text(out, instance.modality());
        text(out, instance.studyDate());
        text(out, instance.studyDescription());
        int whole = length > 0 ? length : (out.position() + 4 + 7) / 8 * 8;
        out.putLong(0, HEADER_MAGIC)
                .putInt(8, whole)
                .putInt(12, header.quarantined() ? QUARANTINED : 0)
                .putLong(16, header.id())
                .putLong(24, header.dataLength())
                .putLong(32, ChronoUnit.MICROS.between(Instant.EPOCH, header.receivedAt()))
                .putInt(40, header.segment())
                .putInt(44, header.crc());
        out.putInt(whole - 4, crc(out, 0, whole - 4));
        return out.position(0).limit(whole);
    }

    /** Decodes the header at the start of the buffer; empty where there is none, or a torn one. */
    static Optional<Header> header(ByteBuffer in) {
        if (in.remaining() < FIXED_LENGTH + 4 || in.getLong(0) != HEADER_MAGIC) {
            return Optional.empty();
        }
        int whole = in.getInt(8);
        if (whole < FIXED_LENGTH + 4
                || whole > Math.min(LONGEST_HEADER, in.limit())
                || in.getInt(whole - 4) != crc(in, 0, whole - 4)) {
            return Optional.empty();
        }
        ByteBuffer body = in.duplicate().position(FIXED_LENGTH).limit(whole - 4);
        Description description = new Description(
                text(body),
                text(body),
                text(body),
                new Origin(text(body), text(body), text(body)),
                new InstanceHeader(
                        text(body),
                        text(body),
                        text(body),
                        text(body),
                        text(body),
                        text(body),
                        text(body),
                        text(body),
                        text(body)));
        return Optional.of(new Header(
                in.getLong(16),
                in.getInt(40),
                whole,
                in.getLong(24),
                in.getInt(44),
                (in.getInt(12) & QUARANTINED) != 0,
                Instant.EPOCH.plus(in.getLong(32), ChronoUnit.MICROS),
                description));
    }

    static int crc(ByteBuffer buffer, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().position(from).limit(to));
        return (int) crc.getValue();
    }

    private static void text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        if (length > LONGEST_TEXT) { // cut between characters, not within one
            length = LONGEST_TEXT;
            while ((bytes[length] & 0xC0) == 0x80) {
                length--;
            }
        }
        out.putShort((short) length).put(bytes, 0, length);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[Math.min(Short.toUnsignedInt(in.getShort()), in.remaining())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
