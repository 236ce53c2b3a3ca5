package org.huizhen.server.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.server.blob.StagedBlob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StowIT {
    private ImagingServer server;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path folder) {
        this.folder = folder;
        server = new ImagingServer(folder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void storesAStudyAndMakesItsPatient() {
        TestInstances.Study study = TestInstances.Study.next();
        HttpResponse<byte[]> response =
                server.store("techA", TestInstances.file(study, 1), TestInstances.file(study, 2));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(slugs(response, "00081199")).containsExactly("stored", "stored");

        JsonNode item = only(study);
        assertThat(item.get("patient").get("name").asText()).isEqualTo("王小东");
        assertThat(item.get("patient").get("sex").asText()).isEqualTo("male");
        assertThat(item.get("matched").asBoolean()).isTrue();
        assertThat(item.get("modality").asText()).isEqualTo("CT");
        assertThat(item.get("description").asText()).isEqualTo("胸部平扫");
        assertThat(item.get("studyDate").asText()).isEqualTo("2026-03-01T00:30:15Z");
        assertThat(item.get("state").asText()).isEqualTo("arriving");
        assertThat(item.get("completeness").get("received").asInt()).isEqualTo(2);
        assertThat(item.get("completeness").get("certainty").asText()).isEqualTo("assumed");
        assertThat(server.eventTypes(study.uid())).containsExactly("study.arrived");
        assertThat(server.ask(
                        String.class, "select issuer from study where study_instance_uid = '" + study.uid() + "'"))
                .isEqualTo("CLINIC1/CT1@10.1.2.3");
    }

    @Test
    void theSameBytesAgainAreASuccessThatStoresNothing() throws Exception {
        TestInstances.Study study = TestInstances.Study.next();
        byte[] file = TestInstances.file(study, 1);
        server.store("techA", file);
        long files = files();
        HttpResponse<byte[]> again = server.store("techA", file, file);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(slugs(again, "00081199")).containsExactly("already-stored", "already-stored");
        assertThat(files()).isEqualTo(files);
        assertThat(only(study).get("instances").asInt()).isEqualTo(1);
        assertThat(server.eventTypes(study.uid())).containsExactly("study.arrived");
    }

    @Test
    void theSameFileTwiceInOneRequestIsStoredOnce() throws Exception {
        TestInstances.Study study = TestInstances.Study.next();
        byte[] file = TestInstances.file(study, 1);
        long files = files();
        assertThat(slugs(server.store("techA", file, file), "00081199")).containsExactly("stored", "already-stored");
        assertThat(files()).isEqualTo(files + 1);
        assertThat(only(study).get("instances").asInt()).isEqualTo(1);
    }

    @Test
    void otherBytesUnderTheSameUidAreQuarantinedAndTold() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store("techA", TestInstances.file(study, 1));
        byte[] other = TestInstances.changed(study, 1, data -> data.putString(Tag.SeriesDescription, "other"));
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> response = server.store("techA", other);
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(slugs(response, "00081198")).containsExactly("quarantined");
            assertThat(failureReasons(response)).containsExactly(0x0111);
        }
        JsonNode item = only(study);
        assertThat(item.get("conflicts").asInt()).isEqualTo(1);
        assertThat(item.get("instances").asInt()).isEqualTo(1);
        assertThat(server.eventTypes(study.uid())).containsExactly("study.arrived", "study.conflict");
    }

    @Test
    void anotherTransferSyntaxIsASuccessThatKeepsTheFirst() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store("techA", TestInstances.file(study, 1));
        HttpResponse<byte[]> response = server.store(
                "techA", TestInstances.file(TestInstances.slice(study, 1), TransferSyntax.IMPLICIT_LITTLE_ENDIAN));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(slugs(response, "00081199")).containsExactly("otherEncoding");
        assertThat(server.ask(
                        String.class,
                        "select transfer_syntax_uid from instance where sop_instance_uid = '" + study.series() + ".1'"))
                .isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid());
    }

    @Test
    void aStudyThatAnotherClinicOwnsIsQuarantined() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store("techA", TestInstances.file(study, 1));
        HttpResponse<byte[]> same = server.store("techB", TestInstances.file(study, 1));
        assertThat(same.statusCode()).isEqualTo(409);
        assertThat(failureReasons(same)).containsExactly(0x0111);
        HttpResponse<byte[]> more = server.store("techB", TestInstances.file(study, 2));
        assertThat(more.statusCode()).isEqualTo(409);
        assertThat(only(study).get("instances").asInt()).isEqualTo(1);
        assertThat(only(study).get("conflicts").asInt()).isEqualTo(2);
    }

    @Test
    void concurrentSendersOfTheSameInstancesStoreThemOnce() throws Exception {
        TestInstances.Study study = TestInstances.Study.next();
        byte[][] files = IntStream.rangeClosed(1, 20)
                .mapToObj(number -> TestInstances.file(study, number))
                .toArray(byte[][]::new);
        byte[][] reversed = new byte[files.length][];
        Arrays.setAll(reversed, i -> files[files.length - 1 - i]);
        try (ExecutorService senders = Executors.newFixedThreadPool(6)) {
            List<Future<HttpResponse<byte[]>>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                byte[][] parts = i % 2 == 0 ? files : reversed;
                answers.add(senders.submit(() -> server.store("techA", parts)));
            }
            int stored = 0;
            for (Future<HttpResponse<byte[]>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
                stored += (int) slugs(answer.get(), "00081199").stream()
                        .filter("stored"::equals)
                        .count();
            }
            assertThat(stored).isEqualTo(20);
        }
        assertThat(only(study).get("completeness").get("received").asInt()).isEqualTo(20);
        assertThat(server.ask(
                        Integer.class,
                        "select instance_count from series where series_instance_uid = '" + study.series() + "'"))
                .isEqualTo(20);
        assertThat(server.imaging.sweepOrphans()).isZero();
        server.clock.advance(Duration.ofHours(3));
        assertThat(server.imaging.sweepOrphans())
                .as("files that lost the race are gone already")
                .isZero();
    }

    @Test
    void namesWhatIsWrongWithEachPartAndStoresTheGoodOne() throws Exception {
        TestInstances.Study study = TestInstances.Study.next();
        byte[] good = TestInstances.file(study, 1);
        byte[] cut = Arrays.copyOf(TestInstances.file(study, 2), good.length - 100);
        byte[] noDicom = "just text, no instance of anything".repeat(20).getBytes(StandardCharsets.US_ASCII);
        byte[] noUid = TestInstances.changed(study, 3, data -> data.remove(Tag.SeriesInstanceUID));
        long files = files();
        HttpResponse<byte[]> response = server.store("techA", cut, good, noDicom, noUid, new byte[0]);
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(slugs(response, "00081199")).containsExactly("stored");
        assertThat(slugs(response, "00081198")).containsExactly("truncated", "no-uid");
        assertThat(slugs(response, "0008119A")).hasSize(2);
        assertThat(slugs(response, "0008119A").getFirst()).isEqualTo("not-dicom");
        assertThat(files()).isEqualTo(files + 1);
        try (Stream<Path> incoming = Files.list(folder.resolve("blobs/incoming"))) {
            assertThat(incoming).isEmpty();
        }
    }

    @Test
    void aTruncatedFileAloneIsRefusedAsAWhole() {
        TestInstances.Study study = TestInstances.Study.next();
        byte[] file = TestInstances.file(study, 1);
        HttpResponse<byte[]> response = server.store("techA", Arrays.copyOf(file, file.length - 1));
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(failureReasons(response)).containsExactly(0xC000);
        assertThat(server.ask(
                        Integer.class, "select count(*) from study where study_instance_uid = '" + study.uid() + "'"))
                .isZero();
    }

    @Test
    void withoutPatientIdItIsStoredUnmatched() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store("techA", TestInstances.changed(study, 1, data -> data.remove(Tag.PatientID)));
        JsonNode item = only(study);
        assertThat(item.get("matched").asBoolean()).isFalse();
        assertThat(item.get("unmatchedReason").asText()).isEqualTo("noPatientId");
        assertThat(item.has("patient")).isFalse();
    }

    @Test
    void anInstanceOfAnotherPatientMakesTheStudyUnmatched() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store("techA", TestInstances.file(study, 1));
        assertThat(only(study).get("matched").asBoolean()).isTrue();
        server.store("techA", TestInstances.changed(study, 2, data -> data.putString(Tag.PatientID, "SOMEBODY-ELSE")));
        assertThat(only(study).get("matched").asBoolean()).isFalse();
        assertThat(only(study).get("unmatchedReason").asText()).isEqualTo("contradictsKnown");
    }

    @Test
    void anArchivistDecidesWhoseAnUnmatchedStudyIs() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store("techA", TestInstances.changed(study, 1, data -> data.remove(Tag.PatientID)));
        String path = "/api/v1/studies/" + only(study).get("id").asText() + "/match";
        var body = java.util.Map.of(
                "reason", "asked the clinic", "patient", java.util.Map.of("name", "李四", "sex", "female"));
        assertThat(server.post("techA", path, body).statusCode()).isEqualTo(403);
        HttpResponse<byte[]> matched = server.post("archivist", path, body);
        assertThat(matched.statusCode())
                .as(new String(matched.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(server.body(matched).get("matched").asBoolean()).isTrue();
        assertThat(only(study).get("patient").get("name").asText()).isEqualTo("李四");
        assertThat(server.eventTypes(study.uid())).containsExactly("study.arrived", "study.matched");
    }

    @Test
    void takesZstandardAndGzipBodies() throws Exception {
        TestInstances.Study study = TestInstances.Study.next();
        byte[] zstd = Zstd.compress(TestInstances.multipart("b", TestInstances.file(study, 1)));
        java.io.ByteArrayOutputStream gzip = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream out = new java.util.zip.GZIPOutputStream(gzip)) {
            out.write(TestInstances.multipart("b", TestInstances.file(study, 2)));
        }
        assertThat(encoded("zstd", zstd).statusCode()).isEqualTo(200);
        assertThat(encoded("gzip", gzip.toByteArray()).statusCode()).isEqualTo(200);
        assertThat(encoded("br", zstd).statusCode()).isEqualTo(415);
        assertThat(only(study).get("instances").asInt()).isEqualTo(2);
    }

    @Test
    void refusesOtherBodiesAndBrokenOnes() {
        assertThat(raw("application/json", "{}").statusCode()).isEqualTo(415);
        assertThat(new String(raw("application/json", "{}").body(), StandardCharsets.UTF_8))
                .contains("multipart/related");
        assertThat(raw("multipart/related; type=\"application/dicom+json\"; boundary=b", "--b--")
                        .statusCode())
                .isEqualTo(415);
        assertThat(raw("multipart/related; type=\"application/dicom\"", "--b--").statusCode())
                .isEqualTo(400);
        assertThat(raw("multipart/related; type=\"application/dicom\"; boundary=b", "--b\r\n\r\nabc")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesInstancesOfAnotherStudyThanTheAddressNames() {
        TestInstances.Study study = TestInstances.Study.next();
        HttpResponse<byte[]> response =
                server.storeTo("techA", "/dicomweb/studies/1.2.3", TestInstances.file(study, 1));
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(slugs(response, "00081198")).containsExactly("other-study");
    }

    @Test
    void refusesBeforeReadingWhenTheDiskIsNearlyFull(@TempDir Path other) {
        try (ImagingServer full = new ImagingServer(other, Long.MAX_VALUE / 4)) {
            HttpResponse<byte[]> response = full.store("techA", TestInstances.file(TestInstances.Study.next(), 1));
            assertThat(response.statusCode()).isEqualTo(507);
            assertThat(full.body(response).get("type").asText()).isEqualTo("out-of-space");
        }
    }

    @Test
    void aFileThatACrashLeftBehindIsSweptOnceItIsOld() {
        StagedBlob left = server.blobs.stage();
        left.write(new byte[] {1, 2, 3}, 0, 3);
        left.seal();
        server.blobs.publish(List.of(left));
        assertThat(server.imaging.sweepOrphans()).isZero();
        server.clock.advance(Duration.ofHours(3));
        assertThat(server.imaging.sweepOrphans()).isEqualTo(1);
        assertThat(server.blobs.path(left.id())).doesNotExist();
    }

    @Test
    void sendersNeedTheRightToSend() {
        byte[] file = TestInstances.file(TestInstances.Study.next(), 1);
        assertThat(server.store("reader", file).statusCode()).isEqualTo(403);
        assertThat(server.store("nobody", file).statusCode()).isEqualTo(401);
        assertThat(server.store("hzg_wrong", file).statusCode()).isEqualTo(401);
    }

    private JsonNode only(TestInstances.Study study) {
        HttpResponse<byte[]> response = server.get("reader", "/api/v1/studies?limit=500");
        for (JsonNode item : server.body(response).get("items")) {
            if (item.get("studyInstanceUid").asText().equals(study.uid())) {
                return item;
            }
        }
        throw new AssertionError("study not listed: " + new String(response.body(), StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> encoded(String coding, byte[] body) {
        return server.send(server.request("techA", "/dicomweb/studies")
                .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b")
                .header("Content-Encoding", coding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private HttpResponse<byte[]> raw(String type, String body) {
        return server.send(server.request("techA", "/dicomweb/studies")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private List<String> slugs(HttpResponse<byte[]> response, String sequence) {
        List<String> slugs = new ArrayList<>();
        server.body(response)
                .path(sequence)
                .path("Value")
                .forEach(item ->
                        slugs.add(item.get("00091001").get("Value").get(0).asText()));
        return slugs;
    }

    private List<Integer> failureReasons(HttpResponse<byte[]> response) {
        List<Integer> reasons = new ArrayList<>();
        server.body(response)
                .path("00081198")
                .path("Value")
                .forEach(item ->
                        reasons.add(item.get("00081197").get("Value").get(0).asInt()));
        return reasons;
    }

    private long files() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("blobs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
