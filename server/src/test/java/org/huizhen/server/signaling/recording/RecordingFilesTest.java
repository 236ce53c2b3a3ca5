package org.huizhen.server.signaling.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingFilesTest {
    private static final int SHARED = 02770;

    @TempDir
    private Path directory;

    @Test
    void theMediaServersGroupMayWriteAndItsFilesGetTheFoldersGroup() throws IOException {
        Files.setAttribute(directory, "unix:mode", SHARED);
        UUID recording = UUID.randomUUID();
        RecordingFiles files = new RecordingFiles(directory);
        files.make(recording);
        Path folder = directory.resolve(recording.toString());
        assertThat((Integer) Files.getAttribute(folder, "unix:mode") & SHARED).isEqualTo(SHARED);
    }

    @Test
    void deletesWhatIsOfTheRecordingAndNothingElse() throws IOException {
        RecordingFiles files = new RecordingFiles(directory);
        UUID recording = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        files.make(recording);
        files.make(other);
        Files.writeString(files.part(recording, UUID.randomUUID()), "x");
        Files.writeString(files.whole(recording), "x");
        files.delete(recording);
        files.delete(recording);
        assertThat(directory.resolve(recording.toString())).doesNotExist();
        assertThat(directory.resolve(other.toString())).exists();
    }
}
