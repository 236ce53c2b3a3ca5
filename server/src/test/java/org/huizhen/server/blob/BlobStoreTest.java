package org.huizhen.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
    private static final byte[] BYTES = "bytes of an instance".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @TempDir
    Path root;

    @Test
    void keepsNothingUnderItsFinalNameBeforePublishing() throws IOException {
        try (BlobStore store = new BlobStore(root, 0);
                StagedBlob blob = staged(store)) {
            assertThat(blob.published()).isFalse();
            assertThat(root.toFile().list()).containsExactlyInAnyOrder("incoming", "orphans");
            store.publish(List.of(blob));
            assertThat(store.path(blob.id())).hasBinaryContent(BYTES);
            assertThat(blob.temporary()).doesNotExist();
        }
    }

    @Test
    void discardsWhatWasNotPublished() throws IOException {
        try (BlobStore store = new BlobStore(root, 0)) {
            try (StagedBlob blob = staged(store)) {
                assertThat(blob.temporary()).exists();
            }
            assertThat(store.incoming()).isEmptyDirectory();
        }
    }

    @Test
    void refusesWhatWouldEatIntoTheReserve() {
        try (BlobStore store = new BlobStore(root, 0)) {
            long free = store.free();
            try (BlobStore.Room room = store.reserve(free / 2)) {
                assertThatThrownBy(() -> store.reserve(free))
                        .isInstanceOfSatisfying(
                                ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_SPACE));
            }
        }
    }

    @Test
    void putsWhatArrivesTogetherIntoOneFolder() {
        assertThat(BlobStore.folder(0x0192_0001_FFFFL)).isEqualTo(BlobStore.folder(0x0192_0001_0000L));
        assertThat(BlobStore.folder(0x0192_0002_0000L)).isNotEqualTo(BlobStore.folder(0x0192_0001_0000L));
    }

    @Test
    void sweepsWhatNoRowNamesAfterTheGracePeriod() throws IOException {
        try (BlobStore store = new BlobStore(root, 0);
                StagedBlob named = staged(store);
                StagedBlob orphan = staged(store);
                StagedBlob unfinished = staged(store)) {
            store.publish(List.of(named, orphan));
            Files.setLastModifiedTime(
                    unfinished.temporary(), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
            OrphanSweep sweep = new OrphanSweep(store, ids -> Set.of(named.id().value()));

            assertThat(sweep.sweep(Instant.EPOCH, Instant.now().minus(Duration.ofHours(1))))
                    .isEqualTo(1);
            assertThat(unfinished.temporary()).doesNotExist();
            assertThat(store.path(orphan.id()))
                    .as("younger than the grace period")
                    .exists();

            assertThat(sweep.sweep(Instant.EPOCH, Instant.now().plusSeconds(1))).isEqualTo(1);
            assertThat(store.path(orphan.id())).doesNotExist();
            assertThat(store.path(named.id())).exists();
        }
    }

    @Test
    void whatTheSweepSetAsideCanBeTakenBackForAMonth() throws IOException {
        try (BlobStore store = new BlobStore(root, 0);
                StagedBlob missed = staged(store)) {
            store.publish(List.of(missed));
            OrphanSweep sweep = new OrphanSweep(store, ids -> Set.of());
            Instant now = Instant.now();
            sweep.sweep(Instant.EPOCH, now.plusSeconds(1));
            sweep.sweep(Instant.EPOCH, now.plus(OrphanSweep.KEPT_ASIDE));

            assertThat(store.takeBack()).isEqualTo(1);
            assertThat(store.path(missed.id())).hasBinaryContent(BYTES);

            sweep.sweep(Instant.EPOCH, now.plusSeconds(1));
            sweep.sweep(Instant.EPOCH, now.plus(OrphanSweep.KEPT_ASIDE).plus(Duration.ofDays(2)));
            assertThat(store.takeBack()).isZero();
        }
    }

    private static StagedBlob staged(BlobStore store) {
        StagedBlob blob = store.stage();
        blob.write(BYTES, 0, BYTES.length);
        blob.seal();
        blob.awaitSealed();
        return blob;
    }
}
