package org.huizhen.dicom.scu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.ReadOptions;

/**
 * A Part 10 file, or a bare data set, with what sending it needs.
 *
 * @param dataSetOffset where the data set begins, after the file meta information
 * @param dataSetLength bytes from there to the end
 */
public record InstanceFile(
        Path path,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        long dataSetOffset,
        long dataSetLength)
        implements InstanceSource {

    /**
     * Reads what a C-STORE of the file has to say, and not much more.
     *
     * <p>The file meta information counts; what it lacks is taken from the data set, and the syntax is the one the bytes are really in.
     *
     * @throws IOException when the file cannot be read or does not say which instance it holds
     * @throws org.huizhen.dicom.encoding.DicomFormatException when it is no DICOM file
     */
    public static InstanceFile read(Path path) throws IOException {
        DicomFile file = DicomFile.read(path, ReadOptions.HEADER.stopBefore(Tag.SOPInstanceUID + 1));
        return new InstanceFile(
                path,
                uid(file, Tag.MediaStorageSOPClassUID, Tag.SOPClassUID, path),
                uid(file, Tag.MediaStorageSOPInstanceUID, Tag.SOPInstanceUID, path),
                file.encodedIn().uid(),
                file.dataSetOffset(),
                Files.size(path) - file.dataSetOffset());
    }

    private static String uid(DicomFile file, int metaTag, int dataSetTag, Path path) throws IOException {
        String uid = file.meta().string(metaTag, file.dataSet().string(dataSetTag, ""));
        if (uid.isEmpty()) {
            throw new IOException(path + " does not name its SOP class and instance");
        }
        return uid;
    }

    @Override
    public ReadableByteChannel open() throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return channel.position(dataSetOffset);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
