package org.huizhen.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.huizhen.dicom.scu.InstanceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoadTest {
    @TempDir
    Path folder;

    @Test
    void givesEveryInstanceANewUidBeforeEachSending() throws IOException {
        Load load = Load.slices(folder, 5, 2);
        Set<String> uids = new HashSet<>(uids(load));
        assertThat(uids).hasSize(5);
        for (int generation = 1; generation <= 3; generation++) {
            load.refresh();
            uids.addAll(uids(load));
            assertThat(uids).hasSize(5 * (generation + 1));
        }
    }

    @Test
    void sendsEveryInstanceOnceToTheLimitOverAllConnections() throws IOException, InterruptedException {
        Load load = Load.slices(folder.resolve("load"), 5, 2);
        LimitReceiver receiver = new LimitReceiver();
        try (Receiver.Running running = receiver.start(folder.resolve("limit"))) {
            new LimitSender(false).send(running.port(), load.folders());
            assertThat(running.held()).isEqualTo(5);
        }
        long written = 0;
        try (var files = Files.list(folder.resolve("limit"))) {
            for (Path file : files.toList()) {
                written += Files.size(file);
            }
        }
        assertThat(written).isEqualTo(load.bytes());
    }

    private static List<String> uids(Load load) throws IOException {
        Set<String> uids = new HashSet<>();
        for (Path folder : load.folders()) {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    uids.add(InstanceFile.read(file).sopInstanceUid());
                }
            }
        }
        return List.copyOf(uids);
    }
}
