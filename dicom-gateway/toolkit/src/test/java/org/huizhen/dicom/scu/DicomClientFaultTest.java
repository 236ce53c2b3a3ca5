package org.huizhen.dicom.scu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.huizhen.dicom.LeakCheck;
import org.huizhen.dicom.association.AssociationAbortedException;
import org.huizhen.dicom.association.AssociationRejectedException;
import org.huizhen.dicom.association.AssociationTimeoutException;
import org.huizhen.dicom.association.ConnectFailedException;
import org.huizhen.dicom.pdu.Abort;
import org.huizhen.dicom.pdu.AssociateAc;
import org.huizhen.dicom.pdu.AssociateRj;
import org.huizhen.dicom.pdu.AssociateRq;
import org.huizhen.dicom.pdu.Pdu;
import org.huizhen.dicom.pdu.PduEncoder;
import org.huizhen.dicom.pdu.PresentationContextResult;
import org.huizhen.dicom.pdu.ReleaseRp;
import org.huizhen.dicom.pdu.UserInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class DicomClientFaultTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final List<ProposedContext> CONTEXTS =
            List.of(ProposedContext.VERIFICATION, new ProposedContext(CT, List.of(EXPLICIT)));
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private DicomClient client = client(new ClientTimeouts(LONG, LONG, LONG, LONG));
    private ServerSocket listening;

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        listening.close();
    }

    private static DicomClient client(ClientTimeouts timeouts) {
        return DicomClient.builder().callingAeTitle("TESTER").timeouts(timeouts).build();
    }

    private void replaceClient(ClientTimeouts timeouts) {
        client.close();
        client = client(timeouts);
    }

    /** What the peer does with its connection, on a thread of its own. */
    private interface Script {
        void play(Peer peer) throws Exception;
    }

    private CompletableFuture<Void> peer(Script script) {
        return CompletableFuture.runAsync(
                () -> {
                    try (Socket socket = listening.accept()) {
                        script.play(new Peer(socket));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        listening.close();
        assertThatThrownBy(this::connect)
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("PEER@");
    }

    @Test
    void saysThatTheNameIsUnknown() {
        assertThatThrownBy(() -> client.connect(RemoteAe.of("nowhere.invalid", 104, "PEER"), CONTEXTS))
                .isInstanceOf(ConnectFailedException.class);
    }

    @Test
    void givesUpOnAPeerThatDoesNotAnswerTheRequest() throws Exception {
        replaceClient(new ClientTimeouts(LONG, SHORT, LONG, LONG));
        CompletableFuture<Void> peer = peer(script -> {
            script.receive();
            assertThat(script.receive()).isEqualTo(7);
        });
        assertThatThrownBy(this::connect).isInstanceOf(AssociationTimeoutException.class);
        peer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void reportsARejectionWithItsNumbers() {
        var unused = peer(script -> {
            script.receive();
            script.send(new AssociateRj(2, 3, 1));
            script.awaitClose();
        });
        assertThatThrownBy(this::connect).isInstanceOfSatisfying(AssociationRejectedException.class, e -> {
            assertThat(e.isTransient()).isTrue();
            assertThat(List.of(e.result(), e.source(), e.reason())).containsExactly(2, 3, 1);
        });
    }

    @Test
    void reportsAPeerThatHangsUp() {
        var unused = peer(Peer::receive);
        assertThatThrownBy(this::connect).isInstanceOf(AssociationAbortedException.class);
    }

    @Test
    void refusesAnAnswerThatIsNoDicom() throws Exception {
        CompletableFuture<Void> peer = peer(script -> {
            script.receive();
            script.send(new byte[] {'H', 'T', 'T', 'P'});
            assertThat(script.receive()).isEqualTo(7);
        });
        assertThatThrownBy(this::connect).isInstanceOf(AssociationAbortedException.class);
        peer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void givesUpOnAResponseThatDoesNotCome() throws Exception {
        replaceClient(new ClientTimeouts(LONG, LONG, SHORT, LONG));
        CompletableFuture<Void> peer = peer(script -> {
            script.acceptAssociation();
            script.receive();
            assertThat(script.receive()).isEqualTo(7);
        });
        ClientAssociation association = connect();
        assertThatThrownBy(association::echo)
                .isInstanceOf(AssociationTimeoutException.class)
                .hasMessageContaining("C-ECHO");
        assertThat(association.isOver()).isTrue();
        assertThatThrownBy(association::echo).isInstanceOf(AssociationTimeoutException.class);
        peer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void givesUpOnAPeerThatTakesNoBytes() {
        replaceClient(new ClientTimeouts(LONG, LONG, SHORT, LONG));
        CountDownLatch over = new CountDownLatch(1);
        var unused = peer(script -> {
            script.acceptAssociation();
            over.await(20, TimeUnit.SECONDS);
        });
        ClientAssociation association = connect();
        assertThatThrownBy(() -> association.store(new Zeros(200_000_000, 200_000_000)))
                .isInstanceOf(AssociationTimeoutException.class);
        over.countDown();
    }

    @Test
    void failsAStoreWhosePeerAborts() {
        var unused = peer(script -> {
            script.acceptAssociation();
            script.receive();
            script.send(Abort.byUser());
            script.awaitClose();
        });
        ClientAssociation association = connect();
        assertThatThrownBy(() -> association.store(new Zeros(10_000_000, 10_000_000)))
                .isInstanceOf(AssociationAbortedException.class);
        assertThat(association.isOver()).isTrue();
    }

    @Test
    void abortsWhenTheSourceIsShorterThanAnnounced() throws Exception {
        CompletableFuture<Void> peer = peer(script -> {
            script.acceptAssociation();
            while (script.receive() != 7) {
                // data until the abort
            }
        });
        ClientAssociation association = connect();
        assertThatThrownBy(() -> association.store(new Zeros(2_000_000, 1_000_000)))
                .isInstanceOf(UncheckedIOException.class);
        peer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anInterruptEndsAWaitingCallAndTheAssociation() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Void> peer = peer(script -> {
            script.acceptAssociation();
            script.receive();
            asked.countDown();
            assertThat(script.receive()).isEqualTo(7);
        });
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        ClientAssociation association = connect();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                association.echo();
            } catch (AssociationAbortedException e) {
                outcome.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("flag lost"));
            }
        });
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(AssociationAbortedException.class);
        peer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anAbortFromAnotherThreadEndsAWaitingCall() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        var unused = peer(script -> {
            script.acceptAssociation();
            script.receive();
            asked.countDown();
            script.awaitClose();
        });
        ClientAssociation association = connect();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                association.echo();
            } catch (AssociationAbortedException e) {
                outcome.complete(e);
            }
        });
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        association.abort();
        assertThat(outcome.get(10, TimeUnit.SECONDS)).hasMessageContaining("by us");
    }

    @Test
    void closingAnAssociationWhosePeerIsGoneDoesNotFail() {
        var unused = peer(Peer::acceptAssociation);
        ClientAssociation association = connect();
        association.close();
        assertThat(association.isOver()).isTrue();
    }

    @Test
    void releasesInOrder() throws Exception {
        CompletableFuture<Void> peer = peer(script -> {
            script.acceptAssociation();
            assertThat(script.receive()).isEqualTo(5);
            script.send(new ReleaseRp());
            script.awaitClose();
        });
        ClientAssociation association = connect();
        association.release();
        peer.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(association::echo).isInstanceOf(AssociationAbortedException.class);
    }

    private ClientAssociation connect() {
        return client.connect(
                new RemoteAe(new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort()), "PEER"),
                CONTEXTS);
    }

    /** The other end of a connection. */
    private static final class Peer {
        private final Socket socket;
        private final DataInputStream in;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
        }

        /** Reads one PDU; its type. */
        int receive() throws IOException {
            int type = in.readUnsignedByte();
            in.skipNBytes(1);
            in.skipNBytes(in.readInt());
            return type;
        }

        void acceptAssociation() throws IOException {
            receive();
            send(new AssociateAc(
                    1,
                    "PEER",
                    "TESTER",
                    AssociateRq.DICOM_APPLICATION_CONTEXT,
                    List.of(
                            new PresentationContextResult(1, 0, "1.2.840.10008.1.2"),
                            new PresentationContextResult(3, 0, EXPLICIT)),
                    UserInformation.of(16_384, "1.2.3", "PEER")));
        }

        void send(Pdu pdu) throws IOException {
            ByteBuf bytes = PduEncoder.encode(UnpooledByteBufAllocator.DEFAULT, pdu);
            send(ByteBufUtil.getBytes(bytes));
            bytes.release();
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        void awaitClose() throws IOException {
            while (in.read() >= 0) {
                // whatever comes
            }
        }
    }

    /** A CT that announces one length and has another. */
    private record Zeros(long dataSetLength, int length) implements InstanceSource {
        @Override
        public String sopClassUid() {
            return CT;
        }

        @Override
        public String sopInstanceUid() {
            return "1.2.3";
        }

        @Override
        public String transferSyntaxUid() {
            return EXPLICIT;
        }

        @Override
        public ReadableByteChannel open() {
            return Channels.newChannel(new ByteArrayInputStream(new byte[length]));
        }
    }
}
