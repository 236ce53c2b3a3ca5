package org.huizhen.dicom.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.directory.DicomDirectory.Problem;
import org.huizhen.dicom.encoding.BulkSource;
import org.huizhen.dicom.encoding.DataSetWriter;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;
import org.huizhen.dicom.encoding.FileMeta;
import org.huizhen.dicom.encoding.ReadOptions;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWriterTest {
    static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String ECG = "1.2.840.10008.5.1.4.1.1.9.1.1";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    @TempDir
    Path folder;

    @Test
    void recordsPatientsStudiesSeriesAndInstancesInTheOrderAdded() {
        DicomDirectory directory = DicomDirectory.read(fourFiles().toBytes());
        assertThat(directory.problems()).isEmpty();
        assertThat(directory.fileSetId()).isEqualTo("HUIZHEN");
        assertThat(directory.walk().map(DirectoryRecord::type))
                .containsExactly(
                        "PATIENT",
                        "STUDY",
                        "SERIES",
                        "IMAGE",
                        "IMAGE",
                        "STUDY",
                        "SERIES",
                        "WAVEFORM",
                        "PATIENT",
                        "STUDY",
                        "SERIES",
                        "IMAGE");
        DirectoryRecord patient = directory.roots().getFirst();
        assertThat(patient.attributes()
                        .personName(Tag.PatientName)
                        .orElseThrow()
                        .display())
                .isEqualTo("王小东");
        assertThat(patient.children()).hasSize(2);
        DirectoryRecord image = directory.files().get(1);
        assertThat(image.fileId()).containsExactly("DICOM", "F0000000", "I0000001");
        assertThat(image.sopClassUid()).isEqualTo(CT);
        assertThat(image.sopInstanceUid()).isEqualTo("1.2.3.2");
        assertThat(image.transferSyntaxUid()).isEqualTo(EXPLICIT);
        assertThat(image.attributes().integer(Tag.InstanceNumber)).hasValue(2);
    }

    /** What the instance lacks is empty, not made up. */
    @Test
    void inventsNothing() {
        DataSet bare = new DataSet().putString(Tag.SOPClassUID, CT).putString(Tag.SOPInstanceUID, "1.2.3");
        DicomDirectory directory = DicomDirectory.read(
                new DirectoryWriter("").add(List.of("A"), bare, EXPLICIT).toBytes());
        DataSet study = directory.roots().getFirst().children().getFirst().attributes();
        assertThat(study.contains(Tag.StudyDate)).isTrue();
        assertThat(study.string(Tag.StudyDate)).isEmpty();
        assertThat(directory.files()).hasSize(1);
    }

    @Test
    void textReadInAnotherSetThanDeclaredIsWrittenInUtf8() {
        byte[] gbk = "张^三".getBytes(Charset.forName("GBK"));
        DataSet mislabelled = header("P1", "1.2", "1.3", "1.4", CT)
                .putString(Tag.SpecificCharacterSet, "ISO_IR 100")
                .put(new Element.Value(Tag.PatientName, Vr.PN, gbk))
                .overrideCharacterSet(SpecificCharacterSet.CHINESE);
        DataSet patient = DicomDirectory.read(new DirectoryWriter("")
                        .add(List.of("A"), mislabelled, EXPLICIT)
                        .toBytes())
                .roots()
                .getFirst()
                .attributes();
        assertThat(patient.string(Tag.SpecificCharacterSet)).contains("ISO_IR 192");
        assertThat(patient.string(Tag.PatientName)).contains("张^三");
    }

    @Test
    void refusesWhatHasNoPlaceInADirectory() {
        DirectoryWriter writer = new DirectoryWriter("");
        DataSet image = header("P1", "1.2", "1.3", "1.4", CT);
        for (List<String> fileId : List.of(
                List.<String>of(), List.of("lower"), List.of("TOOLONG89"), List.of("..", "A"), List.of("A.DCM"))) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> writer.add(fileId, image, EXPLICIT));
        }
        DataSet palette = header("", "", "", "1.4", "1.2.840.10008.5.1.4.39.1");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> writer.add(List.of("A"), palette, EXPLICIT));
        assertThat(writer.files()).isZero();
        assertThat(DicomDirectory.read(writer.toBytes()).roots()).isEmpty();
    }

    @Test
    void findsFilesInAnyCaseAndNoneOutside() throws IOException {
        Path disk = Files.createDirectories(folder.resolve("disk/dicom/f0000000"));
        Path found = Files.writeString(disk.resolve("i0000000.;1"), "x");
        Path root = folder.resolve("disk");
        Files.writeString(folder.resolve("SECRET"), "x");
        DicomDirectory directory = DicomDirectory.read(fourFiles().toBytes());
        assertThat(directory.files().getFirst().file(root)).contains(found.toRealPath());
        assertThat(directory.files().getLast().file(root)).isEmpty();
        assertThat(directory.roots().getFirst().file(root)).isEmpty();
        for (List<String> outside : List.of(List.of("..", "SECRET"), List.of("dicom", "..", "..", "SECRET"))) {
            DataSet item = new DataSet().putString(Tag.ReferencedFileID, outside.toArray(String[]::new));
            assertThat(new DirectoryRecord(item, List.of()).file(root)).isEmpty();
        }
        Files.createSymbolicLink(root.resolve("LINK"), folder.resolve("SECRET"));
        DataSet link = new DataSet().putString(Tag.ReferencedFileID, "LINK");
        assertThat(new DirectoryRecord(link, List.of()).file(root)).isEmpty();
    }

    @Test
    void addsFilesByTheirPaths() throws IOException {
        Path file = Files.createDirectories(folder.resolve("A/B")).resolve("C1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomFile.of(header("P1", "1.2", "1.3", "1.4", CT), TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .write(out, BulkSource.NONE);
        Files.write(file, out.toByteArray());
        Path written = new DirectoryWriter("").add(folder, file).write(folder);
        DirectoryRecord record = DicomDirectory.read(written).files().getFirst();
        assertThat(record.fileId()).containsExactly("A", "B", "C1");
        assertThat(record.file(folder)).contains(file.toRealPath());
    }

    @Test
    void wrongOffsetsAreNamedAndTheOrderTakesTheirPlace() {
        byte[] good = fourFiles().toBytes();
        List<String> types = types(DicomDirectory.read(good));
        assertThat(changed(good, Tag.OffsetOfTheNextDirectoryRecord, 7)).isEqualTo(Problem.OFFSET_TO_NOWHERE);
        long first = DicomFile.read(good, ReadOptions.ALL)
                .dataSet()
                .longInteger(Tag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity)
                .getAsLong();
        assertThat(changed(good, Tag.OffsetOfReferencedLowerLevelDirectoryEntity, first))
                .isEqualTo(Problem.CIRCLE);
        assertThat(changed(good, Tag.OffsetOfReferencedLowerLevelDirectoryEntity, 0))
                .isEqualTo(Problem.UNREACHABLE_RECORD);
        assertThat(types).hasSize(12);
    }

    @Test
    void recordsOutOfUseAreLeftOut() {
        DicomFile file = DicomFile.read(fourFiles().toBytes(), ReadOptions.ALL);
        file.dataSet().items(Tag.DirectoryRecordSequence).get(3).putInteger(Tag.RecordInUseFlag, 0);
        DicomDirectory directory = DicomDirectory.read(bytes(file));
        assertThat(directory.problems()).isEmpty();
        assertThat(directory.files()).hasSize(3);
    }

    @Test
    void otherObjectsAreNoDirectory() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomFile.of(header("P1", "1.2", "1.3", "1.4", CT), TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .write(out, BulkSource.NONE);
        assertThatExceptionOfType(DicomFormatException.class)
                .isThrownBy(() -> DicomDirectory.read(out.toByteArray()))
                .matches(e -> e.reason() == Reason.NOT_A_DIRECTORY);
    }

    /** Changes the value in the second record, checks that the tree is still the same, and gives the problem. */
    private static Problem changed(byte[] good, int tag, long value) {
        DicomFile file = DicomFile.read(good, ReadOptions.ALL);
        file.dataSet().items(Tag.DirectoryRecordSequence).get(1).putInteger(tag, value);
        DicomDirectory directory = DicomDirectory.read(bytes(file));
        assertThat(types(directory)).isEqualTo(types(DicomDirectory.read(good)));
        return directory.problems().getFirst();
    }

    private static List<String> types(DicomDirectory directory) {
        return directory
                .walk()
                .map(record ->
                        record.type() + record.fileId() + record.children().size())
                .toList();
    }

    private static byte[] bytes(DicomFile file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(FileMeta.encode(file.meta()));
        out.writeBytes(DataSetWriter.toBytes(file.dataSet(), TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
        return out.toByteArray();
    }

    static DirectoryWriter fourFiles() {
        DataSet report = header("P1", "1.2.1", "1.3.1", "1.2.3.1", CT).putInteger(Tag.InstanceNumber, 1);
        return new DirectoryWriter("HUIZHEN")
                .add(DirectoryWriter.fileId(0), report, EXPLICIT)
                .add(
                        DirectoryWriter.fileId(1),
                        header("P1", "1.2.1", "1.3.1", "1.2.3.2", CT).putInteger(Tag.InstanceNumber, 2),
                        EXPLICIT)
                .add(DirectoryWriter.fileId(2), header("P1", "1.2.2", "1.3.2", "1.2.3.3", ECG), EXPLICIT)
                .add(DirectoryWriter.fileId(3), header("P2", "1.2.9", "1.3.9", "1.2.3.4", CT), EXPLICIT);
    }

    static DataSet header(String patient, String study, String series, String instance, String sopClass) {
        return new DataSet()
                .putCharacterSet(SpecificCharacterSet.CHINESE)
                .putString(Tag.SOPClassUID, sopClass)
                .putString(Tag.SOPInstanceUID, instance)
                .putString(Tag.StudyDate, "20260102")
                .putString(Tag.ContentDate, "20260102")
                .putString(Tag.StudyTime, "101112")
                .putString(Tag.ContentTime, "101112")
                .putString(Tag.Modality, "CT")
                .putString(Tag.StudyDescription, "胸部")
                .putString(Tag.PatientName, "Wang^XiaoDong=王^小东")
                .putString(Tag.PatientID, patient)
                .putString(Tag.StudyInstanceUID, study)
                .putString(Tag.SeriesInstanceUID, series)
                .putString(Tag.StudyID, "1")
                .putInteger(Tag.SeriesNumber, 1)
                .putInteger(Tag.InstanceNumber, 1);
    }
}
