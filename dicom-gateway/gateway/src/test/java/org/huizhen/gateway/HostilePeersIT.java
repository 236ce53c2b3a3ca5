package org.huizhen.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.huizhen.config.GatewaySettings;
import org.huizhen.dicom.association.AssociationRejectedException;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.InstanceSource;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.huizhen.gateway.forward.ScriptedCenter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crowds, dribblers and bombs at the gateway: honest modalities are served meanwhile, and nothing stays behind. */
final class HostilePeersIT {
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    private static final int CROWD = 200;

    @TempDir
    Path folder;

    private final List<String> leaks = new CopyOnWriteArrayList<>();
    private ScriptedCenter center;
    private Gateway gateway;
    private int threadsBefore;

    @BeforeEach
    void start() throws IOException {
        ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + ": " + records));
        center = new ScriptedCenter();
        center.pairing().store(folder.resolve("center.yaml"));
        Path file = folder.resolve("gateway.yaml");
        Files.writeString(file, """
                name: 城关镇卫生院
                dicom: {aeTitle: CLINIC1, address: 127.0.0.1, port: %d, unknown: loopback}
                http: {port: %d}
                center: {pairing: center.yaml, telephone: "0571-12345"}
                forward: {firstRetry: 50ms, longestRetry: 200ms, heartbeat: 100ms}
                spool: {directory: spool, minimumFree: 1 MiB}
                """.formatted(FreePorts.next(), FreePorts.next()));
        gateway = Gateway.start(GatewaySettings.load(file).orThrow(), Clock.systemUTC());
        store(instance(0));
        threadsBefore = threads();
    }

    @AfterEach
    void nothingStaysBehind() {
        Eventually.until("no association left", () -> gateway.dicomAddress() != null && associations() == 0);
        assertThat(threads()).as("threads").isLessThan(threadsBefore + 20);
        gateway.close();
        center.close();
        for (int i = 0; i < 5; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        assertThat(leaks).as("leaked buffers").isEmpty();
    }

    @Test
    void twoHundredAssociationsAtOnceAreServedOrToldToComeBackAndAllArrivesOnce() {
        Map<String, TestInstance> sent = new ConcurrentHashMap<>();
        AtomicInteger turnedAway = new AtomicInteger();
        try (var modalities = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= CROWD; i++) {
                TestInstance own = instance(i);
                TestInstance shared = instance(CROWD + 1 + i % 5); // of which forty come from different senders each
                sent.put(own.sopInstanceUid(), own);
                sent.put(shared.sopInstanceUid(), shared);
                modalities.execute(() -> {
                    while (!tryToStore(own, shared)) {
                        turnedAway.incrementAndGet();
                        Thread.yield();
                    }
                });
            }
        }
        Eventually.until("all at the center", () -> center.instances.size() == CROWD + 6);
        sent.forEach(
                (uid, instance) -> assertThat(center.instances.get(uid)).as(uid).isEqualTo(instance.data()));
        assertThat(center.copies.get()).as("sent to the center twice").isZero();
        assertThat(turnedAway.get()).as("told to come back").isPositive();
        assertThat(gateway.spool().ledger().totals().quarantined()).isZero();
    }

    @Test
    void thoseWhoDribbleOnDicomAndStatusPortKeepNobodyElseWaiting() throws Exception {
        List<Socket> dribblers = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                boolean dicom = i % 2 == 0;
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        dicom ? gateway.dicomAddress().getPort() : gateway.statusPort());
                socket.getOutputStream()
                        .write(
                                dicom
                                        ? new byte[] {1, 0, 0, 0, 0, 99, 0}
                                        : "POST /api/pin HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1"
                                                .getBytes(StandardCharsets.US_ASCII));
                dribblers.add(socket);
            }
            long began = System.nanoTime();
            store(instance(1));
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(
                                                    "http://127.0.0.1:" + gateway.statusPort() + "/api/status"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        } finally {
            for (Socket socket : dribblers) {
                socket.close();
            }
        }
    }

    @Test
    void aDeflatedBombIsStoredAsItCameOrRefusedWithoutEverBeingInflated() {
        byte[] zeros = new byte[1 << 20];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated =
                new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, true))) {
            for (int i = 0; i < 1024; i++) {
                deflated.write(zeros);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Runtime runtime = Runtime.getRuntime();
        long before = runtime.totalMemory() - runtime.freeMemory();
        try (ClientAssociation association = client().connect(
                        RemoteAe.of("127.0.0.1", gateway.dicomAddress().getPort(), "CLINIC1"),
                        List.of(new ProposedContext(TestInstance.CT, List.of(DEFLATED))))) {
            Status answer = association.store(new Bomb(out.toByteArray()));
            assertThat(answer).isIn(Status.CANNOT_UNDERSTAND, Status.SUCCESS);
        }
        assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(512L << 20);
        store(instance(1));
    }

    /** A gigabyte of zeros in a megabyte. */
    private record Bomb(byte[] data) implements InstanceSource {
        @Override
        public String sopClassUid() {
            return TestInstance.CT;
        }

        @Override
        public String sopInstanceUid() {
            return "1.2.3.999";
        }

        @Override
        public String transferSyntaxUid() {
            return DEFLATED;
        }

        @Override
        public long dataSetLength() {
            return data.length;
        }

        @Override
        public java.nio.channels.ReadableByteChannel open() {
            return java.nio.channels.Channels.newChannel(new java.io.ByteArrayInputStream(data));
        }
    }

    private static TestInstance instance(int number) {
        return TestInstance.ct("1.2.3.4." + number, "1.2.3." + number % 7, number, 64);
    }

    private void store(TestInstance instance) {
        assertThat(tryToStore(instance)).isTrue();
    }

    private boolean tryToStore(TestInstance... instances) {
        try (DicomClient client = client();
                ClientAssociation association = client.connect(
                        RemoteAe.of("127.0.0.1", gateway.dicomAddress().getPort(), "CLINIC1"),
                        List.of(new ProposedContext(TestInstance.CT, List.of(TestInstance.EXPLICIT))))) {
            for (TestInstance instance : instances) {
                assertThat(association.store(instance)).isEqualTo(Status.SUCCESS);
            }
            association.release();
            return true;
        } catch (AssociationRejectedException e) {
            return false;
        }
    }

    private static DicomClient client() {
        return DicomClient.builder().callingAeTitle("CT1").build();
    }

    private int associations() {
        try {
            String metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + gateway.statusPort() + "/api/status"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return metrics.contains("\"associations\":0") ? 0 : 1;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int threads() {
        return Thread.getAllStackTraces().size();
    }
}
