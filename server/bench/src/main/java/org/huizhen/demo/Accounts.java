package org.huizhen.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The accounts with their passwords, as {@code accounts.tsv} (mode 600) lists them. */
final class Accounts {
    private static final List<String> COLUMNS = List.of("username", "password", "role", "organization", "display name");

    private final Map<String, String> passwords = new LinkedHashMap<>();

    /** Passwords that follow from the seed. */
    static Accounts of(long seed) {
        Accounts accounts = new Accounts();
        for (Cast.Person person : Cast.PEOPLE) {
            accounts.passwords.put(person.username(), Cast.password(seed, person.username()));
        }
        return accounts;
    }

    String password(String username) {
        return passwords.get(username);
    }

    void writeTo(Path file) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path fresh = Files.createTempFile(file.getParent(), "accounts-", ".new", ownerOnly);
        Files.write(fresh, lines());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Tab-separated, a header first. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.join("\t", COLUMNS));
        for (Cast.Person person : Cast.PEOPLE) {
            lines.add(String.join(
                    "\t",
                    person.username(),
                    passwords.get(person.username()),
                    person.role(),
                    Cast.placeName(person.place()),
                    person.displayName()));
        }
        return List.copyOf(lines);
    }
}
