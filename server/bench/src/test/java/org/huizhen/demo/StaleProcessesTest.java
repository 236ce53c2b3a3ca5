package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StaleProcessesTest {
    @TempDir
    Path root;

    private DemoFolder folder;

    @BeforeEach
    void makesItsFolder() throws IOException {
        folder = new DemoFolder(root);
        folder.create();
    }

    @Test
    void stopsWhatAnEarlierDemoOfThisFolderLeft() throws IOException {
        Process left = process(folder.gatewayConfig().toString());
        Files.writeString(folder.pidFile("gateway"), left.pid() + "\n");
        StaleProcesses.stop(folder);
        assertThat(left.isAlive()).isFalse();
        assertThat(folder.pidFile("gateway")).doesNotExist();
    }

    @Test
    void leavesAProcessAloneThatGotTheNumberSince() throws IOException {
        Process other = process("/somewhere/else/gateway.yaml");
        try {
            Files.writeString(folder.pidFile("gateway"), other.pid() + "\n");
            StaleProcesses.stop(folder);
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void resetRefusesAFolderThatHoldsSomethingElse() throws IOException {
        Files.writeString(root.resolve("thesis.txt"), "mine");
        assertThatThrownBy(folder::reset).isInstanceOf(IOException.class).hasMessageContaining("thesis.txt");
        assertThat(root.resolve("thesis.txt")).exists();
        assertThat(folder.logs()).exists();
    }

    /** A process that carries the text among its arguments, as ours carry their configuration. */
    private static Process process(String argument) throws IOException {
        return new ProcessBuilder("sh", "-c", "read line", "sh", argument).start();
    }
}
