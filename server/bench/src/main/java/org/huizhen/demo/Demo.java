package org.huizhen.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running demo: PostgreSQL (started by the server), the center's server, CLINIC1's gateway. */
final class Demo implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

    private final DemoFolder folder;
    private final DemoPorts ports;
    private Supervised server;
    private Supervised gateway;
    private PostgresWatch postgres;

    Demo(DemoFolder folder, DemoPorts ports) {
        this.folder = folder;
        this.ports = ports;
    }

    /**
     * Starts everything and seeds what is missing.
     *
     * @return the lines of {@code accounts.tsv} when this was the first start, else none
     */
    List<String> start(OptionalLong seed, Progress progress) throws IOException, InterruptedException {
        return start(seed, progress, UnaryOperator.identity());
    }

    /** @param choice which of the sample studies to seed */
    List<String> start(OptionalLong seed, Progress progress, UnaryOperator<List<SampleStudy>> choice)
            throws IOException, InterruptedException {
        boolean first = !Files.exists(folder.seeded());
        DemoOrigin origin = DemoOrigin.of(folder, seed);
        Accounts accounts = Accounts.of(origin.seed());
        DemoConfig.write(folder, ports, Program.findHome());
        sharePostgresBinaries();
        if (first) {
            accounts.writeTo(folder.accounts());
            writeFirstAdmin(accounts);
        }
        synchronized (this) {
            server = new Supervised(plan("server", Program.server(), "server", folder.serverConfig()));
            gateway = new Supervised(plan("gateway", Program.gateway(), "gateway", folder.gatewayConfig()));
            postgres = new PostgresWatch(folder);
        }
        if (first) {
            new Seeding(folder, ports, origin, accounts, progress).run(choice.apply(SampleData.of(origin)));
            Files.deleteIfExists(folder.firstAdmin());
        }
        Readiness.awaitHttp("the center", ports.url() + "/health/ready");
        Readiness.awaitPort("signaling on port", ports.signaling());
        Readiness.awaitPort("the gateway's DICOM port", ports.clinicDicom());
        Readiness.awaitPort("the gateway's status page on port", ports.clinicStatus());
        return first ? accounts.lines() : List.of();
    }

    /** Gateway, server, PostgreSQL, in this order. */
    @Override
    public synchronized void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            try {
                postgres.close();
                StaleProcesses.stop(folder); // a server that was killed leaves PostgreSQL behind
            } catch (IOException e) {
                LOG.warn("cannot stop PostgreSQL", e);
            }
        }
        LOG.info("stopped");
    }

    private Supervised.Plan plan(String name, Program program, String command, Path config) throws IOException {
        List<Supervised.Variable> environment = name.equals("server") && Files.exists(folder.firstAdmin())
                ? List.of(new Supervised.Variable(
                        "HUIZHEN_FIRST_ADMIN_FILE", folder.firstAdmin().toString()))
                : List.of();
        return new Supervised.Plan(
                name,
                program.command(List.of(command, "--config", config.toString())),
                folder.pidFile(name),
                folder.logs().resolve(name + ".out"),
                environment);
    }

    /** PostgreSQL is unpacked once per build, not once per data folder: that takes seconds. */
    private void sharePostgresBinaries() throws IOException {
        Path link = folder.postgres().resolveSibling("postgres-binaries");
        Path shared = Program.findHome().resolve("server/target/postgres-binaries");
        Files.createDirectories(shared); // a clean build has removed it
        if (Files.isSymbolicLink(link)) {
            Files.delete(link); // the project may have moved
        }
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, shared);
        }
    }

    private void writeFirstAdmin(Accounts accounts) {
        Cast.Place center = Cast.PLACES.getFirst();
        String line = String.join("\t", "admin", accounts.password("admin"), center.name(), center.code());
        try {
            Files.deleteIfExists(folder.firstAdmin());
            Files.createFile(
                    folder.firstAdmin(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(folder.firstAdmin(), line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
