package org.huizhen.server.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.imaging.multipart.MediaType;
import org.huizhen.server.imaging.multipart.MultipartReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files in, the same bytes out; whatever is refused is refused for a reason, never with an error of ours. */
final class CorpusIT {
    private static final long LARGEST = 16 << 20;

    @Test
    void realFilesComeBackByteForByte(@TempDir Path folder) throws IOException {
        Optional<Path> corpus = corpus();
        assumeTrue(corpus.isPresent(), "no corpus: set HUIZHEN_CORPUS");
        int stored = 0;
        Map<String, String> refused = new HashMap<>();
        try (ImagingServer server = new ImagingServer(folder)) {
            for (String path : dicomFiles(corpus.get())) {
                byte[] file = Files.readAllBytes(corpus.get().resolve(path));
                HttpResponse<byte[]> answer = server.store("techA", file);
                assertThat(answer.statusCode()).as(path).isIn(200, 409);
                JsonNode body = server.body(answer);
                if (answer.statusCode() == 409) {
                    refused.put(path, slug(body));
                    continue;
                }
                JsonNode item = body.get("00081199").get("Value").get(0);
                if (!item.get("00091001").get("Value").get(0).asText().equals("stored")) {
                    continue;
                }
                stored++;
                String address = item.get("00081190").get("Value").get(0).asText();
                HttpResponse<byte[]> got = server.get(
                        "reader",
                        address,
                        "Accept",
                        "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
                assertThat(got.statusCode()).as(path).isEqualTo(200);
                byte[] part = part(got);
                // Files without preamble or group 0002 get one; what follows is what was sent.
                assertThat(endsWith(part, file) || sameDataSet(part, file))
                        .as(path)
                        .isTrue();
                HttpResponse<byte[]> metadata = server.get("reader", address + "/metadata");
                assertThat(metadata.statusCode()).as(path).isEqualTo(200);
                assertThat(server.body(metadata)).as(path).hasSize(1);
                assertThat(server.get("reader", address).statusCode()).as(path).isIn(200, 406);
                assertThat(server.get(
                                        "reader",
                                        address + "/frames/1",
                                        "Accept",
                                        "multipart/related; type=application/octet-stream; transfer-syntax=*")
                                .statusCode())
                        .as(path)
                        .isIn(200, 404);
            }
        }
        assertThat(stored).isGreaterThan(50);
        assertThat(refused.values())
                .isSubsetOf("truncated", "not-dicom", "malformed", "no-uid", "not-storable", "quarantined");
    }

    private static String slug(JsonNode body) {
        JsonNode failures = body.has("00081198") ? body.get("00081198") : body.get("0008119A");
        return failures.get("Value").get(0).get("00091001").get("Value").get(0).asText();
    }

    private static byte[] part(HttpResponse<byte[]> response) throws IOException {
        MediaType type =
                MediaType.parse(response.headers().firstValue("Content-Type").orElseThrow());
        MultipartReader reader = new MultipartReader(
                new ByteArrayInputStream(response.body()),
                type.parameter("boundary").orElseThrow());
        assertThat(reader.next()).isPresent();
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int count = reader.read(buffer, 0, buffer.length);
                count >= 0;
                count = reader.read(buffer, 0, buffer.length)) {
            out.write(buffer, 0, count);
        }
        return out.toByteArray();
    }

    private static boolean endsWith(byte[] whole, byte[] end) {
        return whole.length >= end.length
                && java.util.Arrays.equals(whole, whole.length - end.length, whole.length, end, 0, end.length);
    }

    private static boolean sameDataSet(byte[] sent, byte[] file) {
        int shared = 0;
        int shorter = Math.min(sent.length, file.length);
        while (shared < shorter && sent[sent.length - 1 - shared] == file[file.length - 1 - shared]) {
            shared++;
        }
        return shared > shorter - 700;
    }

    private static List<String> dicomFiles(Path corpus) throws IOException {
        List<String> paths = new ArrayList<>();
        for (String line : Files.readAllLines(corpus.resolve("INDEX.tsv"), StandardCharsets.UTF_8)) {
            String[] columns = line.split("\t", -1);
            Path file = corpus.resolve(columns[0]);
            if (columns.length > 5 && columns[5].equals("DICOM") && Files.size(file) <= LARGEST) {
                paths.add(columns[0]);
            }
        }
        return paths;
    }

    private static Optional<Path> corpus() {
        String told = System.getProperty("HUIZHEN_CORPUS", System.getenv("HUIZHEN_CORPUS"));
        if (told != null) {
            return Optional.of(Path.of(told)).filter(Files::isDirectory);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return Optional.of(at.resolveSibling("shared").resolve("corpus"))
                        .filter(Files::isDirectory);
            }
        }
        return Optional.empty();
    }
}
