package org.huizhen.dicom.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;

/** Gets what identifies an instance from the beginning of its data set, without reading further than Series Instance UID needs. */
public final class HeaderScanner {
    /** So many bytes hold the header of nearly every instance; those with long private groups before group 0020 need more. */
    public static final int USUAL_LENGTH = 64 << 10;

    private static final int BEHIND_IDENTIFIERS = Tag.NumberOfFrames + 1;
    private static final ReadOptions OPTIONS = new ReadOptions(ReadLimits.HEADER, 4 << 10, BEHIND_IDENTIFIERS);

    /**
     * What was found.
     *
     * @param dataSet the elements before (0028,0009), long values as ranges
     * @param encodedIn the syntax the bytes turned out to have
     * @param complete false where the bytes ended before the last element of interest
     */
    public record Header(DataSet dataSet, TransferSyntax encodedIn, boolean complete) {

        public String sopClassUid() {
            return dataSet.string(Tag.SOPClassUID, "");
        }

        public String sopInstanceUid() {
            return dataSet.string(Tag.SOPInstanceUID, "");
        }

        public String studyInstanceUid() {
            return dataSet.string(Tag.StudyInstanceUID, "");
        }

        public String seriesInstanceUid() {
            return dataSet.string(Tag.SeriesInstanceUID, "");
        }

        public String modality() {
            return dataSet.string(Tag.Modality, "");
        }

        public String patientId() {
            return dataSet.string(Tag.PatientID, "");
        }

        /** The tags of the four identifying UIDs that are absent or empty. */
        public List<Integer> missing() {
            List<Integer> missing = new ArrayList<>();
            for (int tag :
                    new int[] {Tag.SOPClassUID, Tag.SOPInstanceUID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID}) {
                if (dataSet.string(tag).isEmpty()) {
                    missing.add(tag);
                }
            }
            return missing;
        }
    }

    private HeaderScanner() {}

    /**
     * Scans the first bytes of a data set (after group 0002); the buffer's position stays.
     *
     * @throws DicomFormatException where the bytes are no data set; bytes that only end too early are no error
     */
    public static Header scan(ByteBuffer prefix, TransferSyntax syntax) {
        try {
            if (prefix.hasArray()) {
                int offset = prefix.arrayOffset() + prefix.position();
                return scan(ByteSource.of(prefix.array(), offset, prefix.remaining()), syntax);
            }
            byte[] bytes = new byte[prefix.remaining()];
            prefix.duplicate().get(bytes);
            return scan(ByteSource.of(bytes, 0, bytes.length), syntax);
        } catch (IOException e) {
            throw new IllegalStateException("arrays do not fail", e);
        }
    }

    /** Scans a data set from a stream, which is left somewhere behind the header. */
    public static Header scan(InputStream in, TransferSyntax syntax) throws IOException {
        return scan(ByteSource.of(in, 0), syntax);
    }

    /** Scans a Part 10 file. */
    public static Header scan(FileChannel file) throws IOException {
        ByteSource source = ByteSource.of(file, 0, file.size());
        return scan(source, DicomFile.head(source).transferSyntax());
    }

    private static Header scan(ByteSource source, TransferSyntax syntax) throws IOException {
        DataSet dataSet = new DataSet();
        DataSetReader reader = new DataSetReader(source, syntax, OPTIONS);
        boolean complete = true;
        try {
            reader.readInto(dataSet);
        } catch (DicomFormatException e) {
            if (e.reason() != Reason.TRUNCATED) {
                throw e;
            }
            complete = false;
        }
        return new Header(dataSet, reader.syntax(), complete);
    }
}
