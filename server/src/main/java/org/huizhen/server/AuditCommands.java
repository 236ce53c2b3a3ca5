package org.huizhen.server;

import java.util.concurrent.Callable;
import org.huizhen.server.audit.AuditFeature;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code audit verify}: walks the audit chain. */
@Command(
        name = "audit",
        description = "Looks after the audit trail.",
        subcommands = {AuditCommands.Verify.class})
final class AuditCommands {

    @Command(name = "verify", description = "Finds audit rows that were changed, removed or reordered; exit 1 if any.")
    static final class Verify implements Callable<Integer> {
        @Mixin
        private ConfigOption config;

        @Override
        public Integer call() {
            Ground ground = config.ground();
            try {
                AuditFeature audit = new AuditFeature(
                        ground.database,
                        ground.access,
                        ground.keys,
                        ground.settings.audit().exportFile());
                AuditFeature.Verdict verdict = audit.verify();
                verdict.findings().forEach(System.out::println);
                System.out.println(verdict.rows() + " rows, "
                        + (verdict.whole() ? "whole" : verdict.findings().size() + " findings"));
                return verdict.whole() ? 0 : 1;
            } finally {
                ground.closeAsGuest();
            }
        }
    }
}
