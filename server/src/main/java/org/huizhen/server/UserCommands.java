package org.huizhen.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.huizhen.server.identity.IdentityFeature;
import org.huizhen.server.identity.User;
import org.huizhen.server.organization.OrganizationFeature;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code user add|reset|list}: accounts from the command line of the server's machine, also while the server runs. */
@Command(
        name = "user",
        description = "Makes the first administrator, resets a password, lists accounts.",
        subcommands = {UserCommands.Add.class, UserCommands.Reset.class, UserCommands.Accounts.class})
final class UserCommands {

    @Command(name = "add", description = "Makes an account and prints its generated password.")
    static final class Add implements Callable<Integer> {
        @Mixin
        private ConfigOption config;

        @Option(names = "--role", defaultValue = "admin", split = ",", description = "default: ${DEFAULT-VALUE}")
        private Set<String> roles;

        @Option(names = "--name", description = "the person's name; default: the user name")
        private String displayName;

        @Option(names = "--organization", defaultValue = "CENTER", description = "its code; default: ${DEFAULT-VALUE}")
        private String organization;

        @Option(names = "--organization-name", description = "makes the organization, a root, where there is none")
        private String organizationName;

        @Parameters(paramLabel = "USERNAME")
        private String username;

        @Override
        public Integer call() {
            Ground ground = config.ground();
            try {
                Optional<UUID> known = ground.database
                        .read(handle -> ground.organizations.byCode(handle, organization))
                        .map(OrganizationFeature.OrganizationDetail::id);
                boolean first = !ground.identity.anybody();
                if (known.isEmpty() && organizationName == null && !first) {
                    System.err.println("no organization has the code " + organization
                            + "; give --organization-name to make it a root");
                    return 1;
                }
                String name = organizationName == null ? ground.settings.name() : organizationName;
                IdentityFeature.NewUser made = ground.database.write(transaction -> {
                    UUID home = known.orElseGet(() -> ground.organizations
                            .create(
                                    transaction,
                                    FirstAdmin.COMMAND_LINE,
                                    new OrganizationFeature.Draft(
                                            name,
                                            Optional.empty(),
                                            organization,
                                            "center",
                                            Optional.empty(),
                                            Optional.empty()))
                            .value());
                    String shown = displayName == null ? username : displayName;
                    return ground.identity.create(
                            transaction,
                            FirstAdmin.COMMAND_LINE,
                            new IdentityFeature.UserDraft(
                                    username, shown, home, Optional.empty(), roles, Optional.empty()));
                });
                System.out.println(username + "\t" + made.password());
                return 0;
            } finally {
                ground.closeAsGuest();
            }
        }
    }

    @Command(name = "reset", description = "Gives an account a new generated password, ends its sessions, unlocks it.")
    static final class Reset implements Callable<Integer> {
        @Mixin
        private ConfigOption config;

        @Parameters(paramLabel = "USERNAME")
        private String username;

        @Override
        public Integer call() {
            Ground ground = config.ground();
            try {
                String password = ground.database.write(
                        transaction -> ground.identity.resetPassword(transaction, FirstAdmin.COMMAND_LINE, username));
                System.out.println(username + "\t" + password);
                return 0;
            } finally {
                ground.closeAsGuest();
            }
        }
    }

    @Command(name = "list", description = "Lists the accounts: user name, roles, organization, name.")
    static final class Accounts implements Callable<Integer> {
        @Mixin
        private ConfigOption config;

        @Override
        public Integer call() {
            Ground ground = config.ground();
            try {
                List<User> all = ground.identity.all();
                for (User user : all) {
                    System.out.println(String.join(
                            "\t",
                            user.username(),
                            String.join(",", user.roles().stream().sorted().toList()),
                            user.organizationName(),
                            user.displayName(),
                            user.active() ? "active" : "inactive"));
                }
                return 0;
            } finally {
                ground.closeAsGuest();
            }
        }
    }
}
