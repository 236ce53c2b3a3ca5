package org.huizhen.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * As whom PostgreSQL runs: it refuses root, so a server that is root hands it to {@code nobody}, or, where nobody cannot
 * reach the data folder, puts it into a user namespace of its own. The owner of an existing folder decides.
 */
enum PostgresAccount {
    SELF,
    NOBODY,
    NAMESPACE;

    private static final String NOBODY_NAME = "nobody";

    /** Chooses for the folder of a cluster, which exists (perhaps empty). */
    static PostgresAccount choose(Path cluster, Path binaries) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return SELF;
        }
        Path data = cluster.resolve("data");
        if (Files.isDirectory(data)) {
            return Files.getOwner(data).getName().equals(NOBODY_NAME) ? NOBODY : NAMESPACE;
        }
        return NOBODY.runs(
                        "test",
                        "-x",
                        cluster.toString(),
                        "-a",
                        "-x",
                        binaries.resolve("bin/postgres").toString())
                ? NOBODY
                : NAMESPACE;
    }

    /** The command line that runs {@code command} as this account, replacing itself so that the process id stays. */
    List<String> wrap(List<String> command) {
        List<String> wrapped = new ArrayList<>(
                switch (this) {
                    case SELF -> List.<String>of();
                    case NOBODY ->
                        List.of("setpriv", "--reuid=" + NOBODY_NAME, "--regid=" + nobodyGroup(), "--clear-groups");
                    case NAMESPACE -> List.of("unshare", "-U");
                });
        wrapped.addAll(command);
        return wrapped;
    }

    /** Gives a file or folder to the account. */
    void own(Path path) throws IOException {
        if (this == NOBODY) {
            var users = path.getFileSystem().getUserPrincipalLookupService();
            PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            view.setOwner(users.lookupPrincipalByName(NOBODY_NAME));
            view.setGroup(users.lookupPrincipalByGroupName(nobodyGroup()));
        }
    }

    private boolean runs(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(wrap(List.of(command)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            return false; // no setpriv on this machine
        }
    }

    /** Debian calls the group nogroup, Red Hat nobody. */
    private static String nobodyGroup() {
        try {
            return Path.of("/")
                    .getFileSystem()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByGroupName("nogroup")
                    .getName();
        } catch (IOException e) {
            return NOBODY_NAME;
        }
    }
}
