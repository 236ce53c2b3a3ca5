package org.huizhen.dicom.encoding;

import java.util.Arrays;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;

/** The file meta information of Part 10 files (PS3.10 7.1): group 0002, always explicit little endian. */
public final class FileMeta {
    /** Names this toolkit in files and associations (PS3.7 D.3.3.2). */
    public static final String IMPLEMENTATION_CLASS_UID = "2.25.320985134376607728416713254751823299435";

    public static final String IMPLEMENTATION_VERSION_NAME = "HUIZHEN_1";

    static final int PREAMBLE = 128;
    private static final byte[] MAGIC = {'D', 'I', 'C', 'M'};

    private FileMeta() {}

    /** A new group 0002 for an instance. */
    public static DataSet create(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        DataSet meta = new DataSet();
        meta.putBytes(Tag.FileMetaInformationVersion, Vr.OB, new byte[] {0, 1});
        meta.putString(Tag.MediaStorageSOPClassUID, sopClassUid);
        meta.putString(Tag.MediaStorageSOPInstanceUID, sopInstanceUid);
        meta.putString(Tag.TransferSyntaxUID, transferSyntaxUid);
        meta.putString(Tag.ImplementationClassUID, IMPLEMENTATION_CLASS_UID);
        meta.putString(Tag.ImplementationVersionName, IMPLEMENTATION_VERSION_NAME);
        return meta;
    }

    /** The beginning of a file: preamble of zeros, DICM, group length, group 0002. The data set follows. */
    public static byte[] encode(DataSet meta) {
        DataSet counted = new DataSet();
        meta.forEach(counted::put);
        counted.remove(Tag.FileMetaInformationGroupLength);
        long length = DataSetWriter.length(counted, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        counted.putInteger(Tag.FileMetaInformationGroupLength, length);
        return withPreamble(new byte[PREAMBLE], DataSetWriter.toBytes(counted, TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
    }

    /** As {@link #encode(DataSet)}, for a new group 0002. */
    public static byte[] encode(String sopClassUid, String sopInstanceUid, String transferSyntaxUid) {
        return encode(create(sopClassUid, sopInstanceUid, transferSyntaxUid));
    }

    static boolean isMagic(ByteSource source, int offset) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (source.ahead(offset + i) != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] withPreamble(byte[] preamble, byte[] group) {
        byte[] bytes = Arrays.copyOf(preamble, PREAMBLE + MAGIC.length + group.length);
        System.arraycopy(MAGIC, 0, bytes, PREAMBLE, MAGIC.length);
        System.arraycopy(group, 0, bytes, PREAMBLE + MAGIC.length, group.length);
        return bytes;
    }
}
