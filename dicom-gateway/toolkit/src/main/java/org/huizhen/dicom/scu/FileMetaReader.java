package org.huizhen.dicom.scu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Finds in a Part 10 file what a C-STORE of it says: group 0002, explicit VR little endian (PS3.10 7.1). */
final class FileMetaReader {
    private static final int PREAMBLE_LENGTH = 128;
    private static final int META_GROUP = 0x0002;
    private static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x0002;
    private static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x0003;
    private static final int TRANSFER_SYNTAX_UID = 0x0010;
    /** More than any real group 0002 holds, private information included, in bytes. */
    private static final int LONGEST_META = 1024 * 1024;

    private static final Set<String> LONG_LENGTH =
            Set.of("OB", "OW", "OF", "OD", "OL", "OV", "SQ", "UC", "UR", "UT", "UN");

    private final Path path;
    private final ByteBuffer in;
    private final Map<Integer, String> uids = new HashMap<>();

    private FileMetaReader(Path path, ByteBuffer in) {
        this.path = path;
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    static InstanceFile read(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer start = ByteBuffer.allocate((int) Math.min(size, 4096));
            FileMetaReader reader = fill(channel, path, start);
            if (reader.needsMore() && size > start.capacity()) {
                reader = fill(channel, path, ByteBuffer.allocate((int) Math.min(size, LONGEST_META)));
            }
            return reader.instance(size);
        }
    }

    private static FileMetaReader fill(FileChannel channel, Path path, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
            // until the buffer is full or the file ends
        }
        return new FileMetaReader(path, buffer.flip());
    }

    /** Reads elements until group 0002 ends; true when the buffer ends first. */
    private boolean needsMore() throws IOException {
        if (in.remaining() < PREAMBLE_LENGTH + 4 || in.getInt(PREAMBLE_LENGTH) != 0x4D434944) {
            throw new IOException(path + " is no DICOM Part 10 file: no DICM after the preamble");
        }
        in.position(PREAMBLE_LENGTH + 4);
        while (in.remaining() >= 8) {
            int start = in.position();
            if (Short.toUnsignedInt(in.getShort()) != META_GROUP) {
                in.position(start);
                return false;
            }
            int element = Short.toUnsignedInt(in.getShort());
            String vr = text(2);
            long length = Short.toUnsignedInt(in.getShort());
            if (LONG_LENGTH.contains(vr)) {
                if (in.remaining() < 4) {
                    return true;
                }
                length = Integer.toUnsignedLong(in.getInt());
            }
            if (length > in.remaining()) {
                return true;
            }
            if (vr.equals("UI")) {
                uids.put(element, text((int) length).replace('\0', ' ').strip());
            } else {
                in.position(in.position() + (int) length);
            }
        }
        return in.hasRemaining();
    }

    private String text(int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private InstanceFile instance(long size) throws IOException {
        if (uids.isEmpty() && needsMore()) {
            throw new IOException(path + " has file meta information longer than " + in.capacity() + " bytes");
        }
        return new InstanceFile(
                path,
                required(MEDIA_STORAGE_SOP_CLASS_UID),
                required(MEDIA_STORAGE_SOP_INSTANCE_UID),
                required(TRANSFER_SYNTAX_UID),
                in.position(),
                size - in.position());
    }

    private String required(int element) throws IOException {
        String uid = uids.get(element);
        if (uid == null || uid.isEmpty()) {
            throw new IOException(path + " has no (0002,00" + (element < 0x10 ? "0" : "") + Integer.toHexString(element)
                    + ") in its file meta information");
        }
        return uid;
    }
}
