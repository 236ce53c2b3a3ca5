package org.huizhen.dicom.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;

/**
 * A directory record and those below it (PS3.3 F.3.2.2).
 *
 * @param attributes the record's item: keys, and which file it refers to
 * @param children in the order of the directory
 */
public record DirectoryRecord(DataSet attributes, List<DirectoryRecord> children) {
    public DirectoryRecord {
        children = List.copyOf(children);
    }

    /** Directory Record Type (0004,1430): PATIENT, STUDY, SERIES, IMAGE, …; empty where absent. */
    public String type() {
        return attributes.string(Tag.DirectoryRecordType, "");
    }

    /** The components of Referenced File ID (0004,1500); none where the record refers to no file. */
    public List<String> fileId() {
        return attributes.strings(Tag.ReferencedFileID);
    }

    public String sopClassUid() {
        return attributes.string(Tag.ReferencedSOPClassUIDInFile, "");
    }

    public String sopInstanceUid() {
        return attributes.string(Tag.ReferencedSOPInstanceUIDInFile, "");
    }

    public String transferSyntaxUid() {
        return attributes.string(Tag.ReferencedTransferSyntaxUIDInFile, "");
    }

    /** This record and all below it, parents first. */
    public Stream<DirectoryRecord> walk() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(DirectoryRecord::walk));
    }

    /**
     * The referenced file below the folder that holds the DICOMDIR. Names are met in any case, with or without the version that ISO 9660
     * appends, as mounted disks show them; what lies outside the folder is never found.
     *
     * @return empty where the record refers to no file, or to none that is there
     */
    public Optional<Path> file(Path root) throws IOException {
        Path at = root.toRealPath();
        List<String> components = fileId();
        for (String component : components) {
            Optional<Path> next = Files.isDirectory(at) ? child(at, component) : Optional.empty();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        boolean inside = !components.isEmpty() && at.toRealPath().startsWith(root.toRealPath());
        return inside && Files.isRegularFile(at) ? Optional.of(at) : Optional.empty();
    }

    private static Optional<Path> child(Path folder, String component) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> bare(entry.getFileName().toString()).equals(bare(component)))
                    .sorted()
                    .findFirst();
        }
    }

    private static String bare(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll(";[0-9]+$", "").replaceAll("\\.$", "");
    }
}
