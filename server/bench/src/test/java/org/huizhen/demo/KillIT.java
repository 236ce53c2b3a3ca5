package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.huizhen.dicom.association.AssociationException;
import org.huizhen.dicom.dimse.DimseException;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.InstanceFile;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pulls the plug of gateway, center and PostgreSQL, in turn and at random moments, while a modality sends: what was acknowledged
 * is at the center afterwards, once and whole. Rounds: system property {@code huizhen.kill.rounds}, 20 by default.
 */
final class KillIT {
    private static final int ROUNDS = Integer.getInteger("huizhen.kill.rounds", 20);
    private static final List<String> VICTIMS = List.of("gateway", "server", "postgres");
    private static final int SLICES = 10;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    @TempDir
    Path data;

    @Test
    void losesAndDoublesNothingWhenProcessesAreKilledWhileStudiesStream() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, List<String>> acknowledged = new LinkedHashMap<>();
        try (DemoUnderTest demo = DemoUnderTest.start(data.resolve("demo"));
                DicomClient client =
                        DicomClient.builder().callingAeTitle("CLINIC1_CT").build()) {
            for (int round = 0; round < ROUNDS; round++) {
                Sent sent = Sent.ct(
                        data,
                        "K-" + round,
                        "Ceshi^Duandian=测试^断电",
                        LocalDate.of(1960, 1, 1).plusDays(round),
                        SLICES);
                List<String> stored = new ArrayList<>();
                acknowledged.put(sent.studyUid(), stored);
                String victim = VICTIMS.get(round % VICTIMS.size());
                long pid = demo.pid(victim);
                Thread plug = Thread.ofPlatform().start(pulling(pid, random.nextInt(250)));
                send(client, demo.dicomPort(), sent.folder(), stored);
                plug.join();
                Deadline.await("a new " + victim, LIMIT, PAUSE, () -> demo.pid(victim) != pid);
                Readiness.awaitPort("the gateway's DICOM port", demo.dicomPort());
            }
            assertThat(acknowledged.values().stream().mapToInt(List::size).sum())
                    .as("instances acknowledged before or after a kill")
                    .isEqualTo(ROUNDS * SLICES);
            Readiness.awaitHttp("the center", demo.url() + "/health/ready");
            Rest reader = demo.as("reader");
            for (Map.Entry<String, List<String>> study : acknowledged.entrySet()) {
                whole(reader, study.getKey(), study.getValue().size());
            }
            List<JsonNode> ours = reader.list("/studies").stream()
                    .filter(study -> acknowledged.containsKey(
                            study.path("studyInstanceUid").asText()))
                    .toList();
            assertThat(ours).hasSize(ROUNDS).allSatisfy(study -> {
                assertThat(study.path("instances").asInt()).isEqualTo(SLICES);
                assertThat(study.path("conflicts").asInt()).isZero();
            });
            System.out.printf(
                    "FAULTS kill -9 of gateway, center, database: %d rounds, %d instances, 0 lost, 0 doubled,"
                            + " 0 falsely complete%n",
                    ROUNDS, ROUNDS * SLICES);
        }
    }

    private static Runnable pulling(long pid, int afterMillis) {
        return () -> {
            try {
                Thread.sleep(afterMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        };
    }

    /** As a modality does: what was not acknowledged is sent again, what was is not. */
    private static void send(DicomClient client, int port, Path folder, List<String> stored)
            throws IOException, InterruptedException {
        List<InstanceFile> files = new ArrayList<>();
        try (var paths = Files.list(folder)) {
            for (Path path : paths.sorted().toList()) {
                files.add(InstanceFile.read(path));
            }
        }
        Deadline.await("all instances acknowledged", LIMIT, PAUSE, () -> {
            try (ClientAssociation association =
                    client.connect(RemoteAe.of("127.0.0.1", port, "CLINIC1"), ProposedContext.forFiles(files))) {
                for (InstanceFile file : files) {
                    if (!stored.contains(file.sopInstanceUid())) {
                        if (!association.store(file).isSuccess()) {
                            return false;
                        }
                        stored.add(file.sopInstanceUid());
                    }
                }
                association.release();
                return true;
            } catch (AssociationException | DimseException e) {
                return stored.size() == files.size();
            }
        });
    }

    private static void whole(Rest reader, String studyUid, int instances) throws IOException, InterruptedException {
        try {
            await(reader, studyUid, instances);
        } catch (IOException e) {
            List<JsonNode> seen = reader.list("/studies").stream()
                    .filter(study -> study.path("studyInstanceUid").asText().equals(studyUid))
                    .toList();
            throw new IOException("not whole at the center, which knows " + seen, e);
        }
    }

    private static void await(Rest reader, String studyUid, int instances) throws IOException, InterruptedException {
        DemoUnderTest.await(
                reader,
                "/studies",
                study -> study.path("studyInstanceUid").asText().equals(studyUid)
                        && study.path("completeness").path("received").asInt() == instances
                        && study.path("completeness").path("announced").asInt() == instances);
    }
}
