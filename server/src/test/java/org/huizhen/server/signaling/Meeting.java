package org.huizhen.server.signaling;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.SettableClock;
import org.huizhen.server.TestServer;
import org.huizhen.server.core.OrganizationId;

/** The whole center with a clinic, people and a clock that the test moves; rooms over real sockets. */
final class Meeting implements AutoCloseable {
    final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T02:00:00Z"));
    final TestServer server;
    final OrganizationId center;
    final OrganizationId clinic;
    final TestServer.Person physician;
    final TestServer.Person colleague;
    final TestServer.Person specialist;
    final TestServer.Person stranger;
    private final List<SignalClient> clients = new ArrayList<>();

    Meeting() {
        this("");
    }

    Meeting(String settings) {
        server = TestServer.start(clock, settings);
        center = server.organization("县人民医院", "center", Optional.empty());
        clinic = server.organization("东乡卫生院", "township", Optional.of(center));
        OrganizationId other = server.organization("西乡卫生院", "township", Optional.of(center));
        physician = server.person(clinic, "physician");
        colleague = server.person(clinic, "physician");
        specialist = server.person(center, "specialist");
        stranger = server.person(other, "physician");
    }

    /** A room about nobody. */
    String room(TestServer.Person host, TestServer.Person... invited) {
        return open(host, Map.of("kind", "discussion", "invited", ids(invited)));
    }

    String open(TestServer.Person host, Map<String, ?> body) {
        var answer = host.client().post("/api/v1/rooms", body);
        if (answer.status() != 201) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
        return answer.body().path("id").asText();
    }

    static List<String> ids(TestServer.Person... people) {
        return Arrays.stream(people).map(person -> person.id().toString()).toList();
    }

    /** A patient of the clinic. */
    String patient() {
        var answer = physician
                .client()
                .post(
                        "/api/v1/patients",
                        Map.of("name", "王秀英" + UUID.randomUUID(), "sex", "female", "birthDate", "1970-01-02"));
        if (answer.status() != 201) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
        return answer.body().path("id").asText();
    }

    /** A connected tab, signed in. */
    SignalClient tab(TestServer.Person person) {
        SignalClient client = SignalClient.connect(server.services().signalingPort());
        clients.add(client);
        client.helloWithToken(person.token());
        return client;
    }

    /** A tab without hello. */
    SignalClient socket() {
        SignalClient client = SignalClient.connect(server.services().signalingPort());
        clients.add(client);
        return client;
    }

    /** Joins and gives the snapshot. */
    static JsonNode join(SignalClient client, String room) {
        JsonNode answer = client.ask("room.join", in(room));
        if (!answer.has("ok")) {
            throw new AssertionError(answer.toString());
        }
        return answer.get("ok");
    }

    static String in(String room) {
        return "\"room\":\"" + room + "\"";
    }

    static String error(JsonNode answer) {
        return answer.at("/error/type").asText();
    }

    /** Lets clients go, keeps the server. */
    void disperse() {
        clients.forEach(SignalClient::close);
        clients.clear();
    }

    @Override
    public void close() {
        disperse();
        server.close();
    }
}
