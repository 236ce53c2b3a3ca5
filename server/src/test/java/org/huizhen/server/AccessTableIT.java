package org.huizhen.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Role;
import org.huizhen.server.access.Subject;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.http.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every registered route × every role × (own organization, one below, a foreign one, a patient of it that a grant opens),
 * compared with the table that is kept in {@code access-table.tsv}. A route that is not listed fails, and so does a role that
 * reaches further or less far than the table says. Cells name where the role may: o own, b below, f foreign, g granted.
 */
class AccessTableIT {
    private static final Path TABLE = TestServer.projectFolder().resolve("server/src/test/resources/access-table.tsv");

    private static TestServer server;
    private static TestConsortium people;
    private static Map<String, Subject> subjects;
    private static PatientId granted;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        people = new TestConsortium(server.database());
        OrganizationId village = server.organization("村卫生室", "village", Optional.of(people.clinic1));
        granted = people.patient(people.clinic2, "赵敏");
        subjects = new TreeMap<>(Map.of(
                "o", Subject.of(people.clinic1),
                "b", Subject.of(village),
                "f", Subject.of(people.clinic2).withPatient(people.patient(people.clinic2, "钱七")),
                "g", Subject.of(people.clinic2).withPatient(granted)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyRouteAndRoleReachesAsFarAsTheTableSays() throws IOException {
        Map<Role, Actor.Person> persons = new TreeMap<>();
        for (Role role : Role.values()) {
            Actor.Person person = people.person("table-" + role.identifier(), people.clinic1, role.identifier());
            persons.put(role, person);
            server.database()
                    .run(transaction -> server.services()
                            .ground()
                            .grants
                            .grant(transaction, person.userId(), granted, "consultation", "test", Optional.empty()));
        }
        List<String> actual = new ArrayList<>();
        actual.add("route\tpermission\t"
                + Arrays.stream(Role.values()).map(Role::identifier).collect(Collectors.joining("\t")));
        server.services().routes().stream()
                .sorted(java.util.Comparator.comparing(Route::path)
                        .thenComparing(route -> route.method().name()))
                .forEach(route -> actual.add(row(route, persons)));
        Path seen = TestServer.projectFolder().resolve("server/target/access-table.tsv");
        Files.createDirectories(seen.getParent());
        Files.write(seen, actual);
        assertThat(actual).as("compare with target/access-table.tsv").isEqualTo(Files.readAllLines(TABLE));
    }

    private static String row(Route route, Map<Role, Actor.Person> persons) {
        String name = route.method() + " " + route.path();
        if (route.permission().isEmpty()) {
            return name + "\tPUBLIC" + "\t*".repeat(persons.size());
        }
        Permission permission = route.permission().get();
        return name + "\t" + permission.slug() + "\t"
                + persons.values().stream()
                        .map(person -> cell(permission, person))
                        .collect(Collectors.joining("\t"));
    }

    private static String cell(Permission permission, Actor.Person person) {
        Access access = server.services().ground().access;
        String reach = server.database()
                .read(handle -> List.of("o", "b", "f", "g").stream()
                        .filter(where -> access.may(handle, person, permission, subjects.get(where)))
                        .collect(Collectors.joining()));
        return reach.isEmpty() ? "-" : reach;
    }
}
