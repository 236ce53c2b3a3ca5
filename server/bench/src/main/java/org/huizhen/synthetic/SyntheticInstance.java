package org.huizhen.synthetic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A DICOM instance as a Part 10 file (PS3.10 7.1) in explicit VR little endian.
 *
 * @param file the whole file
 * @param dataSetOffset where the data set begins in it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and too large to be copied for nothing
public record SyntheticInstance(String sopClassUid, String sopInstanceUid, byte[] file, int dataSetOffset) {
    public static final String TRANSFER_SYNTAX_UID = "1.2.840.10008.1.2.1";
    static final String IMPLEMENTATION_VERSION = "HUIZHEN_SYNTH_1";

    static SyntheticInstance of(String sopClassUid, String sopInstanceUid, Elements dataSet) {
        byte[] content = dataSet.encoded();
        byte[] meta = new Elements(TextEncoding.UTF_8)
                .bytes(0x00020001, "OB", new byte[] {0, 1})
                .uid(0x00020002, sopClassUid)
                .uid(0x00020003, sopInstanceUid)
                .uid(0x00020010, TRANSFER_SYNTAX_UID)
                .uid(0x00020012, Uids.IMPLEMENTATION_CLASS)
                .text(0x00020013, "SH", IMPLEMENTATION_VERSION)
                .encoded();
        byte[] length =
                new Elements(TextEncoding.UTF_8).longs(0x00020000, meta.length).encoded();
        int offset = 132 + length.length + meta.length;
        ByteArrayOutputStream out = new ByteArrayOutputStream(offset + content.length);
        out.writeBytes(new byte[128]);
        out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(length);
        out.writeBytes(meta);
        out.writeBytes(content);
        return new SyntheticInstance(sopClassUid, sopInstanceUid, out.toByteArray(), offset);
    }

    /** Writes {@code <SOP Instance UID>.dcm} into the folder. */
    public Path writeTo(Path folder) throws IOException {
        return Files.write(folder.resolve(sopInstanceUid + ".dcm"), file);
    }
}
