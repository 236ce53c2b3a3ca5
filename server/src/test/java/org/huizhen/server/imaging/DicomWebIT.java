package org.huizhen.server.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.ReadOptions;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.server.imaging.multipart.MediaType;
import org.huizhen.server.imaging.multipart.MultipartReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DicomWebIT {
    private static final String AS_STORED = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";
    private ImagingServer server;
    private final TestInstances.Study study = TestInstances.Study.next();
    private final byte[][] files = {TestInstances.file(study, 1), TestInstances.file(study, 2)};

    @BeforeAll
    void start(@TempDir Path folder) {
        server = new ImagingServer(folder);
        assertThat(server.store("techA", files).statusCode()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aStudyComesBackByteForByte() throws IOException {
        HttpResponse<byte[]> response = server.get("reader", path(study), "Accept", AS_STORED);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(response.body().length);
        assertThat(parts(response)).containsExactly(files);
    }

    @Test
    void explicitLittleEndianIsTheDefault() throws IOException {
        assertThat(parts(server.get("reader", series(study)))).containsExactly(files);

        TestInstances.Study implicit = TestInstances.Study.next();
        byte[] sent = TestInstances.file(TestInstances.slice(implicit, 1), TransferSyntax.IMPLICIT_LITTLE_ENDIAN);
        server.store("techA", sent);
        assertThat(parts(server.get("reader", path(implicit), "Accept", AS_STORED)))
                .containsExactly(sent);
        byte[] explicit = parts(server.get("reader", path(implicit))).getFirst();
        DicomFile read = DicomFile.read(explicit, ReadOptions.ALL);
        assertThat(read.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        assertThat(read.dataSet().elements())
                .hasSameSizeAs(TestInstances.slice(implicit, 1).elements());
        assertThat(read.dataSet().longs(Tag.PixelData))
                .isEqualTo(TestInstances.slice(implicit, 1).longs(Tag.PixelData));
    }

    @Test
    void bigEndianAndDeflatedComeOutAsLittleEndian() throws IOException {
        for (TransferSyntax syntax :
                List.of(TransferSyntax.EXPLICIT_BIG_ENDIAN, TransferSyntax.DEFLATED_LITTLE_ENDIAN)) {
            TestInstances.Study other = TestInstances.Study.next();
            byte[] sent = TestInstances.file(TestInstances.slice(other, 1), syntax);
            assertThat(server.store("techA", sent).statusCode()).isEqualTo(200);
            assertThat(parts(server.get("reader", path(other), "Accept", AS_STORED)))
                    .containsExactly(sent);
            DicomFile read =
                    DicomFile.read(parts(server.get("reader", path(other))).getFirst(), ReadOptions.ALL);
            assertThat(read.dataSet().longs(Tag.PixelData))
                    .isEqualTo(TestInstances.slice(other, 1).longs(Tag.PixelData));
            byte[] frame = server.get("reader", instance(other, 1) + "/frames/1", "Accept", "application/octet-stream")
                    .body();
            assertThat(frame)
                    .isEqualTo(
                            TestInstances.slice(other, 1).bytes(Tag.PixelData).orElseThrow());
        }
    }

    @Test
    void compressedPixelsAreNotDecompressed() throws IOException {
        TestInstances.Study compressed = TestInstances.Study.next();
        DataSet data = TestInstances.slice(compressed, 1);
        byte[] stream = {(byte) 0xFF, (byte) 0xD8, 1, 2, 3, 4, (byte) 0xFF, (byte) 0xD9};
        data.put(new Element.Fragments(Tag.PixelData, Vr.OB, new byte[0], List.of(Element.Fragment.of(stream))));
        server.store("techA", TestInstances.file(data, TransferSyntax.JPEG_BASELINE));
        assertThat(server.get("reader", path(compressed)).statusCode()).isEqualTo(406);
        assertThat(server.get("reader", path(compressed), "Accept", AS_STORED).statusCode())
                .isEqualTo(200);

        String frame = instance(compressed, 1) + "/frames/1";
        HttpResponse<byte[]> cornerstone = server.get(
                "reader", frame, "Accept", "multipart/related; type=application/octet-stream; transfer-syntax=*");
        assertThat(parts(cornerstone)).containsExactly(stream);
        assertThat(new String(cornerstone.body(), StandardCharsets.ISO_8859_1))
                .contains("transfer-syntax=" + TransferSyntax.JPEG_BASELINE.uid());
        HttpResponse<byte[]> jpeg = server.get("reader", frame, "Accept", "image/jpeg");
        assertThat(jpeg.headers().firstValue("Content-Type").orElseThrow()).startsWith("image/jpeg");
        assertThat(jpeg.body()).isEqualTo(stream);
        assertThat(server.get("reader", frame, "Accept", "application/octet-stream")
                        .statusCode())
                .isEqualTo(406);
    }

    @Test
    void framesComeOneByOneOrTogether() throws IOException {
        TestInstances.Study many = TestInstances.Study.next();
        DataSet data = TestInstances.slice(many, 1);
        byte[] pixels = new byte[3 * 512];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 512 + 1);
        }
        data.putInteger(Tag.NumberOfFrames, 3).putBytes(Tag.PixelData, Vr.OW, pixels);
        server.store("techA", TestInstances.file(data, TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
        String frames = instance(many, 1) + "/frames/";
        byte[] third = Arrays.copyOfRange(pixels, 1024, 1536);
        assertThat(server.get("reader", frames + "3", "Accept", "application/octet-stream; transfer-syntax=*")
                        .body())
                .isEqualTo(third);
        assertThat(parts(server.get("reader", frames + "3,1")))
                .containsExactly(third, Arrays.copyOfRange(pixels, 0, 512));
        assertThat(server.get("reader", frames + "4").statusCode()).isEqualTo(404);
        assertThat(server.get("reader", frames + "0").statusCode()).isEqualTo(400);
    }

    @Test
    void metadataNamesBulkValuesThatCanBeFetched() throws IOException {
        TestInstances.Study wave = TestInstances.Study.next();
        byte[] samples = new byte[5000];
        Arrays.fill(samples, (byte) 7);
        DataSet item = new DataSet().putBytes(Tag.WaveformData, Vr.OW, samples);
        DataSet data = TestInstances.slice(wave, 1);
        data.putItems(Tag.WaveformSequence, item);
        server.store("techA", TestInstances.file(data, TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
        JsonNode metadata =
                server.body(server.get("reader", path(wave) + "/metadata")).get(0);
        assertThat(metadata.get("00100010")
                        .get("Value")
                        .get(0)
                        .get("Alphabetic")
                        .asText())
                .isEqualTo("王^小东");
        assertThat(metadata.get("00081030").get("Value").get(0).asText()).isEqualTo("胸部平扫");
        assertThat(metadata.get("00083002").get("Value").get(0).asText())
                .isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid());
        assertThat(server.get(
                                "reader",
                                metadata.get("7FE00010").get("BulkDataURI").asText())
                        .body())
                .isEqualTo(data.bytes(Tag.PixelData).orElseThrow());
        String uri = metadata.get("54000100")
                .get("Value")
                .get(0)
                .get("54001010")
                .get("BulkDataURI")
                .asText();
        assertThat(server.get("reader", uri).body()).isEqualTo(samples);
        assertThat(parts(server.get("reader", uri, "Accept", "multipart/related; type=\"application/octet-stream\"")))
                .containsExactly(samples);
        assertThat(server.get("reader", uri + "/0/00100010").statusCode()).isEqualTo(404);
    }

    @Test
    void aCorrectedPatientGoesOutCorrectedUnlessRawIsAskedFor() throws IOException {
        TestInstances.Study wrong = TestInstances.Study.next();
        DataSet slice = TestInstances.slice(wrong, 1);
        slice.putCharacterSet(SpecificCharacterSet.of("ISO_IR 100"));
        slice.putString(Tag.PatientName, "WRONG^NAME").putString(Tag.StudyDescription, "Thorax für alle");
        slice.remove(Tag.PatientID);
        slice.putString(Tag.OtherPatientIDs, Vr.LO, "OLD-1").putString(Tag.PatientAge, Vr.AS, "046Y");
        byte[] sent = TestInstances.file(slice, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        server.store("techA", sent);
        assertThat(parts(server.get("reader", path(wrong)))).containsExactly(sent);

        String id =
                server.ask(String.class, "select id::text from study where study_instance_uid = '" + wrong.uid() + "'");
        assertThat(server.post(
                                "archivist",
                                "/api/v1/studies/" + id + "/match",
                                Map.of(
                                        "reason",
                                        "wrong at the modality",
                                        "patient",
                                        Map.of(
                                                "name",
                                                "Right Name",
                                                "sex",
                                                "female",
                                                "birthDate",
                                                "1970-05-06",
                                                "localId",
                                                "R1")))
                        .statusCode())
                .isEqualTo(200);

        DataSet out = DicomFile.read(
                        parts(server.get("reader", path(wrong), "Accept", AS_STORED))
                                .getFirst(),
                        ReadOptions.ALL)
                .dataSet();
        assertThat(out.string(Tag.PatientName, "")).isEqualTo("Right Name");
        assertThat(out.string(Tag.PatientID, "")).isEqualTo("R1");
        assertThat(out.string(Tag.IssuerOfPatientID, "")).isEqualTo("registration");
        assertThat(out.find(Tag.OtherPatientIDs)).isEmpty();
        assertThat(out.find(Tag.PatientAge)).isEmpty();
        assertThat(out.string(Tag.PatientSex, "")).isEqualTo("F");
        assertThat(out.string(Tag.PatientBirthDate, "")).isEqualTo("19700506");
        assertThat(out.string(Tag.StudyDescription, "")).isEqualTo("Thorax für alle");
        assertThat(out.longs(Tag.PixelData)).isEqualTo(slice.longs(Tag.PixelData));
        JsonNode metadata =
                server.body(server.get("reader", path(wrong) + "/metadata")).get(0);
        assertThat(metadata.get("00100020").get("Value").get(0).asText()).isEqualTo("R1");
        assertThat(metadata.get("00100021").get("Value").get(0).asText()).isEqualTo("registration");
        assertThat(metadata.has("00101000")).isFalse();

        assertThat(server.get("reader", path(wrong) + "?raw=true").statusCode()).isEqualTo(403);
        assertThat(parts(server.get("archivist", path(wrong) + "?raw=true"))).containsExactly(sent);
        assertThat(server.ask(Integer.class, "select count(*) from audit_event where action = 'study.raw'"))
                .isEqualTo(1);
    }

    @Test
    void aNameBeyondTheCharacterSetTurnsTheTextIntoUnicode() throws IOException {
        TestInstances.Study wrong = TestInstances.Study.next();
        DataSet slice = TestInstances.slice(wrong, 1).putCharacterSet(SpecificCharacterSet.of("ISO_IR 100"));
        slice.putString(Tag.PatientName, "")
                .putString(Tag.StudyDescription, "Thorax für alle")
                .remove(Tag.PatientID);
        server.store("techA", TestInstances.file(slice, TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
        String id =
                server.ask(String.class, "select id::text from study where study_instance_uid = '" + wrong.uid() + "'");
        server.post(
                "archivist",
                "/api/v1/studies/" + id + "/match",
                Map.of("reason", "asked", "patient", Map.of("name", "王小东", "sex", "male")));
        DataSet out = DicomFile.read(parts(server.get("reader", path(wrong))).getFirst(), ReadOptions.ALL)
                .dataSet();
        assertThat(out.characterSet().terms()).containsExactly("ISO_IR 192");
        assertThat(out.string(Tag.PatientName, "")).isEqualTo("王小东");
        assertThat(out.string(Tag.StudyDescription, "")).isEqualTo("Thorax für alle");
    }

    @Test
    void textThatADeviceLabelsWronglyIsReadAndSentOutRight() throws IOException {
        TestInstances.Study chinese = TestInstances.Study.next();
        DataSet slice = TestInstances.slice(chinese, 1);
        slice.putString(Tag.SpecificCharacterSet, Vr.CS, "ISO_IR 100");
        byte[] sent = TestInstances.file(slice, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        byte[] body = new String(TestInstances.multipart("line", sent), StandardCharsets.ISO_8859_1)
                .replaceFirst("Content-Type", "Huizhen-Character-Set: GB18030\r\nContent-Type")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(server.send(server.request("techA", "/dicomweb/studies")
                                .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=line")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body))
                                .build())
                        .statusCode())
                .isEqualTo(200);
        JsonNode metadata =
                server.body(server.get("reader", path(chinese) + "/metadata")).get(0);
        assertThat(metadata.get("00100010")
                        .get("Value")
                        .get(0)
                        .get("Alphabetic")
                        .asText())
                .isEqualTo("王^小东");
        DataSet out = DicomFile.read(parts(server.get("reader", path(chinese))).getFirst(), ReadOptions.ALL)
                .dataSet();
        assertThat(out.string(Tag.SpecificCharacterSet, "")).isEqualTo("GB18030");
        assertThat(out.string(Tag.PatientName, "")).isEqualTo("王^小东");
        assertThat(parts(server.get("archivist", path(chinese) + "?raw=true"))).containsExactly(sent);
    }

    private static List<byte[]> parts(HttpResponse<byte[]> response) throws IOException {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.ISO_8859_1))
                .isEqualTo(200);
        MediaType type =
                MediaType.parse(response.headers().firstValue("Content-Type").orElseThrow());
        MultipartReader reader = new MultipartReader(
                new ByteArrayInputStream(response.body()),
                type.parameter("boundary").orElseThrow());
        List<byte[]> parts = new ArrayList<>();
        while (reader.next().isPresent()) {
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = reader.read(buffer, 0, 8192); count >= 0; count = reader.read(buffer, 0, 8192)) {
                part.write(buffer, 0, count);
            }
            parts.add(part.toByteArray());
        }
        return parts;
    }

    private static String path(TestInstances.Study of) {
        return "/dicomweb/studies/" + of.uid();
    }

    private static String series(TestInstances.Study of) {
        return path(of) + "/series/" + of.series();
    }

    private static String instance(TestInstances.Study of, int number) {
        return series(of) + "/instances/" + of.series() + "." + number;
    }
}
