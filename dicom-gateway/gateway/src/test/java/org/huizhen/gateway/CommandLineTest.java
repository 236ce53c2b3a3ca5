package org.huizhen.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the commands of the clinic's machine say when something is missing: words, never a stack trace. */
final class CommandLineTest {
    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "pair", "send"})
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(said.toString()).startsWith("Usage: ./huizhen " + command);
    }

    @Test
    void sendNamesAPathThatIsNotThere() {
        Path absent = folder.resolve("absent");
        assertThat(run("send", absent.toString(), "--to", "dicom://127.0.0.1:1/X"))
                .isEqualTo(1);
        assertThat(said.toString()).isEqualToIgnoringNewLines(absent + " does not exist");
    }

    @Test
    void sendNamesATokenFileThatIsNotThere() {
        Path absent = folder.resolve("token");
        assertThat(run("send", folder.toString(), "--to", "http://127.0.0.1:1", "--token-file", absent.toString()))
                .isEqualTo(1);
        assertThat(said.toString()).isEqualToIgnoringNewLines("--token-file " + absent + " cannot be read");
    }

    @Test
    void runNamesThePortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path config = Files.writeString(
                    folder.resolve("gateway.yaml"),
                    "dicom: {address: 127.0.0.1, port: %d}\nspool: {directory: spool, minimumFree: 1 MiB}\n"
                            .formatted(taken.getLocalPort()));
            assertThat(run("gateway", "--config", config.toString())).isEqualTo(1);
            assertThat(said.toString())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .doesNotContain("\tat ");
        }
    }

    private int run(String... arguments) {
        said.getBuffer().setLength(0);
        CommandLine line = GatewayMain.commandLine();
        line.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        return line.execute(arguments);
    }
}
