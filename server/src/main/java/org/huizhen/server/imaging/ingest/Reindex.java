package org.huizhen.server.imaging.ingest;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.patient.PatientFeature;
import org.jdbi.v3.core.Handle;

/**
 * Rebuilds the index from the stored bytes (decision 2): rows that are gone, columns of studies, series and instances,
 * headers and counts. What people decided and when things came is no part of the bytes and stays. Bytes whose digest is
 * not the one they came with are reported and change nothing. Safe while the server runs: one study at a time, locked.
 */
public final class Reindex {
    private static final int STUDIES = 100;

    /**
     * What was done.
     *
     * @param damaged instances whose bytes are missing or not those that came
     * @param unnamed files that no row names
     */
    public record Result(int studies, int instances, int damaged, int unnamed) {}

    private final Database database;
    private final StoredBytes bytes;
    private final LostRows lost;
    private final IndexedRows rows = new IndexedRows();
    private final StudyRows studies = new StudyRows();

    /** @param zone of devices that do not name theirs */
    public Reindex(Database database, BlobStore blobs, PatientFeature patients, ZoneId zone) {
        this.database = database;
        this.bytes = new StoredBytes(blobs, zone);
        this.lost = new LostRows(database, blobs, bytes, patients);
    }

    /** @param findings is told of each damaged instance, by its id and UID */
    public Result run(Consumer<String> findings) {
        int unnamed = lost.restore();
        int studyCount = 0;
        int[] counts = new int[2];
        Optional<StudyId> last = Optional.empty();
        while (true) {
            Optional<StudyId> after = last;
            List<StudyId> next = database.read(handle -> rows.studiesAfter(handle, after, STUDIES));
            if (next.isEmpty()) {
                return new Result(studyCount, counts[0], counts[1], unnamed);
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
            long total = fresh.stream().mapToLong(IndexedRows.Fresh::bytes).sum();
            studies.rewrite(handle, study, fresh.getFirst().index(), fresh.size(), total, contrast);
            studies.countAnnounced(handle, study);
        }
    }

    private IndexedRows.Fresh read(IndexedRows.Row row) throws IOException {
        StoredBytes.Read read = bytes.read(row.blob(), row.characterSet());
        if (!Arrays.equals(read.digest(), row.digest())) {
            throw new IOException("its bytes are not those that came");
        }
        return new IndexedRows.Fresh(row, read.index(), read.header(), read.bytes());
    }
}
