package org.huizhen.dicom.scu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A Part 10 file with what sending it needs.
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
     * Reads the file meta information (PS3.10 7.1) and nothing else.
     *
     * @throws IOException when the file cannot be read or is no Part 10 file
     */
    public static InstanceFile read(Path path) throws IOException {
        return FileMetaReader.read(path);
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
