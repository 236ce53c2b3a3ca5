package org.huizhen.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.huizhen.gateway.forward.PairingCall;

/**
 * Fills an empty center. Each step looks at what is there and adds what is missing, so a seeding that was cut goes on
 * at the next start.
 */
final class Seeding {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(150);

    private final DemoFolder folder;
    private final DemoPorts ports;
    private final DemoOrigin origin;
    private final Accounts accounts;
    private final Progress progress;

    Seeding(DemoFolder folder, DemoPorts ports, DemoOrigin origin, Accounts accounts, Progress progress) {
        this.folder = folder;
        this.ports = ports;
        this.origin = origin;
        this.accounts = accounts;
        this.progress = progress;
    }

    /** Needs server and gateway started, not yet ready. */
    void run(List<SampleStudy> studies) throws IOException, InterruptedException {
        StudySeed seed = new StudySeed(studies);
        boolean paired = Files.exists(folder.pairing());
        CompletableFuture<Set<String>> complete = new CompletableFuture<>();
        if (!paired) {
            complete.complete(Set.of());
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            // The gateway takes studies before it knows its center: modalities never wait for the line.
            Future<Void> sending = executor.submit(() -> {
                Set<String> skip = complete.get();
                Readiness.awaitPort("the gateway's DICOM port", ports.clinicDicom());
                seed.sendToGateway(ports, skip);
                progress.say("the gateway has taken CLINIC1's studies");
                return null;
            });
            try {
                Readiness.awaitHttp("the center", ports.url() + "/health/ready");
                progress.say("the center answers");
                Rest admin = signIn("admin");
                ConsortiumSeed consortium = new ConsortiumSeed(admin, origin);
                consortium.organizations();
                consortium.departments();
                consortium.rules();
                Future<Void> pairing = executor.submit(() -> {
                    if (!paired) {
                        pair(admin, consortium);
                    }
                    return null;
                });
                consortium.people(accounts, List.of("reader1", "technician2", "reviewer1"));
                Rest reader = signIn("reader1");
                Set<String> known = seed.complete(reader);
                complete.complete(known);
                Rest technician2 = signIn("technician2");
                Future<Void> storing = executor.submit(() -> {
                    seed.sendByTechnician(technician2, known);
                    progress.say("CLINIC2's studies are stored");
                    return null;
                });
                consortium.qualifications(reader);
                consortium.dutyPosts(reader);
                consortium.people(accounts, Cast.usernames());
                Rest reviewer = signIn("reviewer1");
                progress.say("organizations, people, rules and qualifications are there");
                Parallel.await(pairing);
                Parallel.await(storing);
                Parallel.await(sending);
                Deadline.await(
                        "the arrival of all studies at the center",
                        LONG,
                        SHORT,
                        () -> seed.complete(reader).size() == studies.size());
                progress.say(studies.size() + " studies are at the center");
                new ReadingSeed(reader, reviewer, technician2).run(studies);
                progress.say("reports are written and signed");
            } finally {
                complete.cancel(false);
            }
        }
        Files.writeString(folder.seeded(), "seed " + origin.seed() + " " + origin.now() + "\n");
    }

    /** With a one-time code, by the call behind {@code huizhen pair}. */
    private void pair(Rest admin, ConsortiumSeed consortium) throws IOException, InterruptedException {
        ObjectNode wanted = Rest.JSON.createObjectNode();
        wanted.put("organizationId", consortium.organizationId(Cast.CLINIC1));
        wanted.put("aeTitle", Cast.CLINIC1);
        String code = admin.post("/gateways/pairing-codes", wanted).path("code").asText();
        PairingCall.pair(URI.create(ports.url()), code, Cast.placeName(Cast.CLINIC1), Optional.empty())
                .store(folder.pairing());
        progress.say("CLINIC1's gateway is paired");
    }

    private Rest signIn(String username) throws IOException, InterruptedException {
        return Rest.signIn(ports.url(), username, accounts.password(username));
    }
}
