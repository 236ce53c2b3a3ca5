package org.huizhen.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Organizations, people, reading rules and qualifications; what is there already stays as it is. */
final class ConsortiumSeed {
    private static final List<String> RULED = List.of("CT", "DX", "US", "ECG");

    private final Rest admin;
    private final DemoOrigin origin;
    private final Map<String, String> organizationIds = new HashMap<>();
    private final Map<String, String> departmentIds = new HashMap<>();

    ConsortiumSeed(Rest admin, DemoOrigin origin) {
        this.admin = admin;
        this.origin = origin;
    }

    /** Parents before children. */
    void organizations() throws IOException, InterruptedException {
        for (JsonNode found : admin.list("/organizations")) {
            organizationIds.put(found.path("code").asText(), found.path("id").asText());
        }
        for (Cast.Place place : Cast.PLACES) {
            if (organizationIds.containsKey(place.code())) {
                continue;
            }
            ObjectNode draft = Rest.JSON.createObjectNode();
            draft.put("name", place.name()).put("code", place.code()).put("level", place.level());
            if (!place.parent().isEmpty()) {
                draft.put("parentId", organizationIds.get(place.parent()));
            }
            organizationIds.put(
                    place.code(), admin.post("/organizations", draft).path("id").asText());
        }
    }

    /** The center's, so that a clinic can ring whoever of them is there. */
    void departments() throws IOException, InterruptedException {
        String path = "/organizations/" + organizationId(Cast.CENTER) + "/departments";
        for (JsonNode found : admin.get(path).path("items")) {
            departmentIds.put(found.path("code").asText(), found.path("id").asText());
        }
        for (Cast.Department department : Cast.DEPARTMENTS) {
            if (!departmentIds.containsKey(department.code())) {
                ObjectNode draft = Rest.JSON.createObjectNode();
                draft.put("code", department.code()).put("name", department.name());
                departmentIds.put(
                        department.code(), admin.post(path, draft).path("id").asText());
            }
        }
    }

    String organizationId(String code) {
        return organizationIds.get(code);
    }

    /** @param wanted whom to make */
    void people(Accounts accounts, List<String> wanted) throws IOException, InterruptedException {
        Set<String> present = new HashSet<>();
        admin.list("/users").forEach(user -> present.add(user.path("username").asText()));
        List<Cast.Person> missing = Cast.PEOPLE.stream()
                .filter(person -> wanted.contains(person.username()) && !present.contains(person.username()))
                .toList();
        // Hashing a password takes memory and a core on purpose: no more at once than a small machine has cores.
        Parallel.each(missing, 2, person -> {
            ObjectNode draft = Rest.JSON.createObjectNode();
            draft.put("username", person.username())
                    .put("displayName", person.displayName())
                    .put("organizationId", organizationId(person.place()))
                    .put("password", accounts.password(person.username()));
            if (!person.department().isEmpty()) {
                draft.put("departmentId", departmentIds.get(person.department()));
            }
            draft.putArray("roles").add(person.role());
            admin.post("/users", draft);
        });
    }

    /** CLINIC1's studies are read at the center (mode A) and file their request with the first instance. */
    void rules() throws IOException, InterruptedException {
        for (String modality : RULED) {
            ObjectNode rule = Rest.JSON.createObjectNode();
            rule.put("organizationId", organizationId(Cast.CLINIC1))
                    .put("modality", modality)
                    .put("mode", "A")
                    .put("priority", "routine")
                    .put("onArrival", true);
            admin.post("/reading-rules", rule);
        }
    }

    /** For every item of what CLINIC1 examines, since a quarter of a year and for a year to come. */
    void qualifications(Rest reader) throws IOException, InterruptedException {
        String clinic = organizationId(Cast.CLINIC1);
        Set<String> present = new HashSet<>();
        for (JsonNode found : reader.list("/recognition/qualifications?organizationId=" + clinic)) {
            present.add(found.path("item").path("code").asText());
        }
        List<String> missing = new ArrayList<>();
        for (String modality : RULED) {
            reader.list("/recognition/items?modality=" + modality)
                    .forEach(item -> missing.add(item.path("code").asText()));
        }
        missing.removeAll(present);
        if (!missing.isEmpty()) {
            ObjectNode draft = Rest.JSON.createObjectNode();
            draft.put("organizationId", clinic)
                    .put("from", origin.now().toLocalDate().minusDays(90).toString())
                    .put("until", origin.now().toLocalDate().plusDays(365).toString())
                    .put("assessedBy", "安和县影像质控中心（演示）");
            var codes = draft.putArray("itemCodes");
            missing.stream().distinct().forEach(codes::add);
            admin.post("/recognition/qualifications/batch", draft);
        }
    }

    /** Whom to telephone about critical findings at the clinics, where nobody has entered it yet; the numbers are none. */
    void dutyPosts(Rest reader) throws IOException, InterruptedException {
        for (String clinic : List.of(Cast.CLINIC1, Cast.CLINIC2)) {
            String path = "/organizations/" + organizationId(clinic) + "/critical-contacts";
            if (reader.get(path).path("items").isEmpty()) {
                ObjectNode draft = Rest.JSON.createObjectNode();
                var items = draft.putArray("items");
                items.addObject().put("name", "门诊值班（演示）").put("phone", "0000-0000001");
                items.addObject().put("name", "总值班（演示）").put("phone", "0000-0000002");
                admin.put(path, draft);
            }
        }
    }
}
