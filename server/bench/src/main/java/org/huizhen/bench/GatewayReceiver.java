package org.huizhen.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.demo.Program;

/** Our gateway as a clinic runs it: every instance durable in the spool before its response; no center to send to. */
final class GatewayReceiver implements Receiver {
    @Override
    public String name() {
        return "huizhen gateway";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Running start(Path folder) throws IOException, InterruptedException {
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
                Program.gatewayAsInstalled().command(List.of("run", "--config", config.toString())),
                Map.of(),
                folder.resolve("out"));
        process.awaitPort(dicom);
        process.awaitPort(http);
        return new RunningGateway(process, dicom, http);
    }

    private record RunningGateway(Spawned process, int port, int http) implements Running {
        @Override
        public List<String> command() {
            return process.command();
        }

        @Override
        public long held() throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/api/status"))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                String body = client.send(request, BodyHandlers.ofString()).body();
                return Json.MAPPER
                        .readTree(body)
                        .path("waiting")
                        .path("instances")
                        .asLong();
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
