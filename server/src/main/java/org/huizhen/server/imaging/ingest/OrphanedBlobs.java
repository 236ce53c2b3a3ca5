package org.huizhen.server.imaging.ingest;

import java.time.Duration;
import java.time.Instant;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.blob.OrphanSweep;
import org.huizhen.server.database.Database;

/** The job that removes files which a crash left between rename and commit; each span of time is swept once. */
public final class OrphanedBlobs {
    /** From rename to commit are milliseconds; the database may be away for minutes. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final Database database;
    private final OrphanSweep sweep;

    public OrphanedBlobs(Database database, BlobStore blobs) {
        this.database = database;
        InstanceRows instances = new InstanceRows();
        this.sweep = new OrphanSweep(blobs, ids -> database.read(handle -> instances.named(handle, ids)));
    }

    /** Answers how many files went. */
    public int sweep(Instant now) {
        Instant until = now.minus(GRACE);
        Instant from = database.read(handle -> handle.createQuery("select swept_until from blob_sweep")
                .mapTo(Instant.class)
                .one());
        // An overlap covers clocks that were set back.
        int removed = sweep.sweep(from.isAfter(Instant.EPOCH) ? from.minus(GRACE) : from, until);
        database.run(transaction -> transaction
                .handle()
                .createUpdate("update blob_sweep set swept_until = :until where swept_until < :until")
                .bind("until", until)
                .execute());
        return removed;
    }
}
