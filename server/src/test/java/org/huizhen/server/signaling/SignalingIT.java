package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.huizhen.config.Keys;
import org.huizhen.server.Eventually;
import org.huizhen.server.SettableClock;
import org.huizhen.server.TestConsortium;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.cluster.LoneCluster;
import org.huizhen.server.cluster.Membership;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.signaling.register.RoomRegister;
import org.huizhen.server.signaling.room.IceServers;
import org.huizhen.server.signaling.room.MediaPlanes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The socket as clients meet it: a real server, a real database, the JDK's WebSocket client. */
class SignalingIT {
    private static final SignalSettings.Limits LIMITS = new SignalSettings.Limits(
            5,
            16 << 10,
            64 << 10,
            50,
            100,
            200,
            1_000,
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T02:00:00Z"));
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Tickets tickets = new Tickets();
    private TestDatabase test;
    private Database database;
    private TestConsortium people;
    private SignalingFeature signaling;

    @BeforeEach
    void start() {
        test = TestDatabase.create(clock);
        database = test.database();
        people = new TestConsortium(database);
        Grants grants = new Grants();
        Access access = new Access(clock, grants);
        AuditLog audit = new AuditLog();
        PatientFeature patients = new PatientFeature(database, access, audit, Keys.open(folder.resolve("keys.yaml")));
        signaling = new SignalingFeature(
                new RoomRegister.Ground(database, access, grants, audit, clock, patients),
                registry,
                new SignalSettings(
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        Set.of("https://portal.example"),
                        LIMITS,
                        IceServers.Settings.none()),
                tickets,
                new SignalingFeature.Place(
                        new LoneCluster(Membership.alone("test")),
                        "https://huizhen.example",
                        (handle, request) -> Optional.empty(),
                        MediaPlanes.meshOnly(),
                        Optional.empty()),
                Set.of("readingRequest.claimed", "patient.linked"));
        database.outbox().start();
        signaling.start();
    }

    @AfterEach
    void stop() {
        signaling.close();
        test.close();
    }

    @Test
    void tellsOfAChangeWithinASecond() {
        try (SignalClient client = connect()) {
            JsonNode welcome = client.hello(tickets.of(people.reader));
            assertThat(welcome.at("/ok/resumed").asBoolean()).isFalse();
            assertThat(welcome.at("/ok/session").asText()).isNotEmpty();
            assertThat(welcome.at("/ok/limits/messageBytes").asInt()).isEqualTo(16384);
            long before = System.nanoTime();
            ReadingRequestId request = publish(people.clinic1);
            JsonNode event = client.next();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            assertThat(event.get("seq").asLong()).isEqualTo(1);
            assertThat(event.get("type").asText()).isEqualTo("notify");
            assertThat(event.get("event").asText()).isEqualTo("readingRequest.claimed");
            assertThat(event.get("resource").asText()).isEqualTo("readingRequest");
            assertThat(event.get("resourceId").asText()).isEqualTo(request.toString());
            assertThat(event.get("version").asLong()).isEqualTo(7);
            assertThat(event.size()).isEqualTo(6);
        }
    }

    @Test
    void tellsNobodyWhomItDoesNotConcern() {
        try (SignalClient center = connect();
                SignalClient clinic1 = connect();
                SignalClient clinic2 = connect();
                SignalClient admin = connect()) {
            center.hello(tickets.of(people.reader));
            clinic1.hello(tickets.of(people.physician1));
            clinic2.hello(tickets.of(people.physician2));
            admin.hello(tickets.of(people.admin));
            publish(people.clinic1);
            ReadingRequestId second = publish(people.clinic2);
            assertThat(clinic1.next().get("seq").asLong()).isEqualTo(1);
            // Both have been routed once the second is there, since one thread does it in order.
            assertThat(clinic2.next().get("resourceId").asText()).isEqualTo(second.toString());
            assertThat(center.next().get("seq").asLong()).isEqualTo(1);
            assertThat(center.next().get("seq").asLong()).isEqualTo(2);
            assertThat(clinic1.silent()).isTrue();
            assertThat(clinic2.silent()).isTrue();
            assertThat(admin.silent()).isTrue();
        }
    }

    @Test
    void resumeMissesNothingAndDoublesNothing() {
        JsonNode welcome;
        try (SignalClient first = connect()) {
            welcome = first.hello(tickets.of(people.reader));
            publish(people.clinic1, 5);
            for (long seq = 1; seq <= 3; seq++) {
                assertThat(first.next().get("seq").asLong()).isEqualTo(seq);
            }
            first.drop();
        }
        publish(people.clinic1, 20);
        try (SignalClient second = connect()) {
            JsonNode again = second.resume(tickets.of(people.reader), welcome, 3);
            assertThat(again.at("/ok/resumed").asBoolean()).isTrue();
            assertThat(again.at("/ok/session").asText())
                    .isEqualTo(welcome.at("/ok/session").asText());
            publish(people.clinic1, 3);
            List<Long> seqs = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                seqs.add(second.next().get("seq").asLong());
            }
            assertThat(seqs)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(4, 28).boxed().toList());
            assertThat(second.silent()).isTrue();
        }
    }

    @Test
    void tellsWhenTooLateToResume() {
        JsonNode welcome;
        try (SignalClient first = connect()) {
            welcome = first.hello(tickets.of(people.reader));
        }
        Eventually.until("the socket was seen to be gone", Duration.ofSeconds(5), () -> sockets() == 0);
        clock.pass(Duration.ofSeconds(61));
        try (SignalClient second = connect()) {
            JsonNode fresh = second.resume(tickets.of(people.reader), welcome, 0);
            assertThat(fresh.at("/ok/resumed").asBoolean()).isFalse();
            assertThat(fresh.at("/ok/session").asText())
                    .isNotEqualTo(welcome.at("/ok/session").asText());
        }
    }

    @Test
    void resumesOnlyForTheSamePersonWithTheKey() {
        try (SignalClient first = connect();
                SignalClient thief = connect();
                SignalClient guess = connect()) {
            JsonNode welcome = first.hello(tickets.of(people.reader));
            assertThat(thief.resume(tickets.of(people.physician2), welcome, 0)
                            .at("/ok/resumed")
                            .asBoolean())
                    .isFalse();
            ((com.fasterxml.jackson.databind.node.ObjectNode) welcome.get("ok")).put("resumeKey", "guessed");
            assertThat(guess.resume(tickets.of(people.reader), welcome, 0)
                            .at("/ok/resumed")
                            .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void resumeReplacesTheOldSocket() {
        try (SignalClient first = connect();
                SignalClient second = connect()) {
            JsonNode welcome = first.hello(tickets.of(people.reader));
            assertThat(second.resume(tickets.of(people.reader), welcome, 0)
                            .at("/ok/resumed")
                            .asBoolean())
                    .isTrue();
            assertThat(first.next().get("type").asText()).isEqualTo("session.replaced");
            assertThat(first.closeCode()).isEqualTo(4409);
            publish(people.clinic1);
            assertThat(second.next().get("seq").asLong()).isEqualTo(1);
        }
    }

    @Test
    void forgetsWhatWasAcknowledged() {
        try (SignalClient first = connect();
                SignalClient second = connect()) {
            JsonNode welcome = first.hello(tickets.of(people.reader));
            publish(people.clinic1, 2);
            first.next();
            first.next();
            first.send("{\"type\":\"ack\",\"seq\":2}");
            assertThat(first.ask("ping", "").has("ok")).isTrue();
            assertThat(second.resume(tickets.of(people.reader), welcome, 0)
                            .at("/ok/resumed")
                            .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void refusesWhatComesBeforeHelloOrTwice() {
        try (SignalClient client = connect()) {
            assertThat(client.ask("ping", "").at("/error/type").asText()).isEqualTo("unauthenticated");
            client.hello(tickets.of(people.reader));
            assertThat(client.hello(tickets.of(people.reader)).at("/error/type").asText())
                    .isEqualTo("invalid-request");
            assertThat(client.ask("ping", "").has("ok")).isTrue();
        }
    }

    @Test
    void refusesUnknownTypesAndWhatIsNoMessage() {
        try (SignalClient client = connect()) {
            client.hello(tickets.of(people.reader));
            assertThat(client.ask("room.explode", "").at("/error/type").asText())
                    .isEqualTo("invalid-request");
            for (String text : List.of(
                    "",
                    "[]",
                    "null",
                    "{",
                    "{\"type\":7}",
                    "{\"id\":-1,\"type\":\"ping\"}",
                    "{}{}",
                    "{\"id\":1,\"id\":2,\"type\":\"ping\"}",
                    "[".repeat(5_000))) {
                client.send(text);
                JsonNode refused = client.next();
                assertThat(refused.at("/error/type").asText()).as(text).isEqualTo("invalid-request");
                assertThat(refused.at("/error/retryable").asBoolean()).isFalse();
            }
            assertThat(client.ask("ping", "").has("ok")).isTrue();
        }
    }

    @Test
    void turnsAwayWithoutTicketAndWithAUsedOne() {
        try (SignalClient none = connect();
                SignalClient used = connect()) {
            assertThat(none.ask("hello", "").at("/error/type").asText()).isEqualTo("unauthenticated");
            String ticket = tickets.of(people.reader);
            tickets.byTicket(ticket, "");
            JsonNode refused = used.hello(ticket);
            assertThat(refused.at("/error/type").asText()).isEqualTo("token-expired");
            assertThat(refused.at("/error/retryable").asBoolean()).isTrue();
            assertThat(used.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void closesSocketsThatSayNothing() {
        try (SignalClient client = connect()) {
            assertThat(client.closeCode()).isEqualTo(4408);
        }
    }

    @Test
    void refusesOversizedMessages() {
        try (SignalClient whole = connect();
                SignalClient pieces = connect()) {
            whole.hello(tickets.of(people.reader));
            whole.send("x".repeat(66_000));
            assertThat(whole.next().at("/error/type").asText()).isEqualTo("too-large");
            assertThat(whole.closeCode()).isEqualTo(1009);
            pieces.hello(tickets.of(people.reader));
            pieces.sendWithoutEnd("x".repeat(40_000));
            pieces.send("x".repeat(40_000));
            assertThat(pieces.next().at("/error/type").asText()).isEqualTo("too-large");
        }
    }

    @Test
    void refusesMoreMessagesThanTheRateAndTheBurst() {
        try (SignalClient client = connect()) {
            client.hello(tickets.of(people.reader));
            for (int i = 0; i < 130; i++) {
                client.send("{\"id\":" + (1000 + i) + ",\"type\":\"ping\"}");
            }
            boolean refused = false;
            for (int i = 0; i < 130 && !refused; i++) {
                JsonNode answer = client.next();
                refused = answer.at("/error/type").asText().equals("too-many-requests");
                if (refused) {
                    assertThat(answer.at("/error/retryAfterMs").isNumber()).isTrue();
                    assertThat(i).isGreaterThanOrEqualTo(99);
                }
            }
            assertThat(refused).isTrue();
        }
    }

    @Test
    void closesAClientThatReadsNothingAndLetsItResume() throws IOException {
        JsonNode welcome;
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4 << 10);
            slow.connect(new java.net.InetSocketAddress("127.0.0.1", signaling.port()));
            welcome = RawClient.hello(slow, tickets.of(people.reader));
            // More than the kernel's two buffers and the queue of 200 take.
            for (int i = 0; i < 4_000; i++) {
                signaling.publish(event(people.clinic1, ReadingRequestId.next()));
            }
            Eventually.until(
                    "the slow socket was closed",
                    Duration.ofSeconds(5),
                    () -> registry.find("huizhen.signaling.closed")
                                    .tag("reason", "slow-consumer")
                                    .counter()
                            != null);
            Eventually.until("its channel is gone", Duration.ofSeconds(5), () -> sockets() == 0);
        }
        try (SignalClient again = connect()) {
            assertThat(again.resume(tickets.of(people.reader), welcome, 3_900)
                            .at("/ok/resumed")
                            .asBoolean())
                    .isTrue();
            for (long seq = 3_901; seq <= 4_000; seq++) {
                assertThat(again.next().get("seq").asLong()).isEqualTo(seq);
            }
        }
    }

    @Test
    void closesAClientThatAnswersNoPing() {
        try (SignalClient client = connect()) {
            client.hello(tickets.of(people.reader));
            assertThat(client.closeCode()).isEqualTo(4410);
        }
    }

    @Test
    void closesWhenTheWebSessionHasEnded() {
        try (SignalClient client = connect()) {
            client.hello(tickets.of(people.reader));
            tickets.ended.add(people.reader.sessionId());
            assertThat(client.closeCode()).isEqualTo(4403);
        }
    }

    @Test
    void refusesForeignOriginsAndOtherProtocols() {
        assertThatThrownBy(() -> SignalClient.connect(signaling.port(), "https://evil.example", Gate.SUBPROTOCOL))
                .rootCause()
                .hasMessageContaining("403");
        assertThatThrownBy(() -> SignalClient.connect(signaling.port(), "null", Gate.SUBPROTOCOL))
                .rootCause()
                .hasMessageContaining("403");
        assertThatThrownBy(() -> SignalClient.connect(signaling.port(), null, "huizhen.v0"))
                .rootCause()
                .hasMessageContaining("400");
        SignalClient.connect(signaling.port(), "http://127.0.0.1:8080", Gate.SUBPROTOCOL)
                .close();
        SignalClient.connect(signaling.port(), "http://localhost:8080", Gate.SUBPROTOCOL)
                .close();
        SignalClient.connect(signaling.port(), "https://portal.example", Gate.SUBPROTOCOL)
                .close();
    }

    @Test
    void refusesMoreSessionsThanItHolds() {
        List<SignalClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                SignalClient client = connect();
                clients.add(client);
                assertThat(client.hello(tickets.of(people.reader)).has("ok")).isTrue();
            }
            try (SignalClient one = connect()) {
                JsonNode refused = one.hello(tickets.of(people.reader));
                assertThat(refused.at("/error/type").asText()).isEqualTo("no-resources");
                assertThat(one.closeCode()).isEqualTo(1013);
            }
            assertThat(clients.getFirst().ask("bye", "").has("ok")).isTrue();
            try (SignalClient one = connect()) {
                assertThat(one.hello(tickets.of(people.reader)).has("ok")).isTrue();
            }
        } finally {
            clients.forEach(SignalClient::close);
        }
    }

    @Test
    void tellsItsClientsWhenItStops() {
        try (SignalClient client = connect()) {
            client.hello(tickets.of(people.reader));
            signaling.close();
            assertThat(client.closeCode()).isEqualTo(1012);
        }
    }

    private SignalClient connect() {
        return SignalClient.connect(signaling.port());
    }

    private double sockets() {
        return registry.get("huizhen.signaling.sockets").gauge().value();
    }

    private ReadingRequestId publish(OrganizationId organization) {
        ReadingRequestId id = ReadingRequestId.next();
        database.run(transaction -> transaction.publish(event(organization, id)));
        return id;
    }

    private void publish(OrganizationId organization, int count) {
        database.run(transaction -> {
            for (int i = 0; i < count; i++) {
                transaction.publish(event(organization, ReadingRequestId.next()));
            }
        });
    }

    private Event event(OrganizationId organization, ReadingRequestId id) {
        return Event.of("readingRequest.claimed", "readingRequest", id, 7, organization, clock.instant());
    }

    /** Speaks just enough of RFC 6455 to say hello and then read no more. */
    private static final class RawClient {
        static JsonNode hello(Socket socket, String ticket) throws IOException {
            socket.getOutputStream()
                    .write("GET /signal HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            .concat("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                            .concat("Sec-WebSocket-Protocol: huizhen.v1\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101");
            byte[] text =
                    ("{\"id\":1,\"type\":\"hello\",\"ticket\":\"" + ticket + "\"}").getBytes(StandardCharsets.UTF_8);
            byte[] frame = new byte[6 + text.length];
            frame[0] = (byte) 0x81;
            frame[1] = (byte) (0x80 | text.length);
            System.arraycopy(text, 0, frame, 6, text.length);
            socket.getOutputStream().write(frame);
            assertThat(in.read()).isEqualTo(0x81);
            int length = in.read();
            if (length == 126) {
                length = in.read() << 8 | in.read();
            }
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(in.readNBytes(length));
        }
    }
}
