package org.huizhen.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.config.ConfigException;
import org.huizhen.config.ProcessLock;
import org.huizhen.config.ServerSettings;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the commands of the center's machine say and how they end, as far as they need no database. */
final class CommandLineTest {
    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server",
                "check",
                "user",
                "user add",
                "user reset",
                "user list",
                "pair create",
                "audit",
                "audit verify",
                "reindex"
            })
    void everyCommandExplainsItself(String command) {
        assertThat(run((command + " --help").split(" "))).isZero();
        assertThat(said.toString()).startsWith("Usage: ./huizhen " + command);
    }

    @Test
    void checksTheShippedConfigurations() {
        Path shipped = TestServer.projectFolder().resolve("config");
        assertThat(run("check", "--config", shipped.resolve("server.yaml").toString()))
                .isZero();
        assertThat(run("check", "--config", shipped.resolve("gateway.yaml").toString()))
                .isZero();
    }

    @Test
    void checkNamesLineAndRemedyInAGatewaysFile() throws IOException {
        Path file = Files.writeString(folder.resolve("clinic.yaml"), "spool:\n  directori: x\n");
        assertThat(run("check", "--config", file.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("clinic.yaml:2: spool.directori: is not a known key. Did you mean");
    }

    @Test
    void checksTheServersThatCarryMedia() throws IOException {
        Path file = folder.resolve("server.yaml");
        Files.writeString(file, "media: {}\n");
        assertThat(run("check", "--media", "--config", file.toString())).isZero();
        assertThat(said.toString()).contains("no STUN or TURN server is configured");
        Files.writeString(file, """
                media:
                  turn: ["turn:127.0.0.1:9?transport=tcp"]
                  turnSecret: only-for-this-test
                """);
        assertThat(run("check", "--media", "--config", file.toString())).isEqualTo(1);
        assertThat(said.toString())
                .contains("PROBLEM  turn:127.0.0.1:9?transport=tcp nothing listens on that port")
                .doesNotContain("only-for-this-test");
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertThat(run("check")).isEqualTo(2);
        assertThat(run("user", "add", "--config", "x", "--rolle", "admin", "a")).isEqualTo(2);
    }

    @Test
    void refusalsAreSaidInWords() {
        ApiException refusal = new ApiException(
                ErrorCode.CONFLICT, Map.of(), List.of(new ApiException.FieldError("username", "taken", "adm")));
        assertThat(FailureWords.of(refusal)).isEqualTo("huizhen: Conflict: username: taken (adm)");
        assertThat(FailureWords.of(new ApiException(ErrorCode.NOT_FOUND))).doesNotContain("ApiException");
    }

    @Test
    void secondServerIsRefusedTheDatabaseOfTheFirst() throws IOException {
        ServerSettings settings = ServerSettings.load(
                        Files.writeString(folder.resolve("server.yaml"), "database: {embedded: {directory: db}}\n"))
                .orThrow();
        Optional<ProcessLock> first = ServerCommand.takeDatabase(settings);
        assertThatThrownBy(() -> ServerCommand.takeDatabase(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid());
        first.orElseThrow().close();
        ServerCommand.takeDatabase(settings).orElseThrow().close();
    }

    private int run(String... arguments) {
        said.getBuffer().setLength(0);
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        return line.execute(arguments);
    }
}
