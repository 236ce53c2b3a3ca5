package org.huizhen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.huizhen.faults.FaultyFiles.Survives;
import org.huizhen.server.blob.BlobException;
import org.huizhen.server.blob.BlobId;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.blob.OrphanSweep;
import org.huizhen.server.blob.StagedBlob;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power at every call that the center's store of bytes makes, or lets that call fail: whatever a row names is
 * there afterwards, whole, and the sweep leaves nothing else.
 */
final class BlobPowerCutTest {
    private static final int TIMES = Boolean.getBoolean("huizhen.faults") ? 300 : 10;
    private static final int REQUESTS = 3;

    /** What the database has committed; it has a durability of its own. */
    private final Map<BlobId, byte[]> rows = new LinkedHashMap<>();

    @Test
    void keepsWhatARowNamesWhereverThePowerIsCut() throws IOException {
        int call = 1;
        for (boolean reached = true; reached; call++) {
            reached = false;
            for (int seed = 0; seed < TIMES; seed++) {
                SplittableRandom random = new SplittableRandom(31L * call + seed);
                FaultyFiles disk = new FaultyFiles().cutAt(call);
                requests(disk, call);
                reached |= disk.dead();
                Survives survives = seed == 0 ? Survives.NOTHING : seed == 1 ? Survives.EVERYTHING : Survives.ANYTHING;
                whole(disk.powerCut(survives, random), "power cut at call " + call + ", seed " + seed);
            }
        }
        System.out.printf("FAULTS power cut under the blob store: %d calls x %d outcomes, 0 lost%n", call - 2, TIMES);
        assertThat(call).as("calls at which the power was cut").isGreaterThan(30);
    }

    @Test
    void keepsWhatARowNamesWhicheverCallFails() throws IOException {
        int call = 1;
        for (boolean reached = true; reached; call++) {
            FaultyFiles disk = new FaultyFiles().failAt(call);
            requests(disk, call);
            requests(disk, call + 1000); // the server goes on, or is started again
            reached = disk.calls() >= call;
            whole(disk.powerCut(Survives.NOTHING, new SplittableRandom(call)), "call " + call + " fails");
        }
    }

    /** Requests of some instances each: a row for each one whose publishing succeeded. */
    private void requests(FaultyFiles disk, int seed) {
        Random random = new Random(seed);
        BlobStore store;
        try {
            store = store(disk);
        } catch (BlobException e) {
            return;
        }
        try (store) {
            for (int request = 0; request < REQUESTS; request++) {
                Map<StagedBlob, byte[]> staged = new LinkedHashMap<>();
                try {
                    for (int i = 0; i <= request; i++) {
                        byte[] bytes = new byte[2000 + random.nextInt(9000)];
                        random.nextBytes(bytes);
                        StagedBlob blob = store.stage();
                        staged.put(blob, bytes);
                        blob.write(bytes, 0, 1500);
                        blob.write(bytes, 1500, bytes.length - 1500);
                        blob.seal();
                    }
                    store.publish(staged.keySet());
                    staged.forEach((blob, bytes) -> rows.put(blob.id(), bytes));
                } catch (BlobException e) {
                    // the request is refused; its sender tries again
                } finally {
                    staged.keySet().forEach(StagedBlob::close);
                }
            }
        }
    }

    private void whole(FaultyFiles disk, String when) throws IOException {
        try (BlobStore store = store(disk)) {
            for (Map.Entry<BlobId, byte[]> row : rows.entrySet()) {
                try (var in = Channels.newInputStream(store.open(row.getKey()))) {
                    assertThat(in.readAllBytes()).as(when).isEqualTo(row.getValue());
                } catch (BlobException e) {
                    throw new AssertionError(when + ": " + e.getMessage(), e);
                }
            }
            Set<UUID> named = rows.keySet().stream().map(BlobId::value).collect(Collectors.toSet());
            Function<Set<UUID>, Set<UUID>> known =
                    ids -> ids.stream().filter(named::contains).collect(Collectors.toSet());
            new OrphanSweep(store, known).sweep(Instant.EPOCH, Instant.now().plus(Duration.ofHours(1)));
            try (var published = store.published()) {
                assertThat(published.toList()).as(when).containsExactlyInAnyOrderElementsOf(rows.keySet());
            }
            List<String> incoming =
                    new ArrayList<>(disk.names(disk.fileSystem().getPath("/var/lib/huizhen/blobs/incoming")));
            assertThat(incoming).as(when).isEmpty();
        }
        rows.clear();
    }

    private static BlobStore store(FaultyFiles disk) {
        return new BlobStore(disk.fileSystem().getPath("/var/lib/huizhen/blobs"), 0);
    }
}
