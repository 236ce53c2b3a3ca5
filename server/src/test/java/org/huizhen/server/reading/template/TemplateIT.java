package org.huizhen.server.reading.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.huizhen.server.SettableClock;
import org.huizhen.server.TestApi;
import org.huizhen.server.TestApi.Answer;
import org.huizhen.server.TestConsortium;
import org.huizhen.server.TestServer;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.http.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Templates through the API: whose they are, who may change them, and the catalog that everybody begins with. */
class TemplateIT {
    private static final String ROOT = "/api/v1/report-templates";

    private static TestDatabase test;
    private static TestConsortium people;
    private static TestApi api;

    @BeforeAll
    static void start() {
        SettableClock clock = new SettableClock(Instant.parse("2026-11-23T02:00:00Z"));
        test = TestDatabase.create(clock);
        people = new TestConsortium(test.database());
        Access access = new Access(clock, new Grants());
        Routes routes = new Routes();
        new TemplateFeature(test.database(), access, new AuditLog(), catalog()).routes(routes);
        api = new TestApi(routes, access, people);
    }

    @AfterAll
    static void stop() {
        api.close();
        test.close();
    }

    private static Path catalog() {
        return TestServer.projectFolder().resolve("config/catalog");
    }

    @Test
    void offersTheCatalogsTemplatesOfTheModalityOnly() {
        JsonNode items = api.get(people.reader, ROOT + "?modality=CT").body().get("items");
        assertThat(items).isNotEmpty();
        assertThat(items)
                .allSatisfy(
                        item -> assertThat(item.path("modality").asText("CT")).isEqualTo("CT"));
        assertThat(items)
                .anySatisfy(item -> assertThat(item.path("code").asText()).isEqualTo("xbzc"));
    }

    @Test
    void everyTemplateOfTheCatalogHasACodeOfItsOwnWithinItsModality() {
        List<String> keys = new ArrayList<>();
        TemplateCatalog.load(catalog()).forEach(each -> keys.add(each.modality() + "/" + each.code()));
        assertThat(keys).doesNotHaveDuplicates().hasSizeGreaterThan(25);
    }

    @Test
    void keepsOnesOwnTemplateFromOthers() {
        String id = create(people.reader, "own", "我的胸部模板").body().get("id").asText();
        assertThat(titles(people.reader)).contains("我的胸部模板");
        assertThat(titles(people.secondReader)).doesNotContain("我的胸部模板");
        assertThat(api.put(people.secondReader, ROOT + "/" + id, body("own", "别人的"), null)
                        .status())
                .isEqualTo(404);
        assertThat(api.send(people.secondReader, "DELETE", ROOT + "/" + id, null, null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void givesADepartmentsTemplateToAllWhoWriteThereAndLetsReviewersChangeIt() {
        assertThat(create(people.reader, "department", "科室模板").status()).isEqualTo(403);
        Answer made = create(people.reviewer, "department", "科室模板");
        assertThat(made.status()).isEqualTo(201);
        String id = made.body().get("id").asText();
        assertThat(titles(people.reader)).contains("科室模板");
        assertThat(api.put(people.reader, ROOT + "/" + id, body("department", "改"), null)
                        .status())
                .isEqualTo(403);
        assertThat(api.put(people.reviewer, ROOT + "/" + id, body("department", "科室模板二"), 1L)
                        .body()
                        .get("version")
                        .asLong())
                .isEqualTo(2);
        assertThat(api.put(people.reviewer, ROOT + "/" + id, body("department", "旧"), 1L)
                        .status())
                .isEqualTo(412);
        assertThat(api.send(people.reviewer, "DELETE", ROOT + "/" + id, null, 2L)
                        .status())
                .isEqualTo(204);
        assertThat(titles(people.reader)).doesNotContain("科室模板二");
    }

    @Test
    void refusesATemplateWithoutWords() {
        Answer refused = api.post(people.reader, ROOT, "{\"scope\": \"own\", \"title\": \"空\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/field").asText()).isEqualTo("findings");
    }

    private static Answer create(Actor.Person person, String scope, String title) {
        return api.post(person, ROOT, body(scope, title));
    }

    private static String body(String scope, String title) {
        return "{\"scope\": \"%s\", \"title\": \"%s\", \"modality\": \"CT\", \"findings\": \"{左|右}肺未见异常\"}"
                .formatted(scope, title);
    }

    private static List<String> titles(Actor.Person person) {
        return api.get(person, ROOT).body().get("items").findValuesAsText("title");
    }
}
