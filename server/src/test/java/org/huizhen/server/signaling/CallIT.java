package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huizhen.server.signaling.Meeting.error;
import static org.huizhen.server.signaling.Meeting.in;
import static org.huizhen.server.signaling.Meeting.join;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.huizhen.server.Eventually;
import org.huizhen.server.TestClient;
import org.huizhen.server.TestServer;
import org.huizhen.server.core.Uuids;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Presence, and ringing people into a room. */
final class CallIT {
    private static Meeting meeting;
    private static UUID department;
    private static TestServer.Person one;
    private static TestServer.Person two;

    @BeforeAll
    static void start() {
        meeting = new Meeting();
        one = meeting.server.person(meeting.center, "specialist");
        two = meeting.server.person(meeting.center, "specialist");
        TestClient admin = meeting.server.person(meeting.center, "admin").client();
        String made = admin.post(
                        "/api/v1/organizations/" + meeting.center + "/departments",
                        Map.of("code", "CARD", "name", "心内科"))
                .body()
                .path("id")
                .asText();
        department = UUID.fromString(made);
        for (TestServer.Person person : List.of(one, two)) {
            String path = "/api/v1/users/" + person.id();
            String version = admin.get(path).header("ETag").orElseThrow();
            assertThat(admin.call("PATCH", path, Map.of("department", Map.of("id", made)), "If-Match", version)
                            .status())
                    .isEqualTo(200);
        }
    }

    @AfterEach
    void disperse() {
        meeting.disperse();
        // Nobody of the last test is rung in the next.
        Eventually.until(
                "all lines were seen to be gone",
                Duration.ofSeconds(10),
                () -> meeting.server.services().signaling().sockets() == 0);
    }

    @AfterAll
    static void stop() {
        meeting.close();
    }

    private static String callee(String room, Object id) {
        return in(room) + ",\"callee\":\"" + id + "\"";
    }

    private static String call(JsonNode event) {
        return "\"call\":\"" + event.path("call").asText() + "\"";
    }

    @Test
    void ringsAPersonWhoAcceptsAndJoins() {
        String room = meeting.room(meeting.physician);
        SignalClient caller = meeting.tab(meeting.physician);
        SignalClient callee = meeting.tab(meeting.specialist);
        join(caller, room);
        JsonNode made = caller.ask("call.invite", callee(room, meeting.specialist.id()));
        assertThat(made.at("/ok/ringing").asInt()).isEqualTo(1);
        JsonNode invited = callee.event("call.invited");
        assertThat(invited.path("from").asText()).isEqualTo(meeting.physician.username());
        callee.ask("call.ring", call(invited));
        caller.event("call.ringing");
        assertThat(callee.ask("call.accept", call(invited)).at("/ok/room").asText())
                .isEqualTo(room);
        assertThat(caller.event("call.accepted").path("byUserId").asText())
                .isEqualTo(meeting.specialist.id().toString());
        assertThat(join(callee, room).path("role").asText()).isEqualTo("expert");
        assertThat(error(callee.ask("call.accept", call(invited)))).isEqualTo("invalid-request");
    }

    @Test
    void theFirstOfADepartmentToAcceptHasTheCall() {
        String room = meeting.room(meeting.physician);
        SignalClient caller = meeting.tab(meeting.physician);
        SignalClient first = meeting.tab(one);
        SignalClient second = meeting.tab(two);
        first.ask("presence.set", "\"state\":\"available\"");
        JsonNode made = caller.ask("call.invite", callee(room, department));
        assertThat(made.at("/ok/ringing").asInt()).isEqualTo(2);
        JsonNode ring = first.event("call.invited");
        assertThat(ring.path("callee").asText()).isEqualTo("心内科");
        second.event("call.invited");
        second.ask("call.accept", call(ring));
        assertThat(first.event("call.accepted").path("byUserId").asText())
                .isEqualTo(two.id().toString());
        assertThat(error(first.ask("call.accept", call(ring)))).isEqualTo("invalid-request");
        assertThat(join(second, room).path("role").asText()).isEqualTo("expert");
    }

    @Test
    void ringsThoseOnDutyAlone() {
        String room = meeting.room(meeting.physician);
        SignalClient caller = meeting.tab(meeting.physician);
        SignalClient first = meeting.tab(one);
        SignalClient second = meeting.tab(two);
        first.ask("presence.set", "\"state\":\"available\",\"onDuty\":true");
        assertThat(caller.ask("call.invite", callee(room, department))
                        .at("/ok/ringing")
                        .asInt())
                .isEqualTo(1);
        JsonNode ring = first.event("call.invited");
        assertThat(second.has("call.invited")).isFalse();
        first.ask("call.decline", call(ring) + ",\"reason\":\"in surgery\"");
        JsonNode declined = caller.event("call.declined");
        assertThat(declined.path("over").asBoolean()).isTrue();
        assertThat(declined.path("reason").asText()).isEqualTo("in surgery");
    }

    @Test
    void stopsRingingWhenTheCallerGivesUpOrTimeIsOver() {
        String room = meeting.room(meeting.physician);
        SignalClient caller = meeting.tab(meeting.physician);
        SignalClient callee = meeting.tab(meeting.specialist);
        JsonNode first = caller.ask("call.invite", callee(room, meeting.specialist.id()));
        callee.event("call.invited");
        assertThat(error(callee.ask("call.cancel", call(first.get("ok"))))).isEqualTo("invalid-request");
        caller.ask("call.cancel", call(first.get("ok")));
        callee.event("call.cancelled");
        caller.ask("call.invite", callee(room, meeting.specialist.id()));
        callee.event("call.invited");
        meeting.clock.pass(Duration.ofSeconds(46));
        caller.event("call.timeout");
        callee.event("call.timeout");
    }

    @Test
    void onlyModeratorsCallAndOnlyWhoIsThereIsRung() {
        String room = meeting.room(meeting.physician, meeting.colleague);
        SignalClient caller = meeting.tab(meeting.physician);
        SignalClient colleague = meeting.tab(meeting.colleague);
        SignalClient stranger = meeting.tab(meeting.stranger);
        assertThat(error(colleague.ask("call.invite", callee(room, meeting.stranger.id()))))
                .isEqualTo("not-allowed");
        assertThat(error(stranger.ask("call.invite", callee(room, meeting.physician.id()))))
                .isEqualTo("no-such-room");
        assertThat(error(caller.ask("call.invite", callee(room, Uuids.next())))).isEqualTo("invalid-request");
        assertThat(error(caller.ask("call.invite", callee(room, meeting.specialist.id()))))
                .isEqualTo("no-resources");
    }

    @Test
    void showsWhoIsThere() {
        SignalClient watcher = meeting.tab(meeting.physician);
        String users = "\"users\":[\"" + meeting.specialist.id() + "\"]";
        assertThat(watcher.ask("presence.watch", users).at("/ok/people/0/state").asText())
                .isEqualTo("offline");
        SignalClient watched = meeting.tab(meeting.specialist);
        assertThat(watcher.event("presence.changed").path("state").asText()).isEqualTo("available");
        watched.ask("presence.set", "\"state\":\"busy\"");
        assertThat(watcher.event("presence.changed").path("state").asText()).isEqualTo("busy");
        watched.drop();
        assertThat(watcher.event("presence.changed").path("state").asText()).isEqualTo("offline");
        // Coming back within the time of a resume, the person is as they wanted to be seen.
        meeting.tab(meeting.specialist);
        assertThat(watcher.event("presence.changed").path("state").asText()).isEqualTo("busy");
    }
}
