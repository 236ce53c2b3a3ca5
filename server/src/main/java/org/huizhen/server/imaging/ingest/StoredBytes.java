package org.huizhen.server.imaging.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.encoding.DataSetDigest;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.server.blob.BlobId;
import org.huizhen.server.blob.BlobStore;

/** Reads a stored file again: what the index keeps of it, and its digest. */
final class StoredBytes {
    private final BlobStore blobs;
    private final InstanceIndexer indexer;

    /** @param zone of devices that do not name theirs */
    StoredBytes(BlobStore blobs, ZoneId zone) {
        this.blobs = blobs;
        this.indexer = new InstanceIndexer(zone);
    }

    /** @param header as {@link HeaderJson} makes it */
    record Read(InstanceIndex index, byte[] header, byte[] digest, long bytes) {}

    /**
     * Reads the whole file.
     *
     * @param characterSet what the text is really in, where it is labelled wrongly
     * @throws IOException when it is missing or cut off
     * @throws DicomFormatException when it is no data set
     */
    Read read(BlobId blob, Optional<String> characterSet) throws IOException {
        Path path = blobs.path(blob);
        if (!Files.exists(path)) {
            throw new IOException("its file is missing");
        }
        String syntax = DicomFile.readMeta(path).transferSyntax().uid();
        DicomFile file = DicomFile.read(path, PartReceiver.options(syntax));
        byte[] digest = digest(path, file.dataSetOffset());
        DataSet data = file.dataSet();
        characterSet.map(terms -> SpecificCharacterSet.of(terms.split("\\\\"))).ifPresent(data::overrideCharacterSet);
        InstanceIndex index = indexer.index(data, syntax, characterSet);
        return new Read(index, HeaderJson.compress(data, index), digest, Files.size(path));
    }

    private static byte[] digest(Path path, long offset) throws IOException {
        DataSetDigest digest = new DataSetDigest();
        byte[] buffer = new byte[128 << 10];
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(offset);
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (EOFException e) {
            throw new IOException("its file is cut off", e);
        }
        return digest.finish();
    }
}
