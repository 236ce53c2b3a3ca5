package org.huizhen.dicom.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.huizhen.dicom.LeakCheck;
import org.huizhen.dicom.association.AssociationTimers;
import org.huizhen.dicom.dimse.CommandElement;
import org.huizhen.dicom.dimse.CommandSet;
import org.huizhen.dicom.dimse.DimseException;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.pdu.ReleaseRq;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class DicomServerFaultTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final AssociationTimers SHORT_ARTIM = new AssociationTimers(SHORT, LONG, LONG);
    private static final AssociationTimers SHORT_STALL = new AssociationTimers(LONG, SHORT, LONG);
    private static final AssociationTimers SHORT_IDLE = new AssociationTimers(LONG, LONG, SHORT);
    private static final int A_ABORT = 7;

    private final CollectingSink sink = new CollectingSink();

    @Test
    void hangsUpOnAPeerThatSaysNothing() throws IOException {
        try (DicomServer server = server(sink).timers(SHORT_ARTIM).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            assertThat(peer.isHungUpOn()).isTrue();
        }
    }

    @Test
    void abortsAPeerThatStallsInsideAnInstance() throws IOException {
        try (DicomServer server = server(sink).timers(SHORT_STALL).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            peer.sendStoreCommand(1, "1.2.3");
            peer.sendData(ScriptedPeer.CONTEXT, new byte[5000], false);
            assertThat(peer.receive().type()).isEqualTo(A_ABORT);
            Poll.until(() -> sink.aborted.size() == 1);
            assertThat(sink.received).isEmpty();
        }
    }

    @Test
    void hangsUpOnAPeerWhoseRequestDribbles() throws IOException {
        try (DicomServer server = server(sink).timers(SHORT_ARTIM).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            dribble(peer, new byte[] {1, 0, 0, 0, 0, 100, 0, 1});
            assertThat(peer.isHungUpOn()).isTrue();
        }
    }

    @Test
    void abortsAPeerThatDribblesInsideAnInstance() throws IOException {
        AssociationTimers timers = new AssociationTimers(SHORT, SHORT, LONG);
        try (DicomServer server = server(sink).timers(timers).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            peer.sendStoreCommand(1, "1.2.3");
            peer.send(new byte[] {4, 0, 0, 0, 0x10, 0, 0, 0, 0x0F, (byte) 0xFC, ScriptedPeer.CONTEXT, 2});
            dribble(peer, new byte[0]);
            Poll.until(() -> sink.aborted.size() == 1);
            Poll.until(() -> server.associations() == 0);
            assertThat(sink.received).isEmpty();
        }
    }

    /** The bytes, then zeros, one at a time, until the other side will have no more. */
    private static void dribble(ScriptedPeer peer, byte[] begin) {
        try {
            for (int i = 0; i < 500; i++) {
                peer.send(new byte[] {i < begin.length ? begin[i] : 0});
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } catch (IOException e) {
            assertThat(e).hasMessageMatching(".*(reset|Broken pipe).*");
            return;
        }
        throw new AssertionError("took 500 bytes one by one");
    }

    @Test
    void abortsAnIdlePeer() throws IOException {
        try (DicomServer server = server(sink).timers(SHORT_IDLE).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            assertThat(peer.receive().type()).isEqualTo(A_ABORT);
            assertThat(sink.aborted).isEmpty();
        }
    }

    @Test
    void abortsTheReceiverWhenTheConnectionDropsInsideAnInstance() throws IOException {
        try (DicomServer server = server(sink).start()) {
            ScriptedPeer peer = new ScriptedPeer(server.address());
            peer.associate();
            peer.sendStoreCommand(1, "1.2.3");
            peer.sendData(ScriptedPeer.CONTEXT, new byte[5000], false);
            peer.close();
            Poll.until(() -> sink.aborted.size() == 1);
            Poll.until(() -> server.associations() == 0);
            assertThat(sink.received).isEmpty();
        }
    }

    @Test
    void abortsTheReceiverWhenThePeerReleasesInsideAnInstance() throws IOException {
        try (DicomServer server = server(sink).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            peer.sendStoreCommand(1, "1.2.3");
            peer.sendData(ScriptedPeer.CONTEXT, new byte[5000], false);
            peer.send(new ReleaseRq());
            assertThat(peer.receive().type()).isEqualTo(6);
            Poll.until(() -> sink.aborted.size() == 1);
        }
    }

    @Test
    void refusesDataInAContextThatWasNotAccepted() throws IOException {
        try (DicomServer server = server(sink).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            peer.sendData(9, new byte[10], true);
            ScriptedPeer.Received abort = peer.receive();
            assertThat(abort.type()).isEqualTo(A_ABORT);
            assertThat(abort.body().getByte(2)).isEqualTo((byte) 2);
            assertThat(abort.body().getByte(3)).isEqualTo((byte) 6);
        }
    }

    @Test
    void refusesRubbishWithoutAWord() throws IOException {
        try (DicomServer server = server(sink).timers(SHORT_ARTIM).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.send("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(peer.receive().type()).isEqualTo(A_ABORT);
            assertThat(peer.isHungUpOn()).isTrue();
        }
    }

    @Test
    void survivesRandomBytes() throws IOException {
        Random random = new Random(42);
        try (DicomServer server = server(sink).start()) {
            for (int i = 0; i < 200; i++) {
                try (ScriptedPeer peer = new ScriptedPeer(server.address())) {
                    if (i % 2 == 0) {
                        peer.associate();
                    }
                    byte[] bytes = new byte[1 + random.nextInt(3000)];
                    random.nextBytes(bytes);
                    bytes[0] = (byte) (1 + random.nextInt(7));
                    bytes[2] = 0;
                    bytes[3 % bytes.length] = 0;
                    try {
                        peer.send(bytes);
                    } catch (IOException e) {
                        assertThat(e).hasMessageMatching(".*(reset|Broken pipe).*");
                    }
                }
            }
            try (ScriptedPeer peer = new ScriptedPeer(server.address())) {
                peer.associate();
                store(peer, 1, "1.2.3", 100);
                assertThat(peer.receive().response().status()).isEqualTo(Status.SUCCESS);
            }
            Poll.until(() -> server.associations() == 0);
        }
    }

    @Test
    void answersAnUnknownOperation() throws IOException {
        try (DicomServer server = server(sink).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            peer.sendCommand(CommandSet.builder(0x0150)
                    .unsignedShort(CommandElement.MESSAGE_ID, 9)
                    .build());
            CommandSet response = peer.receive().response();
            assertThat(response.commandField()).isEqualTo(0x8150);
            assertThat(response.messageIdBeingRespondedTo()).hasValue(9);
            assertThat(response.status()).isEqualTo(Status.UNRECOGNIZED_OPERATION);
        }
    }

    @Test
    void answersTheStatusOfARefusalOnceTheDataSetHasCome() throws IOException {
        InstanceSink full = (association, request) -> {
            throw new DimseException(Status.OUT_OF_RESOURCES, "disk full");
        };
        try (DicomServer server = server(full).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            store(peer, 1, "1.2.3", 50_000);
            assertThat(peer.receive().response().status()).isEqualTo(Status.OUT_OF_RESOURCES);
            store(peer, 2, "1.2.4", 50_000);
            assertThat(peer.receive().response().status()).isEqualTo(Status.OUT_OF_RESOURCES);
        }
    }

    @Test
    void answersProcessingFailureWhenTheReceiverFails() throws IOException {
        InstanceSink failing = (association, request) -> new Receiver() {
            @Override
            public void data(ByteBuf slice) {
                throw new UncheckedIOException(new IOException("expected by the test"));
            }
        };
        try (DicomServer server = server(failing).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            store(peer, 1, "1.2.3", 50_000);
            CommandSet response = peer.receive().response();
            assertThat(response.status()).isEqualTo(Status.PROCESSING_FAILURE);
            assertThat(response.text(CommandElement.ERROR_COMMENT)).isEmpty();
        }
    }

    @Test
    void answersOnlyWhenTheStageIsComplete() throws IOException {
        CompletableFuture<Status> durable = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        InstanceSink slow = (association, request) -> new Receiver() {
            @Override
            public CompletionStage<Status> complete() {
                asked.countDown();
                return durable;
            }
        };
        AssociationTimers idle = new AssociationTimers(LONG, LONG, Duration.ofSeconds(2));
        try (DicomServer server = server(slow).timers(idle).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            store(peer, 1, "1.2.3", 1000);
            await(asked);
            // Longer than the idle time: our own work is no fault of the peer.
            CompletableFuture.delayedExecutor(3000, java.util.concurrent.TimeUnit.MILLISECONDS)
                    .execute(() -> durable.complete(Status.SUCCESS));
            ScriptedPeer.Received response = peer.receive();
            assertThat(durable).isDone();
            assertThat(response.response().status()).isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void slowsThePeerDownWhileTheReceiverIsSlow() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong taken = new AtomicLong();
        InstanceSink blocking = (association, request) -> new Receiver() {
            @Override
            public void data(ByteBuf slice) {
                await(go);
                taken.addAndGet(slice.readableBytes());
            }
        };
        int chunk = 100_000;
        int chunks = 1000;
        AtomicLong sent = new AtomicLong();
        try (DicomServer server = server(blocking).start();
                ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            peer.sendStoreCommand(1, "1.2.3");
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 1; i <= chunks; i++) {
                        peer.sendData(ScriptedPeer.CONTEXT, new byte[chunk], i == chunks);
                        sent.addAndGet(chunk);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Poll.until(() -> sent.get() > AssociationWorker.HIGH_WATER);
            long before;
            do {
                before = sent.get();
                sender.join(Duration.ofMillis(200));
            } while (sent.get() != before);
            assertThat(sent.get()).isLessThan((long) chunk * chunks / 2);
            go.countDown();
            assertThat(peer.receive().response().status()).isEqualTo(Status.SUCCESS);
            assertThat(taken.get()).isEqualTo((long) chunk * chunks);
        }
    }

    @Test
    void finishesWhatRunsBeforeItCloses() throws Exception {
        CompletableFuture<Status> durable = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        InstanceSink slow = (association, request) -> new Receiver() {
            @Override
            public CompletionStage<Status> complete() {
                asked.countDown();
                return durable;
            }
        };
        DicomServer server = server(slow).start();
        try (ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            store(peer, 1, "1.2.3", 1000);
            await(asked);
            Thread closing = Thread.ofVirtual().start(() -> server.close(Duration.ofSeconds(5)));
            Poll.until(() -> refusesConnections(server));
            durable.complete(Status.SUCCESS);
            assertThat(peer.receive().response().status()).isEqualTo(Status.SUCCESS);
            assertThat(peer.receive().type()).isEqualTo(A_ABORT);
            closing.join();
        }
    }

    @Test
    void abortsAfterTheGracePeriod() throws Exception {
        DicomServer server = server(sink).start();
        try (ScriptedPeer peer = new ScriptedPeer(server.address())) {
            peer.associate();
            peer.sendStoreCommand(1, "1.2.3");
            peer.sendData(ScriptedPeer.CONTEXT, new byte[10], false);
            server.close(Duration.ofMillis(100));
            assertThat(sink.aborted).hasSize(1);
            assertThat(peer.receive().type()).isEqualTo(A_ABORT);
        }
    }

    @Test
    void saysWhenTheAddressIsTaken() {
        try (DicomServer first = server(sink).start()) {
            assertThatThrownBy(() -> server(sink).bind(first.address()).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(String.valueOf(first.address().getPort()));
        }
    }

    private static void store(ScriptedPeer peer, int messageId, String instance, int length) throws IOException {
        peer.sendStoreCommand(messageId, instance);
        peer.sendData(ScriptedPeer.CONTEXT, new byte[length], true);
    }

    private static boolean refusesConnections(DicomServer server) {
        try (ScriptedPeer late = new ScriptedPeer(server.address())) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static DicomServer.Builder server(InstanceSink sink) {
        return DicomServer.builder().aeTitles(Set.of("CLINIC1")).services(List.of(new StoreScp(sink)));
    }

    /** Takes everything. */
    private abstract static class Receiver implements InstanceReceiver {
        @Override
        public void data(ByteBuf slice) {}

        @Override
        public CompletionStage<Status> complete() {
            return CompletableFuture.completedStage(Status.SUCCESS);
        }

        @Override
        public void abort(Throwable cause) {}
    }
}
