package org.huizhen.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.TestClient;
import org.huizhen.server.TestServer;
import org.huizhen.server.core.OrganizationId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who belongs to which department: set by administrators, of the person's own organization only. */
final class DepartmentIT {
    private static TestServer server;
    private static OrganizationId center;
    private static OrganizationId clinic;
    private static TestClient admin;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        center = server.organization("中心", "center", Optional.empty());
        clinic = server.organization("卫生院", "township", Optional.of(center));
        admin = server.person(center, "admin").client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String department(OrganizationId organization, String code) {
        TestClient.Answer made = admin.post(
                "/api/v1/organizations/" + organization + "/departments", Map.of("code", code, "name", "科室" + code));
        assertThat(made.status()).isEqualTo(201);
        return made.body().path("id").asText();
    }

    private static TestClient.Answer change(TestServer.Person person, Object body) {
        String path = "/api/v1/users/" + person.id();
        return admin.call(
                "PATCH", path, body, "If-Match", admin.get(path).header("ETag").orElseThrow());
    }

    @Test
    void aNewPersonMayBelongToADepartment() {
        String ecg = department(center, "ECG");
        JsonNode made = admin.post(
                        "/api/v1/users",
                        Map.of(
                                "username",
                                "ecg-doctor",
                                "displayName",
                                "孙医生",
                                "organizationId",
                                center.toString(),
                                "departmentId",
                                ecg,
                                "roles",
                                List.of("specialist")))
                .body()
                .path("user");
        assertThat(made.at("/department/name").asText()).isEqualTo("科室ECG");
        JsonNode listed = admin.get("/api/v1/users?query=ecg-doctor").body();
        assertThat(listed.at("/items/0/department/id").asText()).isEqualTo(ecg);
    }

    @Test
    void aPersonIsPutIntoADepartmentAndTakenOut() {
        TestServer.Person person = server.person(center, "reader");
        String imaging = department(center, "IMG");
        assertThat(change(person, Map.of("department", Map.of("id", imaging)))
                        .body()
                        .at("/department/id")
                        .asText())
                .isEqualTo(imaging);
        assertThat(change(person, Map.of("displayName", "改名"))
                        .body()
                        .at("/department/id")
                        .asText())
                .as("what is not named stays")
                .isEqualTo(imaging);
        assertThat(change(person, Map.of("department", Map.of())).body().has("department"))
                .isFalse();
    }

    @Test
    void aDepartmentOfAnotherOrganizationIsRefused() {
        String elsewhere = department(clinic, "OPD");
        TestClient.Answer refused =
                change(server.person(center, "reader"), Map.of("department", Map.of("id", elsewhere)));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/field").asText()).isEqualTo("departmentId");
    }
}
