package org.huizhen.dicom.directory;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.directory.DicomDirectory.Problem;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;

/** Puts the records of a DICOMDIR together by their offsets, and where these are wrong by their order. */
final class DirectoryReader {
    /** The standard has four levels; private records may add some. */
    private static final int MOST_LEVELS = 16;

    private final List<DataSet> items;
    private final Map<Long, DataSet> byOffset = new HashMap<>();
    private final Set<Long> reached = new HashSet<>();
    private final Set<Problem> problems = EnumSet.noneOf(Problem.class);

    private DirectoryReader(List<DataSet> items) {
        this.items = items;
        items.forEach(item -> byOffset.put(item.itemOffset(), item));
    }

    static DicomDirectory read(DicomFile file) {
        DataSet dataSet = file.dataSet();
        boolean directory = file.meta().string(Tag.MediaStorageSOPClassUID, "").equals(DicomDirectory.SOP_CLASS)
                || dataSet.contains(Tag.DirectoryRecordSequence);
        if (!directory) {
            throw new DicomFormatException(
                    Reason.NOT_A_DIRECTORY, -1, Tag.DirectoryRecordSequence, "no directory records");
        }
        DirectoryReader reader = new DirectoryReader(dataSet.items(Tag.DirectoryRecordSequence));
        List<DirectoryRecord> roots =
                reader.chain(offset(dataSet, Tag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity), 0);
        if (reader.items.stream().anyMatch(item -> inUse(item) && !reader.reached.contains(item.itemOffset()))) {
            reader.problems.add(Problem.UNREACHABLE_RECORD);
        }
        if (!reader.problems.isEmpty()) {
            roots = reader.byOrder();
        }
        checkPlaces(roots, "", reader.problems);
        return new DicomDirectory(dataSet.string(Tag.FileSetID, ""), roots, List.copyOf(reader.problems));
    }

    /** The records of one entity, from the first on. */
    private List<DirectoryRecord> chain(long first, int level) {
        List<DirectoryRecord> records = new ArrayList<>();
        for (long offset = first; offset != 0; ) {
            DataSet item = byOffset.get(offset);
            if (item == null) {
                problems.add(Problem.OFFSET_TO_NOWHERE);
                break;
            }
            if (level >= MOST_LEVELS || !reached.add(offset)) {
                problems.add(Problem.CIRCLE);
                break;
            }
            List<DirectoryRecord> children =
                    chain(offset(item, Tag.OffsetOfReferencedLowerLevelDirectoryEntity), level + 1);
            if (inUse(item)) {
                records.add(new DirectoryRecord(item, children));
            }
            offset = offset(item, Tag.OffsetOfTheNextDirectoryRecord);
        }
        return records;
    }

    /** Writers put records depth first, nearly all: each belongs to the last one above its level. */
    private List<DirectoryRecord> byOrder() {
        Node root = new Node(null, -1);
        List<Node> open = new ArrayList<>(List.of(root));
        for (DataSet item : items) {
            if (!inUse(item)) {
                continue;
            }
            Node node = new Node(item, RecordType.level(item.string(Tag.DirectoryRecordType, "")));
            while (open.getLast().level >= node.level) {
                open.removeLast();
            }
            open.getLast().children.add(node);
            open.add(node);
        }
        return root.records();
    }

    private static void checkPlaces(List<DirectoryRecord> records, String parent, Set<Problem> problems) {
        for (DirectoryRecord record : records) {
            if (!RecordType.mayFollow(record.type(), parent)) {
                problems.add(Problem.MISPLACED_RECORD);
            }
            checkPlaces(record.children(), record.type(), problems);
        }
    }

    private static boolean inUse(DataSet item) {
        return item.integer(Tag.RecordInUseFlag, 0xFFFF) != 0;
    }

    private static long offset(DataSet dataSet, int tag) {
        return dataSet.longInteger(tag).orElse(0);
    }

    private static final class Node {
        private final DataSet item;
        private final int level;
        private final List<Node> children = new ArrayList<>();

        private Node(DataSet item, int level) {
            this.item = item;
            this.level = level;
        }

        /** At most four levels deep. */
        private List<DirectoryRecord> records() {
            return children.stream()
                    .map(child -> new DirectoryRecord(child.item, child.records()))
                    .toList();
        }
    }
}
