package org.huizhen.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.InstanceFile;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;

/** A running Orthanc with its default storage and SQLite index. */
final class Orthanc implements AutoCloseable {
    static final String NAME = "Orthanc";
    static final Path DICOMWEB = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");

    private static final Path PROGRAM = Path.of("/usr/sbin/Orthanc");

    private final Spawned process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int dicomPort;
    private final int httpPort;

    private Orthanc(Spawned process, int dicomPort, int httpPort) {
        this.process = process;
        this.dicomPort = dicomPort;
        this.httpPort = httpPort;
    }

    /** What is not there; empty when all is. @param plugins needed too */
    static Optional<String> missing(Path... plugins) {
        if (!Files.isExecutable(PROGRAM)) {
            return Optional.of(PROGRAM + " (Debian package orthanc)");
        }
        for (Path plugin : plugins) {
            if (!Files.exists(plugin)) {
                return Optional.of(plugin + " (Debian package orthanc-dicomweb)");
            }
        }
        return Optional.empty();
    }

    /** Starts it on what the folder holds; returns when it answers. */
    static Orthanc start(Path folder, Path... plugins) throws IOException, InterruptedException {
        return start(folder, "\"Name\": \"bench\"", plugins);
    }

    /** @param settings more members of its configuration, as JSON */
    static Orthanc start(Path folder, String settings, Path... plugins) throws IOException, InterruptedException {
        int dicom = Spawned.freePort();
        int http = Spawned.freePort();
        Path config = folder.resolve("orthanc.json");
        Path store = folder.resolve("store");
        Files.writeString(config, """
                {
                  "StorageDirectory": "%s",
                  "IndexDirectory": "%s",
                  "DicomAet": "ORTHANC",
                  "DicomPort": %d,
                  "HttpPort": %d,
                  "RemoteAccessAllowed": false,
                  "AuthenticationEnabled": false,
                  "Plugins": %s,
                  %s
                }
                """.formatted(
                        store,
                        store,
                        dicom,
                        http,
                        Json.MAPPER.writeValueAsString(
                                Stream.of(plugins).map(Path::toString).toList()),
                        settings));
        Spawned process = Spawned.start(
                List.of(PROGRAM.toString(), config.toString()), Map.of("LC_ALL", "C.UTF-8"), folder.resolve("out"));
        process.awaitPort(http);
        process.awaitPort(dicom);
        return new Orthanc(process, dicom, http);
    }

    Spawned process() {
        return process;
    }

    int dicomPort() {
        return dicomPort;
    }

    int httpPort() {
        return httpPort;
    }

    long instances() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri("/statistics")).build();
        String body = client.send(request, BodyHandlers.ofString()).body();
        return Json.MAPPER.readTree(body).path("CountInstances").asLong();
    }

    /** Sends it the files on one association. */
    void store(List<Path> paths) throws IOException {
        List<InstanceFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(InstanceFile.read(path));
        }
        try (DicomClient client =
                        DicomClient.builder().callingAeTitle("BENCHSCU").build();
                ClientAssociation association = client.connect(
                        RemoteAe.of("127.0.0.1", dicomPort, "ORTHANC"), ProposedContext.forFiles(files))) {
            for (InstanceFile file : files) {
                if (!association.store(file).isSuccess()) {
                    throw new IOException("Orthanc did not take " + file);
                }
            }
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    @Override
    public void close() {
        process.close();
        client.close();
    }
}
