package org.huizhen.dicom.directory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Uids;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.BulkSource;
import org.huizhen.dicom.encoding.DataSetWriter;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.FileMeta;
import org.huizhen.dicom.encoding.ReadOptions;
import org.huizhen.dicom.encoding.TransferSyntax;

/**
 * Builds the DICOMDIR of a file-set: PATIENT, STUDY, SERIES and a record for each instance (PS3.3 F.4), in explicit little endian. Keys
 * are copied as they stand in the first instance that has them; those it lacks stay empty, nothing is invented. Not for several threads.
 */
public final class DirectoryWriter {
    /** PS3.10 8.2: up to eight components of up to eight characters. */
    private static final Pattern COMPONENT = Pattern.compile("[A-Z0-9_]{1,8}");

    private static final int MOST_COMPONENTS = 8;
    private static final int FILES_IN_A_FOLDER = 1000;
    private static final int SEQUENCE_HEADER = 12;
    private static final int ITEM_HEADER = 8;
    private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;

    private final String fileSetId;
    private final Entity root = new Entity();
    private int files;

    /** An entity: records of one parent, by what tells them apart. */
    private static final class Entity {
        private final Map<String, Node> nodes = new LinkedHashMap<>();
    }

    private static final class Node {
        private final DataSet item;
        private final Entity lower = new Entity();

        private Node(DataSet item) {
            this.item = item;
        }
    }

    /** Takes a File-set ID of up to 16 characters, which may be empty. */
    public DirectoryWriter(String fileSetId) {
        if (!fileSetId.matches("[A-Z0-9_ ]{0,16}")) {
            throw new IllegalArgumentException("file-set id, expected up to 16 of A-Z, 0-9, _ and blank");
        }
        this.fileSetId = fileSetId;
    }

    /** A file ID for the n-th file, from 0: {@code DICOM/F0000000/I0000000}. */
    public static List<String> fileId(int number) {
        return List.of("DICOM", String.format("F%07d", number / FILES_IN_A_FOLDER), String.format("I%07d", number));
    }

    /**
     * Adds a Part 10 file that lies below the folder of the DICOMDIR; its path is its file ID.
     *
     * @throws org.huizhen.dicom.encoding.DicomFormatException where it can't be read
     * @throws IllegalArgumentException where its path is no file ID, or the instance belongs to no patient
     */
    public DirectoryWriter add(Path folder, Path file) throws IOException {
        List<String> fileId = new ArrayList<>();
        folder.toRealPath().relativize(file.toRealPath()).forEach(part -> fileId.add(part.toString()));
        DicomFile read = DicomFile.read(file, ReadOptions.HEADER);
        return add(fileId, read.dataSet(), read.transferSyntax().uid());
    }

    /** Adds an instance by its header, which is not changed. */
    public DirectoryWriter add(List<String> fileId, DataSet header, String transferSyntaxUid) {
        if (fileId.isEmpty()
                || fileId.size() > MOST_COMPONENTS
                || !fileId.stream().allMatch(part -> COMPONENT.matcher(part).matches())) {
            throw new IllegalArgumentException("file id of " + fileId.size() + " components, expected up to 8 of 8");
        }
        String sopClass = header.string(Tag.SOPClassUID, "");
        RecordType type = RecordType.of(sopClass)
                .orElseThrow(() -> new IllegalArgumentException("SOP class " + sopClass + " has no record"));
        String study = header.string(Tag.StudyInstanceUID, "");
        // A patient without an id is nobody else's: his study tells him apart.
        String patient = header.string(Tag.PatientID).map(id -> "id " + id).orElse("study " + study);
        Node series = node(
                node(node(root, patient, RecordType.PATIENT, header).lower, study, RecordType.STUDY, header).lower,
                header.string(Tag.SeriesInstanceUID, ""),
                RecordType.SERIES,
                header);
        Node instance = node(series.lower, String.join("/", fileId), type, header);
        instance.item.putString(Tag.ReferencedFileID, fileId.toArray(String[]::new));
        instance.item.putString(Tag.ReferencedSOPClassUIDInFile, sopClass);
        instance.item.putString(Tag.ReferencedSOPInstanceUIDInFile, header.string(Tag.SOPInstanceUID, ""));
        instance.item.putString(Tag.ReferencedTransferSyntaxUIDInFile, transferSyntaxUid);
        files++;
        return this;
    }

    /** How many files were added. */
    public int files() {
        return files;
    }

    private static Node node(Entity entity, String key, RecordType type, DataSet header) {
        return entity.nodes.computeIfAbsent(key, absent -> new Node(record(type, header)));
    }

    private static DataSet record(RecordType type, DataSet header) {
        DataSet item = new DataSet()
                .putInteger(Tag.OffsetOfTheNextDirectoryRecord, 0)
                .putInteger(Tag.RecordInUseFlag, 0xFFFF)
                .putInteger(Tag.OffsetOfReferencedLowerLevelDirectoryEntity, 0)
                .putString(Tag.DirectoryRecordType, type.term());
        // Text read in another set than declared is written in UTF-8, the rest byte for byte in its own.
        boolean declared = header.characterSet().terms().equals(header.strings(Tag.SpecificCharacterSet));
        SpecificCharacterSet set = declared ? header.characterSet() : SpecificCharacterSet.UTF_8;
        if (!set.terms().isEmpty()) {
            item.putCharacterSet(set);
        }
        for (int key : type.keys()) {
            Element element = header.get(key);
            if (element instanceof Element.Sequence sequence) {
                item.putItems(
                        key,
                        sequence.items().stream()
                                .map(each -> copy(each, declared))
                                .toList());
            } else if (element instanceof Element.Value value) {
                item.put(copy(header, value, item, declared));
            } else if (asked(type, key)) {
                item.putEmpty(key);
            }
        }
        return item;
    }

    /** Keys of type 3 are left out where the instance lacks them. */
    private static boolean asked(RecordType type, int key) {
        return switch (type) {
            case PATIENT -> key == Tag.PatientName || key == Tag.PatientID;
            case SERIES -> key != Tag.SeriesDescription;
            case STUDY -> true;
            default -> key == Tag.InstanceNumber || key == Tag.ContentDate || key == Tag.ContentTime;
        };
    }

    private static DataSet copy(DataSet item, boolean declared) {
        DataSet copy = new DataSet();
        if (!declared) {
            copy.putCharacterSet(SpecificCharacterSet.UTF_8);
        }
        for (Element element : item) {
            if (element instanceof Element.Sequence sequence) {
                copy.putItems(
                        element.tag(),
                        sequence.items().stream()
                                .map(each -> copy(each, declared))
                                .toList());
            } else if (element instanceof Element.Value value
                    && (declared || element.tag() != Tag.SpecificCharacterSet)) {
                copy.put(copy(item, value, copy, declared));
            }
        }
        return copy;
    }

    private static Element copy(DataSet from, Element.Value value, DataSet to, boolean declared) {
        if (declared || value.vr().kind() != Vr.Kind.LOCAL_TEXT || value.bytes().length == 0) {
            return value;
        }
        DataSet encoded = to.newItem()
                .putString(value.tag(), value.vr(), from.strings(value.tag()).toArray(String[]::new));
        return encoded.get(value.tag());
    }

    /** The DICOMDIR. */
    public byte[] toBytes() {
        byte[] meta = FileMeta.encode(DicomDirectory.SOP_CLASS, Uids.create(), SYNTAX.uid());
        List<DataSet> items = new ArrayList<>();
        collect(root, items);
        DataSet directory = new DataSet()
                .putString(Tag.FileSetID, fileSetId)
                .putInteger(Tag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, 0)
                .putInteger(Tag.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, 0)
                .putInteger(Tag.FileSetConsistencyFlag, 0);
        long first = meta.length + DataSetWriter.length(directory, SYNTAX) + SEQUENCE_HEADER;
        Map<DataSet, Long> offsets = new IdentityHashMap<>();
        long at = first;
        for (DataSet item : items) {
            offsets.put(item, at);
            at += ITEM_HEADER + DataSetWriter.length(item, SYNTAX);
        }
        link(root, offsets);
        List<Node> roots = List.copyOf(root.nodes.values());
        if (!roots.isEmpty()) {
            directory.putInteger(
                    Tag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, offsets.get(roots.getFirst().item));
            directory.putInteger(
                    Tag.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, offsets.get(roots.getLast().item));
        }
        directory.putItems(Tag.DirectoryRecordSequence, items);
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) at);
        try {
            out.write(meta);
            DataSetWriter.write(directory, SYNTAX, out, BulkSource.NONE);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    /** Writes {@code DICOMDIR} into the folder and gives its path. */
    public Path write(Path folder) throws IOException {
        return Files.write(folder.resolve("DICOMDIR"), toBytes());
    }

    private static void collect(Entity entity, List<DataSet> items) {
        for (Node node : entity.nodes.values()) {
            items.add(node.item);
            collect(node.lower, items);
        }
    }

    /** Sets offsets, whose encoded length is always the same. */
    private static void link(Entity entity, Map<DataSet, Long> offsets) {
        Node before = null;
        for (Node node : entity.nodes.values()) {
            if (before != null) {
                before.item.putInteger(Tag.OffsetOfTheNextDirectoryRecord, offsets.get(node.item));
            }
            if (!node.lower.nodes.isEmpty()) {
                DataSet lower = node.lower.nodes.values().iterator().next().item;
                node.item.putInteger(Tag.OffsetOfReferencedLowerLevelDirectoryEntity, offsets.get(lower));
            }
            link(node.lower, offsets);
            before = node;
        }
    }
}
