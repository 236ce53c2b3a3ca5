package org.huizhen.server.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Uids;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.BulkSource;
import org.huizhen.dicom.encoding.DataSetDigest;
import org.huizhen.dicom.encoding.DataSetWriter;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.TransferSyntax;

/** Small instances made on the spot. */
public final class TestInstances {
    public static final String CT = "1.2.840.10008.5.1.4.1.1.2";

    private TestInstances() {}

    /** A study's identity, and whom it is of. */
    public record Study(String uid, String series, String patientId, String name) {
        public static Study next() {
            String uid = Uids.create();
            return new Study(uid, Uids.create(), "P" + uid.substring(uid.length() - 8), "王^小东");
        }
    }

    /** One slice of 16 × 16 pixels; the same number gives the same bytes. */
    public static DataSet slice(Study study, int number) {
        DataSet data = new DataSet().putCharacterSet(SpecificCharacterSet.CHINESE);
        data.putString(Tag.SOPClassUID, CT);
        data.putString(Tag.SOPInstanceUID, study.series() + "." + number);
        data.putString(Tag.StudyDate, "20260301");
        data.putString(Tag.StudyTime, "083015");
        data.putString(Tag.AccessionNumber, "A-1");
        data.putString(Tag.Modality, "CT");
        data.putString(Tag.StudyDescription, "胸部平扫");
        data.putString(Tag.PatientName, study.name());
        data.putString(Tag.PatientID, study.patientId());
        data.putString(Tag.PatientBirthDate, "19800102");
        data.putString(Tag.PatientSex, "M");
        data.putString(Tag.BodyPartExamined, "CHEST");
        data.putString(Tag.StudyInstanceUID, study.uid());
        data.putString(Tag.SeriesInstanceUID, study.series());
        data.putInteger(Tag.SeriesNumber, 1);
        data.putInteger(Tag.InstanceNumber, number);
        data.putInteger(Tag.SamplesPerPixel, 1);
        data.putString(Tag.PhotometricInterpretation, "MONOCHROME2");
        data.putInteger(Tag.Rows, 16);
        data.putInteger(Tag.Columns, 16);
        data.putInteger(Tag.BitsAllocated, 16);
        data.putInteger(Tag.BitsStored, 12);
        data.putInteger(Tag.HighBit, 11);
        data.putInteger(Tag.PixelRepresentation, 0);
        byte[] pixels = new byte[16 * 16 * 2];
        new Random(number).nextBytes(pixels);
        data.putBytes(Tag.PixelData, Vr.OW, pixels);
        return data;
    }

    public static byte[] file(DataSet data, TransferSyntax syntax) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomFile.of(data, syntax).write(out, BulkSource.NONE);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] file(Study study, int number) {
        return file(slice(study, number), TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
    }

    public static byte[] changed(Study study, int number, Consumer<DataSet> change) {
        DataSet data = slice(study, number);
        change.accept(data);
        return file(data, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
    }

    public static String digest(DataSet data, TransferSyntax syntax) {
        byte[] bytes = DataSetWriter.toBytes(data, syntax);
        return DataSetDigest.hex(DataSetDigest.of(bytes, 0, bytes.length));
    }

    public static byte[] multipart(String boundary, byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(("\r\n--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(part);
        }
        out.writeBytes(("\r\n--" + boundary + "--").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /** Stores one instance as a gateway forwards it from device CT1 at 10.1.2.3; fails unless it is taken. */
    public static void storeFromDevice(URI base, String token, byte[] instance) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(base.resolve("/dicomweb/studies"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=line")
                            .header("Huizhen-Device", "CT1")
                            .header("Huizhen-Device-Address", "10.1.2.3")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(multipart("line", instance)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
