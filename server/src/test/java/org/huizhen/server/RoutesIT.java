package org.huizhen.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Role;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.http.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every registered route against the contract and the table of access. */
final class RoutesIT {
    private static TestServer server;
    private static Map<String, Route> registered;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        registered = new TreeMap<>();
        for (Route route : server.services().routes()) {
            registered.put(route.method() + " " + route.path(), route);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyRouteOfTheApiStandsInTheContractWithItsPermission() {
        Map<String, JsonNode> contract = TestClient.operations();
        List<String> wrong = new ArrayList<>();
        registered.forEach((name, route) -> {
            if (!route.path().startsWith("/api/v1/")) {
                return;
            }
            JsonNode operation = contract.get(name);
            String permission = route.permission().map(Permission::slug).orElse("PUBLIC");
            if (operation == null) {
                wrong.add(name + " is not in the contract");
            } else if (!permission.equals(operation.path("x-permission").asText())) {
                wrong.add(name + " asks for " + permission + ", the contract says " + operation.path("x-permission"));
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyOperationOfTheContractIsRegistered() {
        List<String> missing = TestClient.operations().keySet().stream()
                .filter(name -> !registered.containsKey(name))
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRouteWithPermissionRefusesWhoeverIsNotSignedIn() {
        List<String> open = new ArrayList<>();
        registered.forEach((name, route) -> {
            if (route.permission().isPresent()) {
                int status = server.client()
                        .call(route.method().name(), path(route), null)
                        .status();
                if (status != 401) {
                    open.add(name + " answers " + status);
                }
            }
        });
        assertThat(open).isEmpty();
    }

    @Test
    void everyRouteRefusesEachRoleThatLacksItsPermission() {
        OrganizationId center = server.organization("中心", "center", Optional.empty());
        List<String> open = new ArrayList<>();
        for (Role role : Role.values()) {
            TestClient client = server.person(center, role.identifier()).client();
            registered.forEach((name, route) -> {
                boolean lacks = route.permission()
                        .map(permission ->
                                !Access.permissions(Set.of(role.identifier())).containsKey(permission))
                        .orElse(false);
                if (lacks) {
                    int status = client.call(route.method().name(), path(route), null)
                            .status();
                    if (status != 403) {
                        open.add(role.identifier() + ": " + name + " answers " + status);
                    }
                }
            });
        }
        assertThat(open).isEmpty();
    }

    @Test
    void onlyTheseRoutesArePublic() {
        assertThat(registered.entrySet().stream()
                        .filter(entry -> entry.getValue().permission().isEmpty())
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "GET /api/v1/openapi.json",
                        "GET /api/v1/verifications/{code}",
                        "GET /verify/{code}",
                        "GET /health/live",
                        "GET /health/ready",
                        "GET /metrics",
                        "POST /api/v1/gateways/pair",
                        "POST /api/v1/session");
    }

    private static String path(Route route) {
        return route.path().replaceAll("\\{[^}]+}|<[^>]+>", "00000000-0000-7000-8000-000000000000");
    }
}
