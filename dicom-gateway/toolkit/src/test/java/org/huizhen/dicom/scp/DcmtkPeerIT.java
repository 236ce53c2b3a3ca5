package org.huizhen.dicom.scp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import org.huizhen.dicom.LeakCheck;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.encoding.BulkSource;
import org.huizhen.dicom.encoding.Corpus;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.InstanceFile;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server and client against dcmtk, and against each other over every corpus file. */
@ExtendWith(LeakCheck.class)
class DcmtkPeerIT {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    /** How storescu is told to propose each syntax. */
    private static final Map<String, String> STORESCU_OPTION = Map.ofEntries(
            Map.entry("1.2.840.10008.1.2", "-xi"),
            Map.entry("1.2.840.10008.1.2.1", "-xe"),
            Map.entry("1.2.840.10008.1.2.2", "-xb"),
            Map.entry("1.2.840.10008.1.2.5", "-xr"),
            Map.entry("1.2.840.10008.1.2.4.50", "-xy"),
            Map.entry("1.2.840.10008.1.2.4.51", "-xx"),
            Map.entry("1.2.840.10008.1.2.4.70", "-xs"),
            Map.entry("1.2.840.10008.1.2.4.80", "-xt"),
            Map.entry("1.2.840.10008.1.2.4.81", "-xu"),
            Map.entry("1.2.840.10008.1.2.4.90", "-xv"),
            Map.entry("1.2.840.10008.1.2.4.91", "-xw"));

    @TempDir
    Path folder;

    private final CollectingSink sink = new CollectingSink();

    @BeforeEach
    void needDcmtk() {
        Dcmtk.assumeInstalled();
    }

    @Test
    void echoscuIsAnswered() {
        try (DicomServer server = server().start()) {
            Dcmtk.Outcome outcome = Dcmtk.run("echoscu", "-v", "-aec", "CLINIC1", "127.0.0.1", port(server));
            assertThat(outcome.exit()).as(outcome.output()).isZero();
            assertThat(outcome.output()).contains("Received Echo Response (Success)");
        }
    }

    @Test
    void echoscuIsToldThatTheCalledTitleIsWrong() {
        try (DicomServer server = server().start()) {
            Dcmtk.Outcome outcome = Dcmtk.run("echoscu", "-aec", "NOBODY", "127.0.0.1", port(server));
            assertThat(outcome.exit()).isNotZero();
            assertThat(outcome.output()).contains("Called AE Title Not Recognized");
        }
    }

    @Test
    void echoscuIsToldThatItsOwnTitleIsUnknown() {
        try (DicomServer server = server().calling(caller -> false).start()) {
            Dcmtk.Outcome outcome = Dcmtk.run("echoscu", "-aec", "CLINIC1", "127.0.0.1", port(server));
            assertThat(outcome.output()).contains("Calling AE Title Not Recognized");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-xi", "-xe", "-xb", "-xd"})
    void storescuDeliversTheSameBytesAsToItsOwnPeer(String option) throws IOException {
        List<Path> files = List.of(generated("1.2.3.1"), generated("1.2.3.2"));
        assertThat(compareWithStorescp(List.of(option), files)).hasSize(2);
    }

    @Test
    void storescuDeliversTheCorpusAsToItsOwnPeer() throws IOException {
        Map<String, List<Path>> bySyntax = new TreeMap<>();
        for (Corpus.Entry entry : Corpus.dicom()) {
            if (!entry.malformed() && STORESCU_OPTION.containsKey(entry.syntax())) {
                bySyntax.computeIfAbsent(entry.syntax(), syntax -> new ArrayList<>())
                        .add(entry.path());
            }
        }
        assertThat(bySyntax).hasSizeGreaterThan(8);
        for (Map.Entry<String, List<Path>> group : bySyntax.entrySet()) {
            Map<String, byte[]> same =
                    compareWithStorescp(List.of("-R", STORESCU_OPTION.get(group.getKey())), group.getValue());
            assertThat(same).as(group.getKey()).isNotEmpty();
        }
    }

    /** Sends the files to storescp and to us; what both received, which must be the same. */
    private Map<String, byte[]> compareWithStorescp(List<String> options, List<Path> files) throws IOException {
        sink.received.clear();
        Path received = Files.createTempDirectory(folder, "storescp");
        Map<String, byte[]> theirs;
        try (Dcmtk.StoreScpProcess peer = new Dcmtk.StoreScpProcess(received)) {
            Dcmtk.run(Map.of(), Dcmtk.storescu(peer.address(), "DCMTK", options, files));
            theirs = peer.received();
        }
        try (DicomServer server = server().start()) {
            Dcmtk.run(Map.of(), Dcmtk.storescu(server.address(), "CLINIC1", options, files));
        }
        assertThat(sink.received.keySet()).containsAll(theirs.keySet());
        theirs.forEach((uid, bytes) ->
                assertThat(sink.received.get(uid).dataSet()).as(uid).isEqualTo(bytes));
        return theirs;
    }

    @Test
    void ourClientDeliversEveryCorpusFileToOurServerByteForByte() throws IOException {
        List<InstanceFile> files = corpus();
        try (DicomServer server = server().start();
                DicomClient client = client()) {
            for (List<InstanceFile> part : parts(files)) {
                try (ClientAssociation association =
                        client.connect(new RemoteAe(server.address(), "CLINIC1"), ProposedContext.forFiles(part))) {
                    for (InstanceFile file : part) {
                        assertThat(association.store(file)).as(file.toString()).isEqualTo(Status.SUCCESS);
                        CollectingSink.Received received = sink.received.get(file.sopInstanceUid());
                        assertThat(received.dataSet()).as(file.toString()).isEqualTo(dataSet(file));
                        assertThat(received.request().transferSyntaxUid()).isEqualTo(file.transferSyntaxUid());
                    }
                }
            }
        }
    }

    @Test
    void ourClientDeliversTheCorpusToStorescpByteForByte() throws IOException {
        int accepted = 0;
        try (DicomClient client = client()) {
            for (List<InstanceFile> part : parts(corpus())) {
                Path received = Files.createTempDirectory(folder, "storescp");
                Map<String, InstanceFile> sent = new HashMap<>();
                try (Dcmtk.StoreScpProcess peer = new Dcmtk.StoreScpProcess(received)) {
                    try (ClientAssociation association =
                            client.connect(new RemoteAe(peer.address(), "DCMTK"), ProposedContext.forFiles(part))) {
                        assertThat(association.negotiation().maxPduLengthOfPeer())
                                .isEqualTo(16_384);
                        for (InstanceFile file : part) {
                            // storescp aborts at a fragment of odd length, which only broken files have.
                            if (dataSet(file).length % 2 == 0
                                    && association.accepts(file.sopClassUid(), file.transferSyntaxUid())) {
                                assertThat(association.store(file)).isEqualTo(Status.SUCCESS);
                                sent.put(file.sopInstanceUid(), file);
                            }
                        }
                    }
                    for (Map.Entry<String, byte[]> entry : peer.received().entrySet()) {
                        assertThat(entry.getValue()).isEqualTo(dataSet(sent.get(entry.getKey())));
                    }
                    assertThat(peer.received()).hasSize(sent.size());
                }
                accepted += sent.size();
            }
        }
        assertThat(accepted).isGreaterThan(100);
    }

    @Test
    void aSenderWithNagleDoesNotStall() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            files.add(generated("1.2.3." + i));
        }
        try (DicomServer server = server().start()) {
            List<String> command = Dcmtk.storescu(server.address(), "CLINIC1", List.of("-xe"), files);
            Dcmtk.run(Map.of("TCP_NODELAY", "1"), command);
            Duration tuned = time(() -> Dcmtk.run(Map.of("TCP_NODELAY", "1"), command));
            Duration asItComes = time(() -> Dcmtk.run(Map.of(), command));
            assertThat(sink.received).hasSize(60);
            // A delayed acknowledgement for each object would add 60 × 40 ms.
            assertThat(asItComes).isLessThan(tuned.plusMillis(1000));
        }
    }

    @Test
    void speaksTlsWithDcmtkAndWithItself() throws Exception {
        try (DicomServer server = server().ssl(serverTls()).start()) {
            Dcmtk.Outcome outcome =
                    Dcmtk.run("echoscu", "-v", "+tla", "-ic", "-aec", "CLINIC1", "127.0.0.1", port(server));
            assertThat(outcome.output()).contains("Received Echo Response (Success)");
            SslContext trusting = SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .build();
            InstanceFile file = InstanceFile.read(generated("1.2.3.9"));
            try (DicomClient client = DicomClient.builder()
                            .callingAeTitle("TESTER")
                            .ssl(trusting)
                            .build();
                    ClientAssociation association = client.connect(
                            new RemoteAe(server.address(), "CLINIC1"), ProposedContext.forFiles(List.of(file)))) {
                assertThat(association.store(file)).isEqualTo(Status.SUCCESS);
                assertThat(sink.received.get("1.2.3.9").dataSet()).isEqualTo(dataSet(file));
            }
        }
    }

    private SslContext serverTls() throws Exception {
        Path store = folder.resolve("server.p12");
        Dcmtk.Outcome made = Dcmtk.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString());
        assertThat(made.exit()).as(made.output()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        return SslContextBuilder.forServer(factory).build();
    }

    private interface Work {
        void run();
    }

    private static Duration time(Work work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Path generated(String uid) throws IOException {
        DataSet dataSet = new DataSet()
                .putString(Tag.SOPClassUID, CT)
                .putString(Tag.SOPInstanceUID, uid)
                .putString(Tag.Modality, "CT")
                .putString(Tag.PatientID, "TEST")
                .putString(Tag.StudyInstanceUID, "1.2.3")
                .putString(Tag.SeriesInstanceUID, "1.2.3.4")
                .putBytes(Tag.PixelData, Vr.OW, new byte[100_000]);
        Path path = folder.resolve(uid + ".dcm");
        try (var out = Files.newOutputStream(path)) {
            DicomFile.of(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN).write(out, BulkSource.NONE);
        }
        return path;
    }

    /** The corpus files that are instances; a few hold a fragment of a data set or a DICOMDIR. */
    private static List<InstanceFile> corpus() {
        List<InstanceFile> files = new ArrayList<>();
        for (Corpus.Entry entry : Corpus.dicom()) {
            if (!entry.malformed()) {
                instance(entry.path()).ifPresent(files::add);
            }
        }
        assertThat(files).hasSizeGreaterThan(180);
        return files;
    }

    private static Optional<InstanceFile> instance(Path path) {
        try {
            return Optional.of(InstanceFile.read(path))
                    .filter(file -> !file.sopClassUid().equals("1.2.840.10008.1.3.10"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Few enough files for their contexts to fit one association each. */
    private static List<List<InstanceFile>> parts(List<InstanceFile> files) {
        List<List<InstanceFile>> parts = new ArrayList<>();
        for (int i = 0; i < files.size(); i += DicomClient.MOST_CONTEXTS) {
            parts.add(files.subList(i, Math.min(files.size(), i + DicomClient.MOST_CONTEXTS)));
        }
        return parts;
    }

    /** The bytes that should arrive. */
    private static byte[] dataSet(InstanceFile file) throws IOException {
        byte[] bytes = Files.readAllBytes(file.path());
        boolean padded = file.transferSyntaxUid().equals("1.2.840.10008.1.2.1.99") && file.dataSetLength() % 2 == 1;
        return Arrays.copyOfRange(bytes, (int) file.dataSetOffset(), bytes.length + (padded ? 1 : 0));
    }

    private DicomServer.Builder server() {
        return DicomServer.builder()
                .aeTitles(Set.of("CLINIC1"))
                .services(List.of(new VerificationScp(), new StoreScp(sink)));
    }

    private static DicomClient client() {
        return DicomClient.builder().callingAeTitle("TESTER").build();
    }

    private static String port(DicomServer server) {
        return String.valueOf(server.address().getPort());
    }
}
