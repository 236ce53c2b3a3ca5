package org.huizhen.server.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL that comes as a jar resource, once per version, into a folder that later starts reuse. */
final class PostgresBinaries {
    private static final int OWNER_EXECUTES = 0100;

    private PostgresBinaries() {}

    /**
     * The folder with {@code bin/postgres} and {@code bin/initdb}, unpacked when it is not there yet.
     *
     * @throws IllegalStateException when this machine's processor has no binaries among the dependencies
     */
    static Path unpacked(Path cache) {
        String resource = "postgres-linux-" + architecture() + ".txz";
        try {
            Path target = cache.resolve("postgres-" + fingerprint(resource));
            if (Files.isDirectory(target)) {
                return target;
            }
            openToAll(Files.createDirectories(cache));
            try (FileChannel lockFile = FileChannel.open(
                            cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock ignored = lockFile.lock()) {
                if (!Files.isDirectory(target)) {
                    Path partial = Files.createTempDirectory(cache, "partial-");
                    openToAll(partial);
                    unpack(resource, partial);
                    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack PostgreSQL into " + cache, e);
        }
    }

    private static void unpack(String resource, Path folder) throws IOException {
        try (InputStream raw = open(resource);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("archive entry outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    openToAll(Files.createDirectories(path));
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    openToAll(Files.createDirectories(path.getParent()));
                    Files.copy(tar, path);
                    Files.setPosixFilePermissions(path, permissions((entry.getMode() & OWNER_EXECUTES) != 0));
                }
            }
        }
    }

    /** Another user runs the database when the server is root. */
    private static void openToAll(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, permissions(true));
    }

    private static Set<PosixFilePermission> permissions(boolean executable) {
        return EnumSet.copyOf(PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Tells versions apart without reading the archive: its length and the checksum that the jar keeps of it. */
    private static String fingerprint(String resource) throws IOException {
        open(resource).close();
        URL url = PostgresBinaries.class.getResource("/" + resource);
        if (url.openConnection() instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getSize()) + "-"
                    + Long.toHexString(jar.getJarEntry().getCrc());
        }
        return "unpacked";
    }

    private static InputStream open(String resource) {
        InputStream in = PostgresBinaries.class.getResourceAsStream("/" + resource);
        if (in == null) {
            throw new IllegalStateException("no embedded PostgreSQL for this machine (" + resource
                    + "): configure database.url of an installed one");
        }
        return in;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> name;
        };
    }
}
