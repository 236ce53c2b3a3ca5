package org.huizhen.dicom.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.huizhen.dicom.association.AssociationRejectedException;
import org.huizhen.dicom.association.ContextNotAcceptedException;
import org.huizhen.dicom.association.Transport;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.InstanceSource;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAndServerTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String PRIVATE_CLASS = "1.3.46.670589.11.0.0.12.1";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final List<ProposedContext> CONTEXTS = List.of(
            ProposedContext.VERIFICATION,
            new ProposedContext(CT, List.of(EXPLICIT)),
            new ProposedContext(PRIVATE_CLASS, List.of(IMPLICIT)));

    private final CollectingSink sink = new CollectingSink();

    @ParameterizedTest
    @EnumSource(Transport.class)
    void storesWhatWasSentOverEitherTransport(Transport transport) {
        if (transport == Transport.EPOLL) {
            org.junit.jupiter.api.Assumptions.assumeTrue(Transport.best() == Transport.EPOLL, "no native epoll here");
        }
        try (DicomServer server = server().transport(transport).start();
                DicomClient client = client();
                ClientAssociation association = client.connect(to(server, "CLINIC1"), CONTEXTS)) {
            assertThat(association.echo()).isEqualTo(Status.SUCCESS);
            Instance instance = new Instance(CT, "1.2.3", EXPLICIT, 700_001);
            assertThat(association.store(instance)).isEqualTo(Status.SUCCESS);
            CollectingSink.Received received = sink.received.get("1.2.3");
            assertThat(received.dataSet()).isEqualTo(instance.bytes());
            assertThat(received.request().sopClassUid()).isEqualTo(CT);
            assertThat(received.request().transferSyntaxUid()).isEqualTo(EXPLICIT);
            assertThat(received.association().callingAeTitle()).isEqualTo("TESTER");
            assertThat(received.association().calledAeTitle()).isEqualTo("CLINIC1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 999, 1000, 16_384, 1_048_576})
    void fragmentsByTheLengthThePeerTakes(int maxPduLength) {
        try (DicomServer server = server().maxPduLength(maxPduLength).start();
                DicomClient client = client();
                ClientAssociation association = client.connect(to(server, "CLINIC1"), CONTEXTS)) {
            for (int length : List.of(1, 2, 57, 58, 59, 4096, 33_000)) {
                Instance instance = new Instance(CT, "1.2." + length, EXPLICIT, length);
                assertThat(association.store(instance)).isEqualTo(Status.SUCCESS);
                assertThat(sink.received.get("1.2." + length).dataSet()).isEqualTo(instance.bytes());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 57, 58, 16_379, 262_131})
    void endsADeflatedDataSetEvenly(int length) {
        String deflated = "1.2.840.10008.1.2.1.99";
        try (DicomServer server = server().maxPduLength(16_384).start();
                DicomClient client = client();
                ClientAssociation association =
                        client.connect(to(server, "CLINIC1"), List.of(new ProposedContext(CT, List.of(deflated))))) {
            Instance instance = new Instance(CT, "1.2.3", deflated, length);
            assertThat(association.store(instance)).isEqualTo(Status.SUCCESS);
            assertThat(sink.received.get("1.2.3").dataSet())
                    .isEqualTo(Arrays.copyOf(instance.bytes(), length + length % 2));
        }
    }

    @Test
    void takesPrivateStorageClasses() {
        try (DicomServer server = server().start();
                DicomClient client = client();
                ClientAssociation association = client.connect(to(server, "CLINIC1"), CONTEXTS)) {
            assertThat(association.store(new Instance(PRIVATE_CLASS, "1.2.9", IMPLICIT, 10)))
                    .isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void refusesToSendWhatThePeerDidNotAcceptAndStaysUsable() {
        try (DicomServer server = server().start();
                DicomClient client = client();
                ClientAssociation association = client.connect(to(server, "CLINIC1"), CONTEXTS)) {
            assertThatThrownBy(() -> association.store(new Instance(CT, "1.2.9", IMPLICIT, 10)))
                    .isInstanceOf(ContextNotAcceptedException.class);
            assertThat(association.echo()).isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void refusesAnInstanceUidThatIsNone() {
        try (DicomServer server = server().start();
                DicomClient client = client();
                ClientAssociation association = client.connect(to(server, "CLINIC1"), CONTEXTS)) {
            assertThat(association.store(new Instance(CT, "../../etc", EXPLICIT, 100_000)))
                    .isEqualTo(Status.INVALID_SOP_INSTANCE);
            assertThat(association.store(new Instance(CT, "1.2.3", EXPLICIT, 10)))
                    .isEqualTo(Status.SUCCESS);
        }
    }

    @Test
    void rejectsWrongCalledTitle() {
        try (DicomServer server = server().start();
                DicomClient client = client()) {
            assertThatThrownBy(() -> client.connect(to(server, "ELSEWHERE"), CONTEXTS))
                    .isInstanceOfSatisfying(AssociationRejectedException.class, e -> {
                        assertThat(e.result()).isEqualTo(1);
                        assertThat(e.source()).isEqualTo(1);
                        assertThat(e.reason()).isEqualTo(7);
                    });
        }
    }

    @Test
    void rejectsUnknownCallingTitle() {
        try (DicomServer server = server().calling(
                                caller -> caller.callingAeTitle().equals("CT1"))
                        .start();
                DicomClient client = client()) {
            assertThatThrownBy(() -> client.connect(to(server, "CLINIC1"), CONTEXTS))
                    .isInstanceOfSatisfying(
                            AssociationRejectedException.class,
                            e -> assertThat(e.reason()).isEqualTo(3));
        }
    }

    @Test
    void rejectsOneAssociationTooManyAsTransientAndRecovers() {
        try (DicomServer server = server().limits(new AssociationLimits(1, 1)).start();
                DicomClient client = client()) {
            try (ClientAssociation first = client.connect(to(server, "CLINIC1"), CONTEXTS)) {
                assertThat(first.echo()).isEqualTo(Status.SUCCESS);
                assertThatThrownBy(() -> client.connect(to(server, "CLINIC1"), CONTEXTS))
                        .isInstanceOfSatisfying(AssociationRejectedException.class, e -> {
                            assertThat(e.isTransient()).isTrue();
                            assertThat(e.source()).isEqualTo(3);
                            assertThat(e.reason()).isEqualTo(2);
                        });
            }
            Poll.until(() -> server.associations() == 0);
            client.connect(to(server, "CLINIC1"), CONTEXTS).release();
        }
    }

    @Test
    void keepsSeveralOperationsInFlightWhereNegotiated() {
        try (DicomServer server = server().start();
                DicomClient client = DicomClient.builder()
                        .callingAeTitle("TESTER")
                        .operations(4)
                        .build();
                ClientAssociation association = client.connect(to(server, "CLINIC1"), CONTEXTS)) {
            assertThat(association.negotiation().operations()).isEqualTo(4);
            List<CompletableFuture<Status>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(association.submit(new Instance(CT, "1.2." + i, EXPLICIT, 50_000)));
            }
            answers.forEach(answer -> assertThat(answer.join()).isEqualTo(Status.SUCCESS));
            assertThat(sink.received).hasSize(20);
        }
    }

    @Test
    void servesFiftyAssociationsAtOnce() throws Exception {
        try (DicomServer server = server().start();
                DicomClient client = client()) {
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 50; i++) {
                int number = i;
                threads.add(Thread.ofVirtual().start(() -> {
                    try (ClientAssociation association = client.connect(to(server, "CLINIC1"), CONTEXTS)) {
                        for (int k = 0; k < 4; k++) {
                            Instance instance = new Instance(CT, "1.2." + number + "." + k, EXPLICIT, 150_000);
                            assertThat(association.store(instance)).isEqualTo(Status.SUCCESS);
                            assertThat(sink.received
                                            .get(instance.sopInstanceUid())
                                            .dataSet())
                                    .isEqualTo(instance.bytes());
                        }
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            assertThat(sink.received).hasSize(200);
        }
    }

    private DicomServer.Builder server() {
        return DicomServer.builder()
                .aeTitles(Set.of("CLINIC1"))
                .services(List.of(new VerificationScp(), new StoreScp(sink)));
    }

    private static DicomClient client() {
        return DicomClient.builder().callingAeTitle("TESTER").build();
    }

    private static RemoteAe to(DicomServer server, String title) {
        return new RemoteAe(server.address(), title);
    }

    /** An instance of random bytes: the network layer never looks inside. */
    record Instance(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, int length)
            implements InstanceSource {
        byte[] bytes() {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            return bytes;
        }

        @Override
        public long dataSetLength() {
            return length;
        }

        @Override
        public ReadableByteChannel open() {
            return Channels.newChannel(new ByteArrayInputStream(bytes()));
        }
    }
}
