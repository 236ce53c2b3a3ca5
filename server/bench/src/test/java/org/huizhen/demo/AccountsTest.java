package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccountsTest {
    @TempDir
    Path folder;

    @Test
    void writesATableThatOnlyItsOwnerReads() throws IOException {
        Path file = folder.resolve("accounts.tsv");
        Accounts.of(7).writeTo(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.getFirst()).isEqualTo("username\tpassword\trole\torganization\tdisplay name");
        assertThat(lines).allSatisfy(line -> assertThat(line.split("\t")).hasSize(5));
    }

    @Test
    void namesTheFirstOfEachRoleWhereTheFlowBegins() {
        Map<String, String> first = new TreeMap<>();
        for (String line : Accounts.of(7).lines().subList(1, Cast.PEOPLE.size() + 1)) {
            String[] columns = line.split("\t");
            first.putIfAbsent(columns[2], columns[3]);
        }
        String clinic = Cast.placeName(Cast.CLINIC1);
        String center = Cast.placeName(Cast.CENTER);
        assertThat(first)
                .containsEntry("technician", clinic)
                .containsEntry("physician", clinic)
                .containsEntry("reader", center)
                .containsEntry("reviewer", center)
                .containsEntry("specialist", center)
                .containsEntry("coordinator", center)
                .containsEntry("archivist", center)
                .containsEntry("admin", center);
    }

    @Test
    void givesEverybodyAnotherPasswordAndTheSameForTheSameSeed() {
        List<String> passwords = new ArrayList<>();
        for (Cast.Person person : Cast.PEOPLE) {
            passwords.add(Accounts.of(7).password(person.username()));
        }
        assertThat(passwords)
                .doesNotHaveDuplicates()
                .allSatisfy(password -> assertThat(password).hasSizeGreaterThanOrEqualTo(16));
        assertThat(Accounts.of(7).lines()).isEqualTo(Accounts.of(7).lines());
        assertThat(Accounts.of(8).password("admin")).isNotEqualTo(Accounts.of(7).password("admin"));
    }
}
