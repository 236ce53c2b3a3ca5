package org.huizhen.server.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.server.blob.BlobId;
import org.huizhen.server.imaging.ingest.Reindex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReindexIT {
    private static final List<String> TABLES = List.of("study", "series", "instance", "instance_header");

    @TempDir
    Path folder;

    private ImagingServer server;

    @BeforeEach
    void storesThreeStudies() {
        server = new ImagingServer(folder);
        TestInstances.Study one = TestInstances.Study.next();
        server.store("techA", TestInstances.file(one, 2), TestInstances.file(one, 1));
        server.store("techA", TestInstances.file(one, 3));
        TestInstances.Study other = TestInstances.Study.next();
        server.store("techB", TestInstances.file(TestInstances.slice(other, 1), TransferSyntax.IMPLICIT_LITTLE_ENDIAN));
        server.store("techB", TestInstances.changed(other, 2, data -> {
            data.putString(Tag.SeriesDescription, "late words");
            data.putString(Tag.ContrastBolusAgent, Vr.LO, "agent");
        }));
        TestInstances.Study moved = TestInstances.Study.next();
        server.store("techA", TestInstances.changed(moved, 1, data -> data.putString(Tag.StudyDate, "19991231")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void rebuildsEveryRowAsItWas() {
        List<String> before = rows();
        spoil("delete from instance_header");
        spoil("update instance set number = 77, rows = null, columns = 3, frames = 9, bytes = 1, patient_key = 1,"
                + " sop_class_uid = '1.2', transfer_syntax_uid = '1.2'");
        spoil("update series set modality = 'XX', description = 'wrong', number = null, instance_count = 0");
        spoil("update study set description = 'wrong', study_date = null, study_at = now(), received = 0, bytes = 0,"
                + " series_count = 0, modality = null, modalities = '{}', contrast = not contrast, sent_patient_key = 1,"
                + " sent_patient_name = 'wrong', sent_patient_birth_date = null, accession_number = 'wrong'");
        assertThat(rows()).isNotEqualTo(before);

        List<String> findings = new ArrayList<>();
        assertThat(server.imaging.reindex(findings::add)).isEqualTo(new Reindex.Result(3, 6, 0, 0));
        assertThat(findings).isEmpty();
        assertThat(rows()).containsExactlyElementsOf(before);
    }

    @Test
    void reportsDamagedAndMissingBytesAndFilesNobodyNamesAndChangesNothingOfThem() throws IOException {
        List<UUID> blobs = server.database.read(handle -> handle.createQuery("select blob_id from instance order by id")
                .mapTo(UUID.class)
                .list());
        Path damaged = server.blobs.path(new BlobId(blobs.get(0)));
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length - 5] ^= 1;
        Files.write(damaged, bytes);
        Files.delete(server.blobs.path(new BlobId(blobs.get(5))));
        Files.copy(damaged, damaged.resolveSibling(BlobId.next().toString()));
        List<String> before = rows();

        List<String> findings = new ArrayList<>();
        assertThat(server.imaging.reindex(findings::add)).isEqualTo(new Reindex.Result(3, 4, 2, 1));
        assertThat(findings).hasSize(2).anyMatch(line -> line.endsWith("its bytes are not those that came"));
        assertThat(findings).anyMatch(line -> line.endsWith("its file is missing"));
        assertThat(rows()).containsExactlyElementsOf(before);
    }

    @Test
    void makesRowsThatAreGoneAgainAsTheyWere() {
        List<String> studies = rows("study");
        List<String> before = rowsWithoutIdsAndTimes();
        spoil("delete from instance_header");
        spoil("delete from instance");
        spoil("delete from series");

        List<String> findings = new ArrayList<>();
        assertThat(server.imaging.reindex(findings::add)).isEqualTo(new Reindex.Result(3, 6, 0, 0));
        assertThat(findings).isEmpty();
        assertThat(rowsWithoutIdsAndTimes()).containsExactlyElementsOf(before);
        assertThat(rows("study"))
                .as("whole rows: ids, patients, states that others refer to")
                .containsExactlyElementsOf(studies);
        assertThat(server.imaging.reindex(findings::add))
                .as("nothing is left to do")
                .isEqualTo(new Reindex.Result(3, 6, 0, 0));
    }

    @Test
    void putsConflictsBackIntoQuarantine() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store("techA", TestInstances.file(study, 1));
        byte[] other = TestInstances.changed(study, 1, data -> data.putString(Tag.SeriesDescription, "other"));
        assertThat(server.store("techA", other).statusCode()).isEqualTo(409);
        String entries = "select string_agg((to_jsonb(q) - '{id,received_at}'::text[])::text, ' ' order by blob_id)"
                + " from quarantined_instance q";
        String before = server.ask(String.class, entries);
        spoil("delete from quarantined_instance");
        assertThat(server.imaging.reindex(finding -> {}).unnamed()).isZero();
        assertThat(server.ask(String.class, entries)).isEqualTo(before);

        spoil("delete from quarantined_instance");
        spoil("delete from instance_header");
        spoil("delete from instance");
        assertThat(server.imaging.reindex(finding -> {}).unnamed()).isZero();
        assertThat(server.ask(String.class, entries))
                .as("the first that came is served again")
                .isEqualTo(before);
        assertThat(server.ask(
                        Integer.class, "select conflicts from study where study_instance_uid = '" + study.uid() + "'"))
                .isEqualTo(1);
    }

    @Test
    void makesAStudyAgainWhoseRowIsGoneForWhoAnnouncedItAndLeavesWhatNobodyAnnounced() {
        ImagingServer.Paired gateway = server.pair(server.clinicA);
        TestInstances.Study announced = TestInstances.Study.next();
        server.store(gateway.token(), TestInstances.file(announced, 1), TestInstances.file(announced, 2));
        server.post(
                gateway.token(),
                "/api/v1/gateways/" + gateway.id() + "/studies/" + announced.uid() + "/manifest",
                Map.of(
                        "seq",
                        1,
                        "add",
                        IntStream.of(1, 2)
                                .mapToObj(number -> Map.of(
                                        "sopInstanceUid",
                                        announced.series() + "." + number,
                                        "sopClassUid",
                                        TestInstances.CT,
                                        "transferSyntaxUid",
                                        TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid(),
                                        "bytes",
                                        1,
                                        "sha256",
                                        TestInstances.digest(
                                                TestInstances.slice(announced, number),
                                                TransferSyntax.EXPLICIT_LITTLE_ENDIAN)))
                                .toList()));
        String whose = "select organization_id || ' ' || patient_id || ' ' || gateway_id || ' ' || received || ' '"
                + " || announced || ' ' || matched || ' ' || study_at from study where study_instance_uid = '"
                + announced.uid() + "'";
        String before = server.ask(String.class, whose);
        spoil("delete from instance_header");
        spoil("delete from instance");
        spoil("delete from series");
        spoil("delete from study");

        assertThat(server.imaging.reindex(finding -> {})).isEqualTo(new Reindex.Result(1, 2, 0, 6));
        assertThat(server.ask(String.class, whose)).isEqualTo(before);
        assertThat(server.eventTypes(announced.uid())).containsExactly("study.arrived");
    }

    private List<String> rows(String table) {
        return rows().stream().filter(row -> row.startsWith(table + " ")).toList();
    }

    /** What follows from bytes; headers name no id but their instance's. */
    private List<String> rowsWithoutIdsAndTimes() {
        return Stream.of(
                        "select to_jsonb(s) - '{id,received_at}'::text[] from series s order by series_instance_uid",
                        "select to_jsonb(i) - '{id,series_id,received_at}'::text[] || jsonb_build_object('series',"
                                + " series_instance_uid, 'header', encode(json, 'hex')) from instance i"
                                + " join series s on s.id = series_id join instance_header on instance_id = i.id"
                                + " order by sop_instance_uid")
                .flatMap(sql ->
                        server
                                .database
                                .read(handle -> handle.createQuery(sql)
                                        .mapTo(String.class)
                                        .list())
                                .stream())
                .toList();
    }

    private void spoil(String sql) {
        server.database.run(transaction -> transaction.handle().execute(sql));
    }

    /** Every column of every row, in a fixed order. */
    private List<String> rows() {
        return TABLES.stream()
                .flatMap(table -> server
                        .database
                        .read(handle -> handle.createQuery(
                                        "select '" + table + " ' || to_jsonb(t)::text from " + table + " t order by 1")
                                .mapTo(String.class)
                                .list())
                        .stream())
                .toList();
    }
}
