package org.huizhen.dicom.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.directory.DicomDirectory.Problem;
import org.huizhen.dicom.encoding.Corpus;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;
import org.huizhen.dicom.encoding.ReadOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DICOMDIRs of others read, and ours given to dcmtk: {@code dcmmkdir} makes the same records and goes on from ours. */
class DirectoryPeersIT {
    private static final String FOLDER = "pydicom__pydicom/test_files/dicomdirtests/";

    @TempDir
    Path folder;

    @Test
    void everyReferenceOfTheCorpusLeadsToItsInstance() throws IOException {
        int found = 0;
        for (String name : List.of("DICOMDIR", "DICOMDIR-reordered", "TINY_ALPHA/DICOMDIR")) {
            Path path = path(name);
            DicomDirectory directory = DicomDirectory.read(path);
            assertThat(directory.problems()).as(name).isEmpty();
            assertThat(directory.files()).as(name).isNotEmpty();
            for (DirectoryRecord record : directory.files()) {
                Path file = record.file(path.getParent()).orElse(null);
                if (file != null) {
                    DataSet header = DicomFile.read(file, ReadOptions.HEADER).dataSet();
                    assertThat(header.string(Tag.SOPInstanceUID)).contains(record.sopInstanceUid());
                    found++;
                }
            }
        }
        assertThat(found).isGreaterThan(90);
    }

    @Test
    void readsEverySyntaxAlikeAndNamesTheFaultsOfTheOthers() throws IOException {
        List<String> tree = tree(DicomDirectory.read(path("DICOMDIR")), "");
        assertThat(tree).hasSizeGreaterThan(30).first().asString().startsWith("PATIENT");
        assertThat(tree(DicomDirectory.read(path("DICOMDIR-implicit")), "")).isEqualTo(tree);
        assertThat(tree(DicomDirectory.read(path("DICOMDIR-bigEnd")), "")).isEqualTo(tree);
        assertThat(DicomDirectory.read(path("DICOMDIR-empty.dcm")).roots()).isEmpty();
        assertThat(DicomDirectory.read(path("DICOMDIR-nopatient")).problems()).contains(Problem.MISPLACED_RECORD);
        assertThatExceptionOfType(DicomFormatException.class)
                .isThrownBy(() -> DicomDirectory.read(path("DICOMDIR-nooffset")))
                .matches(e -> e.reason() == Reason.TRUNCATED);
    }

    @Test
    void makesTheRecordsThatDcmmkdirMakes() throws IOException {
        assumeDcmmkdir();
        Path disk = copy();
        run(
                disk,
                "dcmmkdir",
                "+r",
                "+id",
                disk.toString(),
                "+D",
                disk.resolve("THEIRS").toString(),
                "+I");
        DirectoryWriter writer = new DirectoryWriter("DCMTK_MEDIA_DEMO");
        DicomDirectory theirs = DicomDirectory.read(disk.resolve("THEIRS"));
        for (DirectoryRecord record : theirs.files()) {
            writer.add(disk, record.file(disk).orElseThrow());
        }
        DicomDirectory ours = DicomDirectory.read(writer.toBytes());
        assertThat(theirs.files()).hasSizeGreaterThan(20);
        assertThat(tree(ours, "")).containsExactlyInAnyOrderElementsOf(tree(theirs, ""));
        List<String> wrong = new ArrayList<>();
        Map<String, DirectoryRecord> byInstance =
                ours.files().stream().collect(Collectors.toMap(DirectoryRecord::sopInstanceUid, record -> record));
        for (DirectoryRecord record : theirs.files()) {
            DataSet other = byInstance.get(record.sopInstanceUid()).attributes();
            record.attributes().forEach(element -> {
                boolean offset = Tag.element(element.tag()) < 0x1430 && Tag.group(element.tag()) == 4;
                if (!offset
                        && !other.strings(element.tag())
                                .equals(record.attributes().strings(element.tag()))) {
                    wrong.add(record.fileId() + " " + Tag.format(element.tag()));
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void dcmmkdirGoesOnFromOurDirectory() throws IOException {
        assumeDcmmkdir();
        Path disk = copy();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(disk)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        DirectoryWriter writer = new DirectoryWriter("HUIZHEN");
        for (Path file : files.subList(0, files.size() - 1)) {
            writer.add(disk, file);
        }
        writer.write(disk);
        run(
                disk,
                "dcmmkdir",
                "+id",
                disk.toString(),
                "+D",
                "DICOMDIR",
                "+I",
                "+A",
                disk.relativize(files.getLast()).toString());
        DicomDirectory longer = DicomDirectory.read(disk.resolve("DICOMDIR"));
        assertThat(longer.problems()).isEmpty();
        assertThat(longer.files()).hasSize(files.size());
    }

    private Path copy() throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        for (String part : List.of("77654033", "98892003")) {
            Path from = path(part);
            try (Stream<Path> walk = Files.walk(from)) {
                walk.forEach(each -> {
                    try {
                        Files.copy(
                                each,
                                disk.resolve(part).resolve(from.relativize(each).toString()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
        return disk;
    }

    private static List<String> tree(DicomDirectory directory, String indent) {
        return directory.roots().stream()
                .flatMap(record -> tree(record, indent).stream())
                .toList();
    }

    private static List<String> tree(DirectoryRecord record, String path) {
        DataSet keys = record.attributes();
        String here = path + record.type() + " "
                + Stream.of(Tag.PatientID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID, Tag.ReferencedFileID)
                        .map(tag -> String.join("/", keys.strings(tag)))
                        .collect(Collectors.joining());
        List<String> lines = new ArrayList<>(List.of(here));
        record.children().forEach(child -> lines.addAll(tree(child, here + " > ")));
        return lines;
    }

    private static Path path(String name) {
        Corpus.dicom(); // skips the test where there is no corpus
        return Corpus.root().resolve(FOLDER + name);
    }

    private static void assumeDcmmkdir() {
        boolean found = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(part -> Files.isExecutable(Path.of(part, "dcmmkdir")));
        Assumptions.assumeTrue(found, "dcmtk is not installed");
    }

    private static void run(Path in, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as(output).isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
