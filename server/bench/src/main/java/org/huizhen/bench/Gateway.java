package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.huizhen.demo.Program;

/** A running gateway as a clinic has it, without a center to send to. */
record Gateway(Spawned process, int dicomPort, int httpPort) implements AutoCloseable {

    /** Starts it on what the folder holds; returns when it takes associations and shows its page. */
    static Gateway start(Path folder) throws IOException, InterruptedException {
        int dicom = Spawned.freePort();
        int http = Spawned.freePort();
        Path config = folder.resolve("gateway.yaml");
        Files.writeString(config, """
                name: bench
                dicom:
                  aeTitle: BENCH
                  address: 127.0.0.1
                  port: %d
                  unknown: loopback
                http:
                  address: 127.0.0.1
                  port: %d
                center:
                  pairing: %s
                spool:
                  directory: %s
                logging:
                  directory: %s
                """.formatted(
                        dicom, http, folder.resolve("center.yaml"), folder.resolve("spool"), folder.resolve("logs")));
        Spawned process = Spawned.start(
                Program.gatewayAsInstalled().command(List.of("gateway", "--config", config.toString())),
                Map.of(),
                folder.resolve("out"));
        process.awaitPort(dicom);
        process.awaitPort(http);
        return new Gateway(process, dicom, http);
    }

    @Override
    public void close() {
        process.close();
    }
}
