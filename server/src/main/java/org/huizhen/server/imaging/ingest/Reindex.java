package org.huizhen.server.imaging.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.encoding.DataSetDigest;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.server.blob.BlobId;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.jdbi.v3.core.Handle;

/**
 * Rebuilds the index from the stored bytes (decision 2): columns of studies, series and instances, headers and counts.
 * What people decided and when things came is no part of the bytes and stays. Bytes whose digest is not the one they
 * came with are reported and change nothing. Safe while the server runs: one study at a time, locked.
 */
public final class Reindex {
    private static final int STUDIES = 100;
    private static final int FILES = 1000;

    /**
     * What was done.
     *
     * @param damaged instances whose bytes are missing or not those that came
     * @param unnamed files that no row names
     */
    public record Result(int studies, int instances, int damaged, int unnamed) {}

    private final Database database;
    private final BlobStore blobs;
    private final InstanceIndexer indexer;
    private final IndexedRows rows = new IndexedRows();
    private final StudyRows studies = new StudyRows();
    private final InstanceRows instances = new InstanceRows();

    /** @param zone of devices that do not name theirs */
    public Reindex(Database database, BlobStore blobs, ZoneId zone) {
        this.database = database;
        this.blobs = blobs;
        this.indexer = new InstanceIndexer(zone);
    }

    /** @param findings is told of each damaged instance, by its id and UID */
    public Result run(Consumer<String> findings) {
        int studyCount = 0;
        int[] counts = new int[2];
        Optional<StudyId> last = Optional.empty();
        while (true) {
            Optional<StudyId> after = last;
            List<StudyId> next = database.read(handle -> rows.studiesAfter(handle, after, STUDIES));
            if (next.isEmpty()) {
                return new Result(studyCount, counts[0], counts[1], unnamed());
            }
            for (StudyId study : next) {
                database.run(transaction -> rebuild(transaction.handle(), study, findings, counts));
                studyCount++;
            }
            last = Optional.of(next.getLast());
        }
    }

    private void rebuild(Handle handle, StudyId study, Consumer<String> findings, int[] counts) {
        if (studies.lock(handle, study).isEmpty()) {
            return;
        }
        List<IndexedRows.Fresh> fresh = new ArrayList<>();
        Map<UUID, IndexedRows.Fresh> firsts = new LinkedHashMap<>();
        List<IndexedRows.Row> known = rows.instances(handle, study);
        for (IndexedRows.Row row : known) {
            try {
                IndexedRows.Fresh read = read(row);
                fresh.add(read);
                firsts.putIfAbsent(row.series(), read);
            } catch (DicomFormatException | IOException e) {
                counts[1]++;
                findings.accept("instance " + row.id() + " " + row.sopInstanceUid() + ": " + e.getMessage());
            }
        }
        counts[0] += fresh.size();
        if (fresh.isEmpty()) {
            return;
        }
        rows.rewrite(handle, fresh);
        rows.rewriteSeries(handle, firsts);
        if (fresh.size() == known.size()) { // else the counts and the first words are nobody's to know
            boolean contrast =
                    fresh.stream().anyMatch(one -> one.index().series().contrast());
            long bytes = fresh.stream().mapToLong(IndexedRows.Fresh::bytes).sum();
            studies.rewrite(handle, study, fresh.getFirst().index(), fresh.size(), bytes, contrast);
            studies.countAnnounced(handle, study);
        }
    }

    private IndexedRows.Fresh read(IndexedRows.Row row) throws IOException {
        Path path = blobs.path(row.blob());
        if (!Files.exists(path)) {
            throw new IOException("its file is missing");
        }
        String syntax = DicomFile.readMeta(path).transferSyntax().uid();
        DicomFile file = DicomFile.read(path, PartReceiver.options(syntax));
        if (!Arrays.equals(digest(path, file.dataSetOffset()), row.digest())) {
            throw new IOException("its bytes are not those that came");
        }
        DataSet data = file.dataSet();
        row.characterSet()
                .map(terms -> SpecificCharacterSet.of(terms.split("\\\\")))
                .ifPresent(data::overrideCharacterSet);
        InstanceIndex index = indexer.index(data, syntax, row.characterSet());
        return new IndexedRows.Fresh(row, index, HeaderJson.compress(data, index), Files.size(path));
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

    private int unnamed() {
        int[] count = new int[1];
        Set<UUID> batch = new HashSet<>();
        try (var files = blobs.published()) {
            files.map(BlobId::value).forEach(id -> {
                batch.add(id);
                if (batch.size() == FILES) {
                    count[0] += withoutRow(batch);
                }
            });
        }
        return count[0] + withoutRow(batch);
    }

    private int withoutRow(Set<UUID> batch) {
        Set<UUID> ids = Set.copyOf(batch);
        batch.clear();
        return ids.size()
                - database.read(handle -> instances.named(handle, ids)).size();
    }
}
