package org.huizhen.server.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.huizhen.dicom.dataset.Tag;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SearchIT {
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
    void searchesMatchExactlyByWildcardByRangeAndByList() {
        TestInstances.Study other =
                new TestInstances.Study(study.uid() + ".77", study.series() + ".77", "SEARCH-1", "SEARCH^PERSON");
        server.store("techA", TestInstances.changed(other, 1, data -> data.putString(Tag.StudyDate, "20240229")));
        assertThat(found("PatientID=SEARCH-1")).containsExactly(other.uid());
        assertThat(found("00100020=SEARCH-?")).containsExactly(other.uid());
        assertThat(found("PatientID=SEARCH-%25")).isEmpty();
        assertThat(found("PatientName=search*")).containsExactly(other.uid());
        assertThat(found("PatientName=Search%5EPers*")).containsExactly(other.uid());
        assertThat(found("PatientName=SEARCH%5EPERSON")).containsExactly(other.uid());
        assertThat(found("StudyDate=20240229")).containsExactly(other.uid());
        assertThat(found("StudyDate=20240101-20241231")).containsExactly(other.uid());
        assertThat(found("StudyDate=-20240301&PatientSex=M")).containsExactly(other.uid());
        assertThat(found("StudyDate=20240301-")).doesNotContain(other.uid()).contains(study.uid());
        assertThat(found("StudyInstanceUID=" + study.uid() + "," + other.uid()))
                .containsExactlyInAnyOrder(study.uid(), other.uid());
        assertThat(found("ModalitiesInStudy=MR")).isEmpty();
        assertThat(found("limit=1&offset=0")).hasSize(1);
        assertThat(found("limit=1000&offset=100000")).isEmpty();
        assertThat(server.get("reader", "/dicomweb/studies?StudyDate=yesterday").statusCode())
                .isEqualTo(400);
        assertThat(server.get("reader", "/dicomweb/studies?Unknown=1&PatientID=SEARCH-1")
                        .headers()
                        .firstValue("Warning"))
                .hasValueSatisfying(
                        warning -> assertThat(warning).contains("299").contains("Unknown"));
    }

    @Test
    void searchesFollowACorrectedPatient() {
        TestInstances.Study wrong =
                new TestInstances.Study(study.uid() + ".8", study.series() + ".8", "WRONG-8", "ZHAO^QIAN");
        server.store("techA", TestInstances.file(wrong, 1));
        server.ask(
                String.class,
                "update patient set local_id = 'RIGHT-8', name = 'SUN LI', name_key = 'SUNLI' where local_id = 'WRONG-8'"
                        + " returning id::text");
        assertThat(found("PatientID=RIGHT-8")).containsExactly(wrong.uid());
        assertThat(found("PatientName=sun%5Eli")).containsExactly(wrong.uid());
        assertThat(found("PatientID=WRONG-8")).isEmpty();
        assertThat(found("PatientName=zhao*")).isEmpty();
    }

    @Test
    void searchesSeriesAndInstances() {
        JsonNode series = server.body(server.get("reader", path(study) + "/series"));
        assertThat(series).hasSize(1);
        assertThat(series.get(0).get("00201209").get("Value").get(0).asInt()).isEqualTo(2);
        assertThat(series.get(0).get("00080060").get("Value").get(0).asText()).isEqualTo("CT");
        JsonNode instances = server.body(server.get("reader", series(study) + "/instances?InstanceNumber=2"));
        assertThat(instances).hasSize(1);
        assertThat(instances.get(0).get("00080018").get("Value").get(0).asText())
                .isEqualTo(study.series() + ".2");
        assertThat(server.body(server.get("reader", "/dicomweb/instances?StudyInstanceUID=" + study.uid())))
                .hasSize(2);
        assertThat(server.body(server.get("reader", "/dicomweb/series?StudyInstanceUID=" + study.uid())))
                .hasSize(1);
    }

    @Test
    void identityNumbersAreMaskedInMetadataAndSearches() {
        TestInstances.Study masked =
                new TestInstances.Study(study.uid() + ".9", study.series() + ".9", "11010519491231002X", "李^四");
        server.store("techA", TestInstances.file(masked, 1));
        String metadata =
                new String(server.get("reader", path(masked) + "/metadata").body(), StandardCharsets.UTF_8);
        String found = new String(
                server.get("reader", "/dicomweb/studies?StudyInstanceUID=" + masked.uid())
                        .body(),
                StandardCharsets.UTF_8);
        assertThat(metadata).contains("1101**********002X").doesNotContain("11010519491231002X");
        assertThat(found).contains("1101**********002X").doesNotContain("11010519491231002X");
    }

    @Test
    void listsStudiesOfAPatientByPages() {
        List<String> uids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TestInstances.Study one =
                    new TestInstances.Study(study.uid() + ".5" + i, study.series() + ".5" + i, "PAGED", "王^小东");
            uids.addFirst(one.uid());
            server.store("techA", TestInstances.file(one, 1));
        }
        String patient = server.ask(String.class, "select id::text from patient where local_id = 'PAGED'");
        String master =
                server.ask(String.class, "select master_patient_id::text from patient where local_id = 'PAGED'");
        for (String id : List.of(patient, master)) {
            List<String> seen = new ArrayList<>();
            String cursor = "";
            do {
                JsonNode page = server.body(server.get("reader", "/api/v1/studies?limit=2&patientId=" + id + cursor));
                page.get("items")
                        .forEach(item -> seen.add(item.get("studyInstanceUid").asText()));
                cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : "";
            } while (!cursor.isEmpty());
            assertThat(seen).isEqualTo(uids);
        }
        assertThat(server.body(server.get("reader", "/api/v1/studies?modality=MR&patientId=" + patient))
                        .get("items"))
                .isEmpty();
        assertThat(server.get("reader", "/api/v1/studies?from=" + LocalDate.now())
                        .statusCode())
                .isEqualTo(400);
    }

    private List<String> found(String query) {
        return foundBy("reader", query);
    }

    private List<String> foundBy(String who, String query) {
        HttpResponse<byte[]> response = server.get(who, "/dicomweb/studies?" + query);
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isIn(200, 204);
        List<String> uids = new ArrayList<>();
        if (response.statusCode() == 200) {
            server.body(response)
                    .forEach(one ->
                            uids.add(one.get("0020000D").get("Value").get(0).asText()));
        }
        return uids;
    }

    private static String path(TestInstances.Study of) {
        return "/dicomweb/studies/" + of.uid();
    }

    private static String series(TestInstances.Study of) {
        return path(of) + "/series/" + of.series();
    }
}
