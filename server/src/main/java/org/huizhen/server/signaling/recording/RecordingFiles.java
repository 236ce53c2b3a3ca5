package org.huizhen.server.signaling.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder per recording, in a folder that the media server sees under the same path. */
final class RecordingFiles {
    /** The media server is another user of the folder's group. */
    private static final int GROUP_MAY_ALL = 0070;

    private static final int PERMISSIONS = 07777;

    private final Path directory;

    RecordingFiles(Path directory) {
        this.directory = directory;
    }

    Path part(UUID recording, UUID part) {
        return folder(recording).resolve(part + ".webm");
    }

    Path whole(UUID recording) {
        return folder(recording).resolve("recording.webm");
    }

    Path unfinished(UUID recording) {
        return folder(recording).resolve("unfinished.webm");
    }

    private Path folder(UUID recording) {
        return directory.resolve(recording.toString());
    }

    void make(UUID recording) {
        try {
            Path folder = Files.createDirectories(folder(recording));
            // Our umask has taken the group's rights away; the bit by which files get the folder's group must stay.
            int mode = (Integer) Files.getAttribute(folder, "unix:mode") & PERMISSIONS;
            Files.setAttribute(folder, "unix:mode", mode | GROUP_MAY_ALL);
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for a recording in " + directory, e);
        }
    }

    void delete(UUID recording) throws IOException {
        Path folder = folder(recording);
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> inside = Files.list(folder)) {
            files = inside.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }

    static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
