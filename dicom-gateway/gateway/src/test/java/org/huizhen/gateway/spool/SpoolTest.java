package org.huizhen.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.huizhen.gateway.spool.SpoolFixture.EXPLICIT;
import static org.huizhen.gateway.spool.SpoolFixture.bytes;
import static org.huizhen.gateway.spool.SpoolFixture.description;
import static org.huizhen.gateway.spool.SpoolFixture.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final String STUDY = "1.2.3";

    @TempDir
    Path folder;

    @Test
    void whatWasStoredIsThereAfterARestartByteForByte() throws IOException {
        byte[] first = bytes(1, 1000);
        byte[] second = bytes(2, 70_000);
        try (Spool spool = SpoolFixture.open(folder)) {
            assertThat(store(spool, "1.1", STUDY, first)).isEqualTo(Receipt.STORED);
            assertThat(store(spool, "1.2", STUDY, second)).isEqualTo(Receipt.STORED);
        }
        try (Spool spool = SpoolFixture.open(folder)) {
            List<SpoolEntry> entries = announce(spool).entries();
            assertThat(entries).extracting(SpoolEntry::sopInstanceUid).containsExactly("1.1", "1.2");
            assertThat(read(spool, entries.get(0))).isEqualTo(first);
            assertThat(read(spool, entries.get(1))).isEqualTo(second);
            assertThat(entries.get(1).description()).isEqualTo(description("1.2", STUDY, EXPLICIT));
            assertThat(entries.get(1).sha256())
                    .isEqualTo(new Sha256(Sha256.digest().digest(second)));
            assertThat(spool.ledger().totals().waitingBytes()).isEqualTo(71_000);
        }
    }

    @Test
    void aTornLastRecordIsForgottenWhereverItIsTorn() throws IOException {
        Path original = folder.resolve("original");
        try (Spool spool = SpoolFixture.open(original)) {
            store(spool, "1.1", STUDY, bytes(1, 300));
            store(spool, "1.2", STUDY, bytes(2, 200));
        }
        byte[] whole = Files.readAllBytes(original.resolve("00000001.segment"));
        int start;
        int end;
        try (Spool spool = SpoolFixture.open(original)) {
            List<SpoolEntry> entries = announce(spool).entries();
            start = (int) (entries.get(0).offset() + entries.get(0).length());
            end = (int) (entries.get(1).offset() + entries.get(1).length());
        }
        IntStream cuts = IntStream.concat(
                IntStream.iterate(start, cut -> cut <= whole.length, cut -> cut + 61),
                IntStream.of(end - 1, end, end + 1, whole.length - 1, whole.length));
        for (int cut : cuts.toArray()) {
            Path torn = folder.resolve("torn-" + cut);
            Files.createDirectories(torn);
            Files.write(torn.resolve("00000001.segment"), Arrays.copyOf(whole, cut));
            try (Spool spool = SpoolFixture.open(torn)) {
                assertThat(spool.ledger().totals().waitingInstances())
                        .as("cut at byte %d of %d", cut, whole.length)
                        .isEqualTo(cut >= end ? 2 : 1);
                assertThat(store(spool, "1.2", STUDY, bytes(2, 200)))
                        .isEqualTo(cut >= end ? Receipt.DUPLICATE : Receipt.STORED);
            }
        }
    }

    @Test
    void digestsThatWereNotWrittenBeforeTheCrashAreMadeAgain() throws IOException {
        byte[] first = bytes(1, 300);
        try (Spool spool = SpoolFixture.open(folder)) {
            store(spool, "1.1", STUDY, first);
            store(spool, "1.2", STUDY, bytes(2, 200));
        }
        Path segment = folder.resolve("00000001.segment");
        byte[] whole = Files.readAllBytes(segment);
        byte[] unsealed = Arrays.copyOf(whole, whole.length / BlockOutput.BLOCK * BlockOutput.BLOCK);
        byte[] unreadable = whole.clone();
        unreadable[whole.length - 1] ^= 1;
        for (byte[] crashed : List.of(unsealed, unreadable)) {
            Files.write(segment, crashed);
            try (Spool spool = SpoolFixture.open(folder)) {
                assertThat(announce(spool).entries())
                        .extracting(SpoolEntry::sha256)
                        .startsWith(new Sha256(Sha256.digest().digest(first)))
                        .hasSize(2);
            }
        }
    }

    @Test
    void refusesToOpenAndLeavesAloneSegmentsOfAnotherVersion() throws IOException {
        try (Spool spool = SpoolFixture.open(folder)) {
            store(spool, "1.1", STUDY, bytes(1, 300));
        }
        Path segment = folder.resolve("00000001.segment");
        byte[] other = Files.readAllBytes(segment);
        ByteBuffer buffer = ByteBuffer.wrap(other).put(6, (byte) '7');
        buffer.putInt(12, SpoolRecord.crc(buffer, 0, 12));
        Files.write(segment, other);
        assertThatThrownBy(() -> SpoolFixture.open(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("another version");
        assertThat(segment).hasBinaryContent(other);
    }

    @Test
    void aTailFullOfZerosOrGarbageIsForgotten() throws IOException {
        try (Spool spool = SpoolFixture.open(folder)) {
            store(spool, "1.1", STUDY, bytes(1, 300));
        }
        Path segment = folder.resolve("00000001.segment");
        byte[] whole = Files.readAllBytes(segment);
        byte[] unsealed = Arrays.copyOf(whole, whole.length / BlockOutput.BLOCK * BlockOutput.BLOCK);
        for (byte[] tail : List.of(new byte[5000], bytes(9, 5000))) {
            Files.write(segment, unsealed);
            Files.write(segment, tail, StandardOpenOption.APPEND);
            try (Spool spool = SpoolFixture.open(folder)) {
                assertThat(spool.ledger().totals().waitingInstances()).isEqualTo(1);
            }
        }
    }

    @Test
    void aDamagedRecordBeforeWholeOnesIsReportedAndNeverSent() throws IOException {
        try (Spool spool = SpoolFixture.open(folder)) {
            store(spool, "1.1", STUDY, bytes(1, 300));
            store(spool, "1.2", STUDY, bytes(2, 300));
        }
        Path segment = folder.resolve("00000001.segment");
        byte[] whole = Files.readAllBytes(segment);
        byte[] damaged = Arrays.copyOf(whole, whole.length / BlockOutput.BLOCK * BlockOutput.BLOCK);
        damaged[SegmentFile.HEADER_LENGTH + 300] ^= 1;
        Files.write(segment, damaged);

        try (Spool spool = SpoolFixture.open(folder)) {
            assertThat(spool.ledger().totals().damaged()).isEqualTo(1);
            assertThat(announce(spool).entries())
                    .extracting(SpoolEntry::sopInstanceUid)
                    .containsExactly("1.2");
            assertThat(folder.resolve("damaged/00000001.segment")).exists();
        }
    }

    @Test
    void theSameInstanceAgainIsADuplicateAndIsNotQueuedTwice() {
        try (Spool spool = SpoolFixture.open(folder)) {
            store(spool, "1.1", STUDY, bytes(1, 300));
            assertThat(store(spool, "1.1", STUDY, bytes(1, 300))).isEqualTo(Receipt.DUPLICATE);
            assertThat(spool.ledger().totals().waitingInstances()).isEqualTo(1);
            assertThat(spool.ledger().studies().getFirst().duplicates()).isEqualTo(1);
        }
    }

    @Test
    void theSameUidWithOtherBytesIsKeptInQuarantineOverARestart() throws IOException {
        try (Spool spool = SpoolFixture.open(folder)) {
            store(spool, "1.1", STUDY, bytes(1, 300));
            assertThat(store(spool, "1.1", STUDY, bytes(2, 300))).isEqualTo(Receipt.QUARANTINED);
            assertThat(store(spool, "1.1", STUDY, bytes(2, 300))).isEqualTo(Receipt.DUPLICATE);
        }
        try (Spool spool = SpoolFixture.open(folder)) {
            assertThat(spool.ledger().totals().quarantined()).isEqualTo(1);
            assertThat(announce(spool).entries())
                    .as("the later one is not announced")
                    .hasSize(1);
        }
    }

    @Test
    void anotherEncodingOfTheSameInstanceLeavesTheFirst() {
        try (Spool spool = SpoolFixture.open(folder)) {
            store(spool, "1.1", STUDY, bytes(1, 300));
            Description implicit = description("1.1", STUDY, "1.2.840.10008.1.2");
            assertThat(SpoolFixture.begin(spool, implicit, bytes(3, 290)).join())
                    .isEqualTo(Receipt.OTHER_ENCODING);
            assertThat(spool.ledger().totals().waitingInstances()).isEqualTo(1);
        }
    }

    @Test
    void manySendersAtOnceLoseAndDoubleNothing() throws IOException {
        int count = 400;
        try (Spool spool = SpoolFixture.open(folder)) {
            List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                receipts.add(SpoolFixture.begin(
                        spool, description("1." + i % (count / 2), STUDY, EXPLICIT), bytes(i % (count / 2), 5000)));
            }
            assertThat(receipts.stream().map(CompletableFuture::join).filter(r -> r == Receipt.STORED))
                    .hasSize(count / 2);
        }
        try (Spool spool = SpoolFixture.open(folder)) {
            for (SpoolEntry entry : announce(spool).entries()) {
                int seed = Integer.parseInt(entry.sopInstanceUid().substring(2));
                assertThat(read(spool, entry)).isEqualTo(bytes(seed, 5000));
            }
            assertThat(spool.ledger().totals().waitingInstances()).isEqualTo(count / 2);
        }
    }

    @Test
    void largeInstancesGetASegmentOfTheirOwnAndBuffersAreGivenBack() throws IOException {
        byte[] large = bytes(5, 20 << 20);
        AtomicInteger released = new AtomicInteger();
        try (Spool spool = SpoolFixture.open(folder)) {
            Incoming incoming = spool.begin();
            int pieces = 0;
            for (int at = 0; at < large.length; at += 1 << 20) {
                incoming.append(ByteBuffer.wrap(large, at, 1 << 20), released::incrementAndGet);
                pieces++;
            }
            assertThat(incoming.commit(description("1.1", STUDY, EXPLICIT))
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(Receipt.STORED);
            assertThat(released).hasValue(pieces);
            store(spool, "1.2", STUDY, bytes(6, 100));
            Incoming abandoned = spool.begin();
            abandoned.append(ByteBuffer.wrap(large), released::incrementAndGet);
            abandoned.discard();
            assertThat(released).hasValue(pieces + 1);
        }
        try (Spool spool = SpoolFixture.open(folder)) {
            assertThat(announce(spool).entries())
                    .hasSize(2)
                    .filteredOn(entry -> entry.sopInstanceUid().equals("1.1"))
                    .singleElement()
                    .satisfies(entry -> assertThat(read(spool, entry)).isEqualTo(large));
        }
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".segment")))
                    .hasSize(2);
        }
    }

    @Test
    void refusesWhenTheDiskIsNearlyFullOrTheInstanceTooLarge() {
        try (Spool full = Spool.open(
                folder.resolve("full"), new Spool.Limits(1 << 20, Long.MAX_VALUE, 1 << 20), Clock.systemUTC())) {
            assertThatThrownBy(full::begin)
                    .isInstanceOfSatisfying(
                            SpoolException.class,
                            e -> assertThat(e.reason()).isEqualTo(SpoolException.Reason.DISK_FULL));
        }
        try (Spool small = Spool.open(folder.resolve("small"), new Spool.Limits(1 << 20, 1, 1000), Clock.systemUTC())) {
            Incoming incoming = small.begin();
            assertThatThrownBy(() -> incoming.append(ByteBuffer.allocate(1001), () -> {}))
                    .isInstanceOfSatisfying(
                            SpoolException.class,
                            e -> assertThat(e.reason()).isEqualTo(SpoolException.Reason.TOO_LARGE));
            incoming.discard();
        }
    }

    @Test
    void aSecondProcessIsKeptOut() {
        try (Spool spool = SpoolFixture.open(folder)) {
            assertThat(spool.hasRoom()).isTrue();
            assertThatThrownBy(() -> SpoolFixture.open(folder))
                    .isInstanceOfAny(UncheckedIOException.class, java.nio.channels.OverlappingFileLockException.class);
        }
    }

    @Test
    void confirmedInstancesFreeTheirSegmentsAndTheStudyStaysOnThePage() throws IOException {
        try (Spool spool = SpoolFixture.open(folder)) {
            for (int i = 0; i < 5; i++) {
                store(spool, "1." + i, STUDY, bytes(i, 400_000)); // more than one segment of a megabyte
            }
            deliverAll(spool);
            Task.Confirm confirm = (Task.Confirm) next(spool);
            assertThat(confirm.entries()).hasSize(5);
            spool.ledger()
                    .confirmed(confirm, confirm.entries(), confirm.entries().size());
            assertThat(spool.ledger().studies()).singleElement().satisfies(study -> {
                assertThat(study.confirmed()).isEqualTo(5);
                assertThat(study.received()).isEqualTo(5);
            });
        }
        try (Spool spool = SpoolFixture.open(folder)) {
            assertThat(spool.ledger().totals().waitingInstances()).isZero();
            assertThat(spool.ledger().studies()).singleElement().satisfies(study -> {
                assertThat(study.confirmed()).isEqualTo(5);
                assertThat(study.header().patientName()).isEqualTo("张三");
            });
            try (var files = Files.list(folder)) {
                assertThat(files.filter(file -> file.toString().endsWith(".segment")))
                        .isEmpty();
            }
        }
    }

    @Test
    void reusedSegmentFilesBringNoOldInstancesBack() throws IOException {
        try (Spool spool = SpoolFixture.open(folder)) {
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 3; i++) {
                    store(spool, round + "." + i, STUDY + round, bytes(round * 10 + i, 500_000));
                }
                deliverAll(spool);
                Task.Confirm confirm = (Task.Confirm) next(spool);
                spool.ledger()
                        .confirmed(confirm, confirm.entries(), confirm.entries().size());
            }
            store(spool, "9.1", STUDY, bytes(99, 100));
        }
        // as after a kill: the segment is not sealed, what follows the record is of an earlier life of the file
        try (Spool spool = SpoolFixture.open(folder)) {
            assertThat(spool.ledger().totals().waitingInstances()).isEqualTo(1);
            assertThat(announce(spool).entries())
                    .extracting(SpoolEntry::sopInstanceUid)
                    .containsExactly("9.1");
        }
    }

    @Test
    void sentAndRefusedAreRememberedOverARestart() {
        try (Spool spool = SpoolFixture.open(folder)) {
            store(spool, "1.1", STUDY, bytes(1, 100));
            store(spool, "1.2", STUDY, bytes(2, 100));
            store(spool, "1.3", STUDY, bytes(3, 100));
            Task.Announce announce = announce(spool);
            spool.ledger().announced(announce, Set.of());
            Task.Send send = (Task.Send) next(spool);
            spool.ledger().delivered(send.entries().get(0));
            spool.ledger().refused(send.entries().get(1), "not-dicom");
            spool.ledger().sendLater(List.of(send.entries().get(2)), Instant.EPOCH);
        }
        try (Spool spool = SpoolFixture.open(folder)) {
            StudyStatus study = spool.ledger().studies().getFirst();
            assertThat(study.delivered()).isEqualTo(1);
            assertThat(study.refused()).isEqualTo(1);
            assertThat(study.refusals()).containsExactly("not-dicom");
            assertThat(study.waiting()).isEqualTo(1);
            assertThat(announce(spool).entries())
                    .extracting(SpoolEntry::sopInstanceUid)
                    .containsExactly("1.3");
        }
    }

    private static void deliverAll(Spool spool) {
        Task.Announce announce = announce(spool);
        spool.ledger().announced(announce, Set.of());
        while (spool.ledger().totals().waitingInstances() > 0) {
            ((Task.Send) next(spool)).entries().forEach(spool.ledger()::delivered);
        }
    }

    private static Task.Announce announce(Spool spool) {
        return (Task.Announce) next(spool);
    }

    private static Task next(Spool spool) {
        return spool.ledger().next(8 << 20, 100, 8).orElseThrow();
    }

    private static byte[] read(Spool spool, SpoolEntry entry) throws IOException {
        try (InputStream in = spool.read(entry)) {
            return in.readAllBytes();
        }
    }
}
