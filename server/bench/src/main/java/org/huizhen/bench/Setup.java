package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.huizhen.demo.Program;
import picocli.CommandLine.Option;

/** What every bench is told on its command line. */
final class Setup {
    @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--work", description = "Folder on the disk to be measured. Default: data/bench of the project")
    private Path work;

    @Option(names = "--out", description = "Folder of the result. Default: bench of the project")
    private Path out;

    int rounds() {
        return rounds;
    }

    /** An empty folder for the bench; to be removed with {@link Spawned#deleteTree}. */
    Path folder(String bench) throws IOException {
        Path parent = work != null ? work : Program.findHome().resolve("data/bench");
        Path folder = parent.toAbsolutePath().resolve(bench);
        Spawned.deleteTree(folder);
        return Files.createDirectories(folder);
    }

    Path out() throws IOException {
        return Files.createDirectories(out != null ? out : Program.findHome().resolve("bench"));
    }
}
