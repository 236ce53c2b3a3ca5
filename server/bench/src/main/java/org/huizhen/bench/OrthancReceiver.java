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

/** Orthanc with its default storage and SQLite index. */
final class OrthancReceiver implements Receiver {
    private static final Path PROGRAM = Path.of("/usr/sbin/Orthanc");

    @Override
    public String name() {
        return "Orthanc";
    }

    @Override
    public Optional<String> missing() {
        return Files.isExecutable(PROGRAM) ? Optional.empty() : Optional.of(PROGRAM + " (Debian package orthanc)");
    }

    @Override
    public Running start(Path folder) throws IOException, InterruptedException {
        int dicom = Spawned.freePort();
        int http = Spawned.freePort();
        Path config = folder.resolve("orthanc.json");
        Files.writeString(config, """
                {
                  "StorageDirectory": "%s",
                  "IndexDirectory": "%s",
                  "DicomAet": "ORTHANC",
                  "DicomPort": %d,
                  "HttpPort": %d,
                  "RemoteAccessAllowed": false,
                  "AuthenticationEnabled": false,
                  "Plugins": []
                }
                """.formatted(folder.resolve("store"), folder.resolve("store"), dicom, http));
        Spawned process = Spawned.start(
                List.of(PROGRAM.toString(), config.toString()), Map.of("LC_ALL", "C.UTF-8"), folder.resolve("out"));
        process.awaitPort(http);
        process.awaitPort(dicom);
        return new RunningOrthanc(process, dicom, http);
    }

    private record RunningOrthanc(Spawned process, int port, int http) implements Running {
        @Override
        public List<String> command() {
            return process.command();
        }

        @Override
        public long held() throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/statistics"))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                String body = client.send(request, BodyHandlers.ofString()).body();
                return Json.MAPPER.readTree(body).path("CountInstances").asLong();
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
