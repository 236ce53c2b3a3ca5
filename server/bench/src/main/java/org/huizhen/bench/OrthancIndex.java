package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.huizhen.demo.Acquired;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.huizhen.synthetic.HeaderOnly;

/** Orthanc with its index in the same PostgreSQL as ours, holding the same studies with one small instance each. */
record OrthancIndex(Orthanc orthanc) implements AutoCloseable {
    private static final Path INDEX = Path.of("/usr/share/orthanc/plugins/libOrthancPostgreSQLIndex.so");
    private static final int ASSOCIATIONS = 4;
    private static final String[] MODALITIES = {"CT", "DX", "US", "ECG"};

    static Optional<String> missing() {
        if (!Files.exists(INDEX)) {
            return Optional.of(INDEX + " (Debian package orthanc-postgresql)");
        }
        return Orthanc.missing(Orthanc.DICOMWEB);
    }

    /** @param postgres folder of the cluster whose password opens it */
    static OrthancIndex start(Path folder, Path postgres, int postgresPort)
            throws IOException, InterruptedException, SQLException {
        String password = Files.readString(postgres.resolve("password")).strip();
        String url = "jdbc:postgresql://127.0.0.1:" + postgresPort + "/huizhen";
        try (var connection = DriverManager.getConnection(url, "huizhen", password);
                var statement = connection.createStatement()) {
            statement.execute("create database orthanc");
        }
        String settings = """
                "PostgreSQL": {
                  "EnableIndex": true, "EnableStorage": false, "EnableSsl": false, "Host": "127.0.0.1", "Port": %d,
                  "Database": "orthanc", "Username": "huizhen", "Password": "%s"
                }""".formatted(postgresPort, password);
        return new OrthancIndex(Orthanc.start(folder, settings, Orthanc.DICOMWEB, INDEX));
    }

    List<String> command() {
        return orthanc.process().command();
    }

    int httpPort() {
        return orthanc.httpPort();
    }

    void fill(long studies) throws IOException, InterruptedException {
        System.out.printf("storing %d studies at Orthanc ...%n", studies);
        List<Future<?>> futures = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(ASSOCIATIONS)) {
            for (int i = 0; i < ASSOCIATIONS; i++) {
                int first = i;
                futures.add(executor.submit(() -> {
                    store(first, studies);
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private void store(long first, long studies) throws IOException {
        Acquired any = instance(first);
        ProposedContext context = new ProposedContext(any.sopClassUid(), List.of(any.transferSyntaxUid()));
        try (DicomClient client =
                        DicomClient.builder().callingAeTitle("BENCHSCU").build();
                ClientAssociation association =
                        client.connect(RemoteAe.of("127.0.0.1", orthanc.dicomPort(), "ORTHANC"), List.of(context))) {
            for (long n = first; n < studies; n += ASSOCIATIONS) {
                if (!association.store(instance(n)).isSuccess()) {
                    throw new IOException("Orthanc did not take study " + n);
                }
            }
        }
    }

    private static Acquired instance(long n) {
        return new Acquired(HeaderOnly.of(new HeaderOnly.Study(
                IndexFill.studyUid(n),
                "P" + n / IndexFill.STUDIES_A_PATIENT,
                QueryBench.name(n),
                QueryBench.date(n),
                "A" + n,
                MODALITIES[(int) (n % MODALITIES.length)])));
    }

    @Override
    public void close() {
        orthanc.close();
    }
}
