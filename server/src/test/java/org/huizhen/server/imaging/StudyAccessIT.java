package org.huizhen.server.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StudyAccessIT {
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
    void everyRouteRefusesAnotherClinicUntilAGrantOpensTheStudy() {
        List<String> paths = List.of(
                path(study),
                path(study) + "/metadata",
                path(study) + "/series",
                path(study) + "/instances",
                series(study),
                series(study) + "/metadata",
                series(study) + "/instances",
                instance(study, 1),
                instance(study, 1) + "/metadata",
                instance(study, 1) + "/frames/1",
                instance(study, 1) + "/bulkdata/7FE00010");
        String id =
                server.ask(String.class, "select id::text from study where study_instance_uid = '" + study.uid() + "'");
        ImagingServer.Paired gateway = server.pair(server.clinicB);
        for (String path : paths) {
            assertThat(server.get("doctorB", path).statusCode()).as(path).isEqualTo(403);
            assertThat(server.get(gateway.token(), path).statusCode()).as(path).isEqualTo(403);
            assertThat(server.get("admin", path).statusCode()).as(path).isEqualTo(403);
            assertThat(server.get("nobody", path).statusCode()).as(path).isEqualTo(401);
            assertThat(server.get("doctorA", path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(server.get("doctorB", "/api/v1/studies/" + id).statusCode()).isEqualTo(403);
        assertThat(foundBy("doctorB", "StudyInstanceUID=" + study.uid())).isEmpty();
        assertThat(server.body(server.get("doctorB", "/api/v1/studies")).get("items"))
                .isEmpty();

        server.database.run(transaction -> server.grants.grant(
                transaction,
                server.person("doctorB").userId(),
                org.huizhen.server.core.StudyId.parse(id),
                "consultation",
                "test",
                Optional.empty()));
        for (String path : paths) {
            assertThat(server.get("doctorB", path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(foundBy("doctorB", "")).containsExactly(study.uid());
        assertThat(server.body(server.get("doctorB", "/api/v1/studies")).get("items"))
                .hasSize(1);
        assertThat(server.get("techB", path(study)).statusCode())
                .as("the grant is one person's")
                .isEqualTo(403);
    }

    @Test
    void oneOpeningIsOneLookHoweverManyFramesAreFetched() {
        TestInstances.Study looked = TestInstances.Study.next();
        server.store("techA", TestInstances.file(looked, 1));
        for (int i = 0; i < 3; i++) {
            server.get("reader", instance(looked, 1) + "/frames/1");
            server.get("reader", path(looked) + "/metadata");
        }
        server.get("doctorA", path(looked));
        String id = server.ask(
                String.class, "select id::text from study where study_instance_uid = '" + looked.uid() + "'");
        assertThat(server.ask(
                        Integer.class,
                        "select count(*) from audit_event where action = 'study.open' and object_id = '" + id + "'"))
                .isEqualTo(2);
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

    private static String instance(TestInstances.Study of, int number) {
        return series(of) + "/instances/" + of.series() + "." + number;
    }
}
