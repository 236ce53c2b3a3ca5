package org.huizhen.dicom.directory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.dicom.encoding.ReadOptions;

/**
 * The directory of a file-set as read from its DICOMDIR (PS3.3 F.3).
 *
 * @param fileSetId File-set ID (0004,1130), empty where there is none
 * @param roots the records of the root entity, mostly PATIENT
 * @param problems what is wrong with it, in the order found; with any the records were put together by their order instead of their offsets
 */
public record DicomDirectory(String fileSetId, List<DirectoryRecord> roots, List<Problem> problems) {
    /** Media Storage Directory Storage, the SOP class of a DICOMDIR. */
    public static final String SOP_CLASS = "1.2.840.10008.1.3.10";

    public DicomDirectory {
        roots = List.copyOf(roots);
        problems = List.copyOf(problems);
    }

    /** What can be wrong with a directory that can be read as a data set. */
    public enum Problem {
        /** An offset leads to no record. */
        OFFSET_TO_NOWHERE,
        /** Records follow one another in a circle. */
        CIRCLE,
        /** Records in use that no offset leads to. */
        UNREACHABLE_RECORD,
        /** A record below one that can't hold it: a study without a patient, an image without a series. */
        MISPLACED_RECORD
    }

    /**
     * Reads a DICOMDIR.
     *
     * @throws DicomFormatException where it is no DICOM, or with {@code NOT_A_DIRECTORY} where it is another object
     */
    public static DicomDirectory read(Path path) throws IOException {
        return DirectoryReader.read(DicomFile.read(path, ReadOptions.ALL));
    }

    public static DicomDirectory read(byte[] bytes) {
        return DirectoryReader.read(DicomFile.read(bytes, ReadOptions.ALL));
    }

    /** Every record, parents first. */
    public Stream<DirectoryRecord> walk() {
        return roots.stream().flatMap(DirectoryRecord::walk);
    }

    /** The records that refer to files. */
    public List<DirectoryRecord> files() {
        return walk().filter(record -> !record.fileId().isEmpty()).toList();
    }
}
