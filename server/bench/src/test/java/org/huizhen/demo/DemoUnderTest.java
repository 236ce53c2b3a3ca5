package org.huizhen.demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The demo in a folder of its own on free ports, for end-to-end tests. Needs the modules packaged, as they are in the
 * integration-test phase.
 */
public final class DemoUnderTest implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final DemoFolder folder;
    private final DemoPorts ports;
    private final Demo demo;

    private DemoUnderTest(DemoFolder folder, DemoPorts ports) {
        this.folder = folder;
        this.ports = ports;
        this.demo = new Demo(folder, ports);
    }

    /** Starts on what the folder holds already, or seeds it. */
    public static DemoUnderTest start(Path data) throws IOException, InterruptedException {
        if (System.getProperty("huizhen.home") == null) {
            System.setProperty("huizhen.home", projectFolder().toString());
        }
        DemoFolder folder = new DemoFolder(data);
        folder.create();
        DemoUnderTest demo = new DemoUnderTest(folder, DemoPorts.free());
        try {
            demo.demo.start(
                    OptionalLong.of(1), new Progress(new PrintStream(System.out, true, StandardCharsets.UTF_8)));
        } catch (IOException | InterruptedException | RuntimeException e) {
            demo.close();
            throw e;
        }
        return demo;
    }

    public String url() {
        return ports.url();
    }

    /** Where the clinic's gateway takes DICOM, called AE title CLINIC1. */
    public int dicomPort() {
        return ports.clinicDicom();
    }

    /** The status page of the clinic's gateway. */
    String statusUrl() {
        return "http://127.0.0.1:" + ports.clinicStatus();
    }

    /** The file with everybody's password. */
    public Path accounts() {
        return folder.accounts();
    }

    Path serverConfig() {
        return folder.serverConfig();
    }

    public Path logs() {
        return folder.logs();
    }

    /** The process id in the pid file of {@code server}, {@code gateway} or {@code postgres}. */
    public long pid(String process) throws IOException {
        return Long.parseLong(Files.readString(folder.pidFile(process)).strip());
    }

    /** Username and password of the first account of a role. */
    public List<String> account(String role) throws IOException {
        for (String line : Files.readAllLines(folder.accounts())) {
            String[] columns = line.split("\t");
            if (columns[2].equals(role)) {
                return List.of(columns[0], columns[1]);
            }
        }
        throw new IllegalArgumentException("nobody is " + role);
    }

    /** The API as the first account of a role sees it. */
    public Rest as(String role) throws IOException, InterruptedException {
        List<String> account = account(role);
        return Rest.signIn(url(), account.getFirst(), account.getLast());
    }

    /** The API as somebody with this username sees it. */
    public Rest asUser(String username) throws IOException, InterruptedException {
        for (String line : Files.readAllLines(folder.accounts())) {
            String[] columns = line.split("\t");
            if (columns[0].equals(username)) {
                return Rest.signIn(url(), username, columns[1]);
            }
        }
        throw new IllegalArgumentException("nobody is called " + username);
    }

    /** Sends files or folders to the gateway with dcmtk's storescu; the test is skipped where that is missing. */
    public void storescu(String callingAeTitle, Path... paths) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/storescu")), "dcmtk is not installed");
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/storescu",
                "-aet",
                callingAeTitle,
                "-aec",
                "CLINIC1",
                "+sd",
                "127.0.0.1",
                Integer.toString(dicomPort())));
        for (Path path : paths) {
            command.add(path.toString());
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.logs().resolve("storescu.out").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(
                    "storescu failed: " + Files.readString(folder.logs().resolve("storescu.out")));
        }
    }

    /** Waits for an item of a list that fulfils a condition. */
    public static JsonNode await(Rest rest, String list, Predicate<JsonNode> condition)
            throws IOException, InterruptedException {
        List<JsonNode> found = new ArrayList<>();
        Deadline.await("an item of " + list, LIMIT, PAUSE, () -> {
            rest.list(list).stream().filter(condition).findFirst().ifPresent(found::add);
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    @Override
    public void close() {
        demo.close();
    }

    /** The folder of the whole project. */
    static Path projectFolder() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
