package org.huizhen.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.huizhen.demo.Rest;

/** Specialists of a bench center, and the rooms that they meet in. The first of them is host everywhere. */
record BenchPeople(List<Rest> sessions, List<String> users) {

    static BenchPeople at(Center center, int count) throws IOException, InterruptedException {
        Rest admin = center.admin();
        String organization = "";
        for (JsonNode each : admin.list("/organizations")) {
            if (each.path("level").asText().equals("center")) {
                organization = each.path("id").asText();
            }
        }
        List<Rest> sessions = new ArrayList<>();
        List<String> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode account = Rest.JSON
                    .createObjectNode()
                    .put("username", "specialist" + i)
                    .put("displayName", "Specialist " + i)
                    .put("organizationId", organization)
                    .put("password", Center.PASSWORD);
            account.putArray("roles").add("specialist");
            users.add(admin.post("/users", account).at("/user/id").asText());
            sessions.add(Rest.signIn(center.url(), "specialist" + i, Center.PASSWORD));
        }
        return new BenchPeople(List.copyOf(sessions), List.copyOf(users));
    }

    String token(int person) {
        return sessions.get(person).authorization().substring("Bearer ".length());
    }

    /** Opens rooms that everybody is invited to. */
    List<String> rooms(int count) throws IOException, InterruptedException {
        List<String> rooms = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode room = Rest.JSON.createObjectNode().put("kind", "discussion");
            users.subList(1, users.size()).forEach(room.putArray("invited")::add);
            rooms.add(sessions.getFirst().post("/rooms", room).path("id").asText());
        }
        return rooms;
    }

    static String in(String room) {
        return "\"room\":\"" + room + "\"";
    }
}
