package org.huizhen.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.identity.IdentityFeature;
import org.huizhen.server.organization.OrganizationFeature;

/** The first organization and administrator of an empty database. */
final class FirstAdmin {
    static final Actor COMMAND_LINE = new Actor.Server("command-line");
    private static final String VARIABLE = "HUIZHEN_FIRST_ADMIN_FILE";

    private FirstAdmin() {}

    /**
     * Where the variable names a file and nobody has an account yet, makes the account it tells, one line: user name, tab,
     * password, and optionally the center's name and code. For installers: the password stands in no process list.
     */
    static void fromEnvironment(Ground ground, Map<String, String> environment) {
        String file = environment.get(VARIABLE);
        if (file == null || ground.identity.anybody()) {
            return;
        }
        String[] columns = read(Path.of(file)).strip().split("\t");
        if (columns.length != 2 && columns.length != 4) {
            throw new IllegalArgumentException(VARIABLE + ": write username TAB password [TAB center name TAB code]");
        }
        String name = columns.length == 4 ? columns[2] : ground.settings.name();
        String code = columns.length == 4 ? columns[3] : "CENTER";
        ground.database.run(transaction -> make(ground, transaction, columns[0], Optional.of(columns[1]), name, code));
    }

    static IdentityFeature.NewUser make(
            Ground ground,
            Transaction transaction,
            String username,
            Optional<String> password,
            String name,
            String code) {
        UUID center = ground.organizations
                .byCode(transaction.handle(), code)
                .map(OrganizationFeature.OrganizationDetail::id)
                .orElseGet(() -> ground.organizations
                        .create(
                                transaction,
                                COMMAND_LINE,
                                new OrganizationFeature.Draft(
                                        name, Optional.empty(), code, "center", Optional.empty(), Optional.empty()))
                        .value());
        return ground.identity.create(
                transaction,
                COMMAND_LINE,
                new IdentityFeature.UserDraft(username, username, center, Optional.empty(), Set.of("admin"), password));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(VARIABLE + " names a file that cannot be read: " + file, e);
        }
    }
}
