package org.huizhen.server;

import java.util.concurrent.Callable;
import org.huizhen.server.imaging.ingest.Reindex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reindex}: rebuilds the index of studies from the stored bytes, also while the server runs. */
@Command(
        name = "reindex",
        description =
                "Rebuilds the index of studies from the stored bytes and verifies them; exit 1 if any is damaged.")
final class ReindexCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() {
        Services services = config.services();
        try {
            Reindex.Result result = services.imaging().reindex(System.out::println);
            System.out.println(result.studies() + " studies, " + result.instances() + " instances indexed, "
                    + result.damaged() + " damaged, " + result.unnamed() + " files without a row");
            return result.damaged() == 0 ? 0 : 1;
        } finally {
            services.closeAsGuest();
        }
    }
}
