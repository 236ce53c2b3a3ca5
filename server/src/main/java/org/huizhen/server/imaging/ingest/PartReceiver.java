package org.huizhen.server.imaging.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.encoding.DataSetDigest;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.dicom.encoding.FileMeta;
import org.huizhen.dicom.encoding.HeaderScanner;
import org.huizhen.dicom.encoding.ReadLimits;
import org.huizhen.dicom.encoding.ReadOptions;
import org.huizhen.server.blob.BlobException;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.blob.StagedBlob;
import org.huizhen.server.imaging.CharacterSetOverrides;
import org.huizhen.server.imaging.multipart.MultipartReader;

/**
 * Takes the parts of a request to disk, one after the other, never into memory; digests while writing, then reads the
 * header back. Faults of a part are outcomes, not exceptions. Confined to one request.
 */
final class PartReceiver {
    private static final ReadOptions META_ONLY = new ReadOptions(ReadLimits.HEADER, Long.MAX_VALUE, 0x00030000);
    private static final ReadOptions WHOLE = ReadOptions.BULK_AS_RANGES.bulkAbove(HeaderJson.LONGEST_INLINE);
    private static final int PREFIX = 132;
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");
    /** A DICOMDIR is no composite instance. */
    private static final String MEDIA_DIRECTORY = "1.2.840.10008.1.3.10";

    private final BlobStore blobs;
    private final InstanceIndexer indexer;
    private final CharacterSetOverrides characterSets;
    private final long largest;
    private final byte[] head = new byte[HeaderScanner.USUAL_LENGTH];
    private final byte[] buffer = new byte[128 << 10];

    PartReceiver(BlobStore blobs, InstanceIndexer indexer, CharacterSetOverrides characterSets, long largest) {
        this.blobs = blobs;
        this.indexer = indexer;
        this.characterSets = characterSets;
        this.largest = largest;
    }

    /**
     * Takes one part.
     *
     * @param told the set that the sender knows the text to be in, whatever is declared
     * @throws IOException when the connection fails; the part is gone then
     */
    Arrival receive(MultipartReader reader, String device, Optional<SpecificCharacterSet> told) throws IOException {
        int filled = 0;
        while (filled < head.length) {
            int count = reader.read(head, filled, head.length - filled);
            if (count < 0) {
                break;
            }
            filled += count;
        }
        Beginning beginning;
        try {
            beginning = Beginning.of(head, filled);
        } catch (DicomFormatException e) {
            drain(reader);
            return Arrival.failed(Arrival.Uids.NONE, device, reason(e));
        }
        return write(reader, beginning, filled, device, told.or(() -> characterSets.of(device)));
    }

    /** What the first bytes tell. {@code meta} is what goes before the data set. */
    private record Beginning(byte[] meta, int dataSetOffset, String transferSyntax, Arrival.Uids uids) {

        static Beginning of(byte[] head, int filled) {
            byte[] bytes = filled == head.length ? head : java.util.Arrays.copyOf(head, filled);
            DicomFile file = DicomFile.read(bytes, META_ONLY);
            int offset = (int) file.dataSetOffset();
            HeaderScanner.Header header =
                    HeaderScanner.scan(ByteBuffer.wrap(bytes, offset, bytes.length - offset), file.transferSyntax());
            Arrival.Uids uids =
                    new Arrival.Uids(header.sopClassUid(), header.sopInstanceUid(), header.studyInstanceUid());
            boolean partTen = file.prefix().length == PREFIX && !file.meta().isEmpty();
            byte[] meta = partTen
                    ? java.util.Arrays.copyOf(bytes, offset)
                    : FileMeta.encode(
                            uids.sopClass(),
                            uids.sopInstance(),
                            file.transferSyntax().uid());
            return new Beginning(meta, offset, file.transferSyntax().uid(), uids);
        }
    }

    private Arrival write(
            MultipartReader reader,
            Beginning beginning,
            int filled,
            String device,
            Optional<SpecificCharacterSet> characterSet)
            throws IOException {
        StagedBlob blob = null;
        boolean kept = false;
        try {
            blob = blobs.stage();
            DataSetDigest digest = new DataSetDigest();
            int rest = filled - beginning.dataSetOffset();
            blob.write(beginning.meta(), 0, beginning.meta().length);
            blob.write(head, beginning.dataSetOffset(), rest);
            digest.update(head, beginning.dataSetOffset(), rest);
            for (int count = reader.read(buffer, 0, buffer.length);
                    count >= 0;
                    count = reader.read(buffer, 0, buffer.length)) {
                if (blob.bytes() + count > largest) {
                    drain(reader);
                    return Arrival.failed(beginning.uids(), device, FailureReason.TOO_LARGE);
                }
                blob.write(buffer, 0, count);
                digest.update(buffer, 0, count);
            }
            blob.seal();
            Arrival arrival = understand(blob, digest.finish(), beginning, device, characterSet);
            kept = arrival.readable().isPresent();
            return arrival;
        } catch (BlobException e) {
            drain(reader);
            return Arrival.failed(
                    beginning.uids(), device, e.full() ? FailureReason.OUT_OF_SPACE : FailureReason.PROCESSING);
        } finally {
            if (blob != null && !kept) {
                blob.close();
            }
        }
    }

    private Arrival understand(
            StagedBlob blob,
            byte[] digest,
            Beginning beginning,
            String device,
            Optional<SpecificCharacterSet> characterSet)
            throws IOException {
        DataSet data;
        try {
            data = read(blob.temporary(), beginning.transferSyntax());
        } catch (DicomFormatException e) {
            return Arrival.failed(beginning.uids(), device, reason(e));
        } catch (java.io.EOFException e) {
            return Arrival.failed(beginning.uids(), device, FailureReason.TRUNCATED);
        }
        characterSet.ifPresent(data::overrideCharacterSet);
        Optional<String> term = characterSet.map(set -> String.join("\\", set.terms()));
        InstanceIndex index = indexer.index(data, beginning.transferSyntax(), term);
        Arrival.Uids uids = new Arrival.Uids(
                index.instance().sopClassUid(),
                index.instance().uid(),
                index.study().uid());
        if (!UID.matcher(uids.sopInstance()).matches()
                || !UID.matcher(uids.study()).matches()
                || !UID.matcher(index.series().uid()).matches()
                || !UID.matcher(uids.sopClass()).matches()) {
            return Arrival.failed(uids, device, FailureReason.NO_UID);
        }
        if (uids.sopClass().equals(MEDIA_DIRECTORY)) {
            return Arrival.failed(uids, device, FailureReason.NOT_STORABLE);
        }
        return new Arrival(uids, device, new Arrival.Readable(blob, digest, index, HeaderJson.compress(data, index)));
    }

    // Of a deflated data set the long values can't be left in the file: their ranges would be of what it inflates to.
    private static DataSet read(Path file, String transferSyntax) throws IOException {
        return DicomFile.read(file, options(transferSyntax)).dataSet();
    }

    /** How a file of ours is read whole. */
    static ReadOptions options(String transferSyntax) {
        boolean deflated =
                org.huizhen.dicom.encoding.TransferSyntax.of(transferSyntax).deflated();
        return deflated ? ReadOptions.ALL : WHOLE;
    }

    private void drain(MultipartReader reader) throws IOException {
        while (reader.read(buffer, 0, buffer.length) >= 0) {
            continue;
        }
    }

    private static FailureReason reason(DicomFormatException e) {
        return switch (e.reason()) {
            case TRUNCATED -> FailureReason.TRUNCATED;
            case NOT_DICOM, BAD_VR -> FailureReason.NOT_DICOM;
            case LENGTH_TOO_LARGE,
                    BAD_LENGTH,
                    TOO_DEEP,
                    TOO_MANY_ELEMENTS,
                    UNEXPECTED_TAG,
                    BAD_COMPRESSION,
                    INFLATES_TOO_MUCH,
                    NOT_A_DIRECTORY,
                    BAD_JSON,
                    BAD_PIXEL_DATA -> FailureReason.MALFORMED;
        };
    }
}
