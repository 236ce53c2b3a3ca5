package org.huizhen.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.huizhen.dicom.association.AssociationException;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.huizhen.gateway.forward.ScriptedCenter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the gateway while it receives and forwards. */
class KillIT {
    private static final int ROUNDS = Integer.getInteger("huizhen.kill.rounds", 5);
    private static final int SENDERS = 3;

    @TempDir
    Path folder;

    @Test
    void whateverWasAcknowledgedReachesTheCenterThoughTheGatewayIsKilled() throws Exception {
        Map<String, TestInstance> acknowledged = new ConcurrentHashMap<>();
        AtomicInteger number = new AtomicInteger();
        Random random = new Random(20261122);
        try (ScriptedCenter center = new ScriptedCenter();
                GatewayProcess gateway = new GatewayProcess(
                                folder.resolve("gateway"),
                                "spool: {directory: spool, minimumFree: 1 MiB, segmentSize: 1 MiB}")
                        .pairedWith(center.pairing())) {
            for (int round = 0; round < ROUNDS; round++) {
                gateway.start();
                AtomicBoolean over = new AtomicBoolean();
                int before = acknowledged.size();
                List<Thread> senders = java.util.stream.IntStream.range(0, SENDERS)
                        .mapToObj(i ->
                                Thread.ofVirtual().start(() -> send(gateway.dicomPort, number, acknowledged, over)))
                        .toList();
                int wanted = before + 5 + random.nextInt(60);
                Eventually.until("some acknowledged", () -> acknowledged.size() >= wanted);
                gateway.kill();
                over.set(true);
                for (Thread sender : senders) {
                    sender.join();
                }
            }
            gateway.start();
            Eventually.until(
                    "all at the center", () -> center.instances.keySet().containsAll(acknowledged.keySet()));
            acknowledged.forEach((uid, instance) ->
                    assertThat(center.instances.get(uid)).as(uid).isEqualTo(instance.data()));
            Eventually.until(
                    "an empty spool", () -> gateway.get("/metrics").contains("huizhen_gateway_waiting_instances 0.0"));
            assertThat(gateway.get("/metrics")).contains("huizhen_gateway_refused_instances 0.0");
            assertThat(gateway.stop()).isEqualTo(143);
            System.out.printf(
                    "FAULTS kill -9 of the gateway: %d rounds, %d acknowledged, 0 lost, 0 changed%n",
                    ROUNDS, acknowledged.size());
        }
    }

    private static void send(
            int port, AtomicInteger number, Map<String, TestInstance> acknowledged, AtomicBoolean over) {
        try (DicomClient client = DicomClient.builder().callingAeTitle("CT1").build()) {
            while (!over.get()) {
                try (ClientAssociation association = client.connect(
                        RemoteAe.of("127.0.0.1", port, "CLINIC1"),
                        List.of(new ProposedContext(TestInstance.CT, List.of(TestInstance.EXPLICIT))))) {
                    while (!over.get()) {
                        int next = number.incrementAndGet();
                        TestInstance instance = TestInstance.ct("1.2.9." + next, "1.2.8." + next / 20, next, 100);
                        if (association.store(instance).isSuccess()) {
                            acknowledged.put(instance.sopInstanceUid(), instance);
                        }
                    }
                } catch (AssociationException e) {
                    // the gateway was killed: go on with the next one when it is back
                    Thread.onSpinWait();
                }
            }
        }
    }
}
