package org.huizhen.server.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk, bombs and dribblers at the center: a clear refusal, nothing half-written, and everybody else is served. */
final class HostileRequestsIT {
    private static final int PIXELS = 400_000;
    private static final Duration CUT_OFF = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private ImagingServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void refusesWhatHasNoRoomKeepsNothingHalfWrittenAndGoesOnOnceThereIs() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", small.toString()) == 0,
                "mounting a small file system needs root");
        try {
            server = new ImagingServer(small, 1 << 20);
            TestInstances.Study study = TestInstances.Study.next();
            int stored = 0;
            HttpResponse<byte[]> answer = server.store("techA", image(study, 1));
            while (answer.statusCode() == 200) {
                stored++;
                answer = server.store("techA", image(study, stored + 1));
            }
            assertThat(answer.statusCode()).isEqualTo(507);
            assertThat(server.body(answer).get("type").asText()).isEqualTo("out-of-space");
            assertThat(stored).isGreaterThan(10);
            assertThat(files()).hasSize(stored);

            // another program takes what is left; small requests that grow get past the look at the reserve
            server.close();
            server = new ImagingServer(small, 0);
            Path filler = small.resolve("filler");
            fill(filler, 300_000);
            HttpResponse<byte[]> late = gzipped(image(study, stored + 1));
            assertThat(late.statusCode())
                    .as(new String(late.body(), StandardCharsets.UTF_8))
                    .isEqualTo(507);
            assertThat(files()).as("nothing of it is left").hasSize(stored);
            assertThat(server.blobs.free()).isLessThan(PIXELS);
            Files.delete(filler);
            assertThat(gzipped(image(TestInstances.Study.next(), 1)).statusCode())
                    .isEqualTo(200);
        } finally {
            stop();
            server = null;
            run("umount", "-l", small.toString());
        }
    }

    @Test
    void aGzipBombEndsWithAClearRefusalAndNothingOnDisk() throws IOException {
        server = new ImagingServer(folder);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(TestInstances.multipart("b", TestInstances.file(TestInstances.Study.next(), 1)), 0, 1000);
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 600; i++) {
                out.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(4 << 20);
        HttpResponse<byte[]> answer = server.send(server.request("techA", "/dicomweb/studies")
                .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bomb.toByteArray()))
                .build());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(server.body(answer).get("type").asText()).isEqualTo("too-large");
        assertThat(files()).isEmpty();
        assertThat(server.store("techA", TestInstances.file(TestInstances.Study.next(), 1))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aDeflatedBombIsRefusedAsMalformed() throws IOException {
        server = new ImagingServer(folder);
        byte[] bomb = TestInstances.file(
                TestInstances.slice(TestInstances.Study.next(), 1).putBytes(Tag.PixelData, Vr.OW, new byte[48 << 20]),
                TransferSyntax.DEFLATED_LITTLE_ENDIAN);
        assertThat(bomb.length).isLessThan(1 << 20);
        HttpResponse<byte[]> answer = server.store("techA", bomb);
        assertThat(answer.statusCode()).isIn(200, 409);
        assertThat(files()).hasSize(answer.statusCode() == 200 ? 1 : 0);
    }

    @Test
    void whoDribblesABodyIsCutOffAndKeepsNobodyWaiting() throws Exception {
        server = new ImagingServer(folder);
        List<Socket> dribblers = new ArrayList<>();
        Duration quickest = Duration.ofDays(1);
        int stored = 0;
        try {
            // a machine with much else to do may take long once, not each time
            for (; stored < 4 && quickest.compareTo(CUT_OFF) >= 0; stored++) {
                for (int i = 0; i < 50; i++) {
                    dribblers.add(dribbler());
                }
                long began = System.nanoTime();
                assertThat(server.store("techA", TestInstances.file(TestInstances.Study.next(), 1))
                                .statusCode())
                        .isEqualTo(200);
                quickest = Duration.ofNanos(System.nanoTime() - began);
            }
            assertThat(quickest).as("before the first of them is cut off").isLessThan(CUT_OFF);
            assertThat(cutOff(dribblers.getLast())).isTrue();
        } finally {
            for (Socket socket : dribblers) {
                socket.close();
            }
        }
        assertThat(files()).hasSize(stored);
    }

    private Socket dribbler() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
        socket.getOutputStream()
                .write(("POST /dicomweb/studies HTTP/1.1\r\nHost: x\r\nX-Test-Person: techA\r\n"
                                + "Content-Type: multipart/related; type=\"application/dicom\"; boundary=b\r\n"
                                + "Content-Length: 100000\r\n\r\n--b")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** A byte five times a second until an answer or the end comes. */
    private static boolean cutOff(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        socket.setSoTimeout(200);
        for (int i = 0; i < 100; i++) {
            try {
                out.write('-');
                socket.getInputStream().read();
                return true; // an answer, or the end
            } catch (java.net.SocketTimeoutException e) {
                continue;
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    private HttpResponse<byte[]> gzipped(byte[] instance) throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(TestInstances.multipart("b", instance));
        }
        return server.send(server.request("techA", "/dicomweb/studies")
                .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip.toByteArray()))
                .build());
    }

    /** Of one colour, so that it packs well. */
    private static byte[] image(TestInstances.Study study, int number) {
        return TestInstances.changed(study, number, data -> data.putBytes(Tag.PixelData, Vr.OW, new byte[PIXELS]));
    }

    private static void fill(Path filler, long leave) throws IOException {
        try (FileChannel channel = FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long rest = Files.getFileStore(filler).getUsableSpace() - leave;
            for (ByteBuffer zeros = ByteBuffer.allocate(4096); rest >= 4096; rest -= 4096) {
                channel.write(zeros.clear());
            }
        }
    }

    /** Every file of the store, temporary ones too. */
    private List<Path> files() throws IOException {
        Path blobs = server.blobs
                .path(org.huizhen.server.blob.BlobId.next())
                .getParent()
                .getParent()
                .getParent();
        try (Stream<Path> all = Files.walk(blobs)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
