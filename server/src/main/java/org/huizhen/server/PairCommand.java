package org.huizhen.server;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.huizhen.server.core.OrganizationId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pair create}: a one-time code for a clinic's gateway. */
@Command(
        name = "pair",
        description = "Pairs clinics' gateways with the center.",
        subcommands = {PairCommand.Create.class})
final class PairCommand {

    @Command(name = "create", description = "Prints a one-time pairing code for a clinic's gateway.")
    static final class Create implements Callable<Integer> {
        @Mixin
        private ConfigOption config;

        @Option(names = "--organization", required = true, description = "the clinic's code")
        private String organization;

        @Option(names = "--ae", description = "the gateway's AE title")
        private String aeTitle;

        @Override
        public Integer call() {
            Services services = config.services();
            try {
                var clinic = services.ground()
                        .database
                        .read(handle -> services.ground().organizations.byCode(handle, organization));
                if (clinic.isEmpty()) {
                    System.err.println("no organization has the code " + organization);
                    return 1;
                }
                var code = services.imaging()
                        .createPairingCode(
                                FirstAdmin.COMMAND_LINE,
                                new OrganizationId(clinic.get().id()),
                                Optional.ofNullable(aeTitle));
                System.out.println(code.code());
                return 0;
            } finally {
                services.closeAsGuest();
            }
        }
    }
}
