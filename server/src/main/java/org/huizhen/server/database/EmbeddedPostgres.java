package org.huizhen.server.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own, in a process of its own that outlives a killed server and is adopted by the next start
 * (decision 7): scram passwords, loopback only, UTF-8, ICU, every commit on stable storage. Its folder holds {@code
 * data/}, {@code password} (mode 600) and {@code postgres.log}.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration WATCH = Duration.ofMillis(100);
    private static final String USER = "huizhen";

    /**
     * @param directory holds the cluster; made when absent
     * @param port on loopback; 0 takes a free one
     * @param cache where the binaries are unpacked
     * @param pidFile where the process id is written, for whoever watches processes
     * @param durable false only in tests, which lose nothing when the machine dies
     */
    public record Settings(Path directory, int port, Path cache, Optional<Path> pidFile, boolean durable) {}

    private final Settings settings;
    private final Object lock = new Object();
    private volatile Postmaster postmaster;
    private volatile boolean closed;
    private final String password;
    private final boolean adopted;

    private EmbeddedPostgres(Settings settings, Postmaster postmaster, String password, boolean adopted) {
        this.adopted = adopted;
        this.settings = settings;
        this.postmaster = postmaster;
        this.password = password;
    }

    /**
     * Starts or adopts the cluster and waits until it takes connections.
     *
     * @throws IllegalStateException when it does not within a minute; the message names its log
     */
    public static EmbeddedPostgres start(Settings settings) {
        Path folder = settings.directory().toAbsolutePath();
        try {
            makeFolder(folder);
            Path binaries = PostgresBinaries.unpacked(settings.cache().toAbsolutePath());
            PostgresAccount account = PostgresAccount.choose(folder, binaries);
            String password = initialize(folder, binaries, account);
            Optional<Postmaster> found = Postmaster.running(folder.resolve("data"));
            Postmaster running = found.orElseGet(() -> launch(settings, folder, binaries, account));
            EmbeddedPostgres postgres = new EmbeddedPostgres(settings, running, password, found.isPresent());
            postgres.createDatabase(USER);
            postgres.writePidFile();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL in " + folder, e);
        }
    }

    /** The server's own database; made at the first start. */
    public String url() {
        return url(USER);
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postmaster.port() + "/" + database;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    public int port() {
        return postmaster.port();
    }

    public long pid() {
        return postmaster.pid();
    }

    /** Whether it ran already: somebody else may be using it. */
    public boolean adopted() {
        return adopted;
    }

    /**
     * From now on until {@link #close} starts it again, on the same port, whenever its process ends. For the server; a
     * command that is only a guest leaves it alone.
     */
    public void keepRunning() {
        Thread.ofVirtual().name("watch-postgres").start(this::watch);
    }

    private void watch() {
        while (true) {
            // Asked often: of a process that is not our child the JDK would tell the end seconds later.
            while (ProcessHandle.of(pid()).isPresent() && !closed) {
                LockSupport.parkNanos(WATCH.toNanos());
            }
            synchronized (lock) {
                if (closed) {
                    return;
                }
                LOG.warn("PostgreSQL, process {}, has ended; it is started again", pid());
                try {
                    startAgain();
                } catch (IOException | RuntimeException e) {
                    LOG.error("PostgreSQL cannot be started again; the next attempt follows", e);
                }
            }
            LockSupport.parkNanos(WATCH.toNanos());
        }
    }

    private void startAgain() throws IOException {
        Path folder = settings.directory().toAbsolutePath();
        Path binaries = PostgresBinaries.unpacked(settings.cache().toAbsolutePath());
        PostgresAccount account = PostgresAccount.choose(folder, binaries);
        Settings samePort = new Settings(folder, port(), settings.cache(), settings.pidFile(), settings.durable());
        postmaster =
                Postmaster.running(folder.resolve("data")).orElseGet(() -> launch(samePort, folder, binaries, account));
        writePidFile();
    }

    private void writePidFile() throws IOException {
        if (settings.pidFile().isPresent()) {
            Path file = settings.pidFile().get().toAbsolutePath();
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, pid() + "\n");
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Ends connections and stops at once, with everything committed on disk ("fast"). */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            stop();
        }
    }

    private void stop() {
        try {
            postmaster.stop();
            if (settings.pidFile().isPresent()) {
                Files.deleteIfExists(settings.pidFile().get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop PostgreSQL", e);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    /** Makes the cluster when there is none; an unfinished one, left by a kill, is made anew. Gives its password. */
    private static String initialize(Path folder, Path binaries, PostgresAccount account) throws IOException {
        Path data = folder.resolve("data");
        Path passwordFile = folder.resolve("password");
        if (Files.exists(passwordFile) && Files.exists(data.resolve("PG_VERSION"))) {
            return Files.readString(passwordFile).strip();
        }
        if (Files.exists(passwordFile)) {
            throw new IllegalStateException(folder + " holds a password but no cluster: restore its data folder");
        }
        deleteTree(data);
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Files.createDirectory(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.own(data);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path handedOver = Files.createTempFile(folder, "initdb-", ".pw", ownerOnly);
        try {
            Files.writeString(handedOver, password + "\n");
            account.own(handedOver);
            runInitdb(folder, binaries, account, data, handedOver);
        } finally {
            Files.delete(handedOver);
        }
        Path fresh = Files.createTempFile(folder, "password-", ".new", ownerOnly);
        Files.writeString(fresh, password + "\n");
        Files.move(fresh, passwordFile); // last: its presence says that the cluster is whole
        return password;
    }

    private static void runInitdb(Path folder, Path binaries, PostgresAccount account, Path data, Path passwordFile)
            throws IOException {
        List<String> command = account.wrap(List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=icu",
                "--icu-locale=zh-Hans-CN",
                "--no-instructions"));
        Process process = prepare(command, folder.resolve("postgres.log")).start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("initdb did not end in 5 minutes, see " + folder + "/postgres.log");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during initdb", e);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(
                    "initdb failed with " + process.exitValue() + ", see " + folder + "/postgres.log");
        }
    }

    private static Postmaster launch(Settings settings, Path folder, Path binaries, PostgresAccount account) {
        String durability = settings.durable() ? "on" : "off";
        Path log = folder.resolve("postgres.log");
        try {
            int port = settings.port() == 0 ? freePort() : settings.port();
            List<String> command = new ArrayList<>(List.of("setsid"));
            command.addAll(account.wrap(List.of(
                    binaries.resolve("bin/postgres").toString(),
                    "-D",
                    folder.resolve("data").toString(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "fsync=" + durability,
                    "-c",
                    "synchronous_commit=" + durability,
                    "-c",
                    "full_page_writes=" + durability,
                    "-c",
                    "max_connections=200",
                    "-c",
                    "log_timezone=UTC",
                    "-c",
                    "timezone=UTC")));
            long deadline = System.nanoTime() + START.toNanos();
            while (true) {
                Process process = prepare(command, log).start();
                Optional<Postmaster> started = Postmaster.await(folder.resolve("data"), process, deadline);
                if (started.isPresent()) {
                    LOG.info(
                            "PostgreSQL runs as process {} on port {}",
                            started.get().pid(),
                            port);
                    return started.get();
                }
                // Children of a killed postmaster hold its shared memory for a moment: try again until the deadline.
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("PostgreSQL did not start, see " + log);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL, see " + log, e);
        }
    }

    /** Neither the caller's locale nor its PG* variables decide anything. */
    private static ProcessBuilder prepare(List<String> command, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LANG", "C");
        builder.directory(new File("/"));
        return builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    /**
     * Waits while PostgreSQL recovers from a kill: it listens before it takes connections. One that is killed now is
     * started again.
     */
    private void createDatabase(String name) throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                createIfAbsent(name);
                return;
            } catch (SQLException e) {
                if (!Database.away(e) || System.nanoTime() > deadline) {
                    throw new IllegalStateException("PostgreSQL runs but refuses our connection", e);
                }
                if (ProcessHandle.of(pid()).isEmpty()) {
                    startAgain();
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    private void createIfAbsent(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password);
                Statement statement = connection.createStatement()) {
            try (var found = statement.executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create database " + name);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
