package org.huizhen.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.huizhen.server.TestClient;
import org.huizhen.server.TestServer;
import org.huizhen.server.core.OrganizationId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SessionIT {
    /** A clock that tests move. */
    private static final class MovedClock extends Clock {
        private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

        void forward(Duration by) {
            offset.updateAndGet(now -> now.plus(by));
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(offset.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final MovedClock CLOCK = new MovedClock();
    private static TestServer server;
    private static OrganizationId center;

    @BeforeAll
    static void start() {
        server = TestServer.start(CLOCK, "sessions:\n  idle: 30m\n  longest: 12h\n");
        center = server.organization("中心", "center", Optional.empty());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void tellsWhoIAmAndWhatIMay() {
        var me = server.person(center, "reader", "archivist").client().get("/api/v1/me");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.body().at("/organization/id").asText()).isEqualTo(center.toString());
        assertThat(me.body().at("/permissions").toString())
                .contains("study.match")
                .doesNotContain("audit.read");
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownNameAlike() {
        var person = server.person(center, "reader");
        var wrong = signIn(person.username(), "wrong");
        var nobody = signIn("nobody-" + person.username(), "wrong");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.type()).isEqualTo("wrong-credentials").isEqualTo(nobody.type());
        assertThat(wrong.body().path("title")).isEqualTo(nobody.body().path("title"));
    }

    @Test
    void delaysGuessesAndForgivesAfterTheRightOne() {
        var person = server.person(center, "reader");
        for (int i = 0; i < SignInThrottle.FREE; i++) {
            assertThat(signIn(person.username(), "wrong").status()).isEqualTo(401);
        }
        assertThat(signIn(person.username(), "wrong").status()).isEqualTo(401);
        var locked = signIn(person.username(), person.password());
        assertThat(locked.status()).isEqualTo(429);
        assertThat(locked.type()).isEqualTo("locked-out");
        assertThat(locked.header("Retry-After")).isPresent();
        CLOCK.forward(Duration.ofSeconds(6));
        assertThat(signIn(person.username(), person.password()).status()).isEqualTo(200);
        assertThat(signIn(person.username(), "wrong").status()).isEqualTo(401);
        assertThat(signIn(person.username(), person.password()).status()).isEqualTo(200);
    }

    @Test
    void anAdministratorUnlocksAnAccount() {
        var person = server.person(center, "reader");
        var admin = server.person(center, "admin").client();
        for (int i = 0; i <= SignInThrottle.FREE; i++) {
            signIn(person.username(), "wrong");
        }
        assertThat(signIn(person.username(), person.password()).status()).isEqualTo(429);
        assertThat(admin.get("/api/v1/users/" + person.id())
                        .body()
                        .path("locked")
                        .asBoolean())
                .isTrue();
        assertThat(admin.post("/api/v1/users/" + person.id() + "/unlock", null)
                        .body()
                        .path("locked")
                        .asBoolean())
                .isFalse();
        assertThat(signIn(person.username(), person.password()).status()).isEqualTo(200);
    }

    @Test
    void aSessionLeftAloneExpiresAndOneInUseDoesNot() {
        var idle = server.person(center, "reader").client();
        var used = server.person(center, "reader").client();
        CLOCK.forward(Duration.ofMinutes(20));
        assertThat(used.get("/api/v1/me").status()).isEqualTo(200);
        CLOCK.forward(Duration.ofMinutes(20));
        assertThat(used.get("/api/v1/me").status()).isEqualTo(200);
        var refused = idle.get("/api/v1/me");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.type()).isEqualTo("session-expired");
    }

    @Test
    void evenAUsedSessionEndsAfterTheLongestTime() {
        var client = server.person(center, "reader").client();
        for (int i = 0; i < 36; i++) {
            assertThat(client.get("/api/v1/me").status()).isEqualTo(200);
            CLOCK.forward(Duration.ofMinutes(20));
        }
        assertThat(client.get("/api/v1/me").type()).isEqualTo("session-expired");
    }

    @Test
    void aSignedOutTokenIsWorthless() {
        var client = server.person(center, "reader").client();
        assertThat(client.delete("/api/v1/session").status()).isEqualTo(204);
        assertThat(client.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void aBrowserGetsACookieNoScriptCanReadAndNoToken() {
        var person = server.person(center, "reader");
        var answer = signInFromBrowser(person, server.base().toString());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().has("token")).isFalse();
        assertThat(answer.header("Set-Cookie").orElseThrow())
                .contains("huizhen_session=")
                .contains("HttpOnly")
                .contains("SameSite=Strict");
    }

    @Test
    void aBrowserWritesOnlyFromOurPageWithOurHeader() {
        var person = server.person(center, "reader");
        String cookie = signInFromBrowser(person, server.base().toString())
                .header("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
        String ours = server.base().toString();
        TestClient browser = server.client();
        assertThat(browser.call("GET", "/api/v1/me", null, "Cookie", cookie).status())
                .isEqualTo(200);
        var bare = browser.call("POST", "/api/v1/session/ticket", null, "Cookie", cookie);
        assertThat(bare.type()).isEqualTo("forged-origin");
        assertThat(write(browser, cookie, "http://evil.example").type()).isEqualTo("forged-origin");
        assertThat(browser.call("POST", "/api/v1/session/ticket", null, "Cookie", cookie, "Origin", ours)
                        .type())
                .isEqualTo("forged-origin");
        assertThat(write(browser, cookie, ours).status()).isEqualTo(200);
        assertThat(signInFromBrowser(person, "http://evil.example").type()).isEqualTo("forged-origin");
    }

    @Test
    void aBearerTokenIsNoCookieAndACookieNoBearerToken() {
        var person = server.person(center, "reader");
        String web = signInFromBrowser(person, server.base().toString())
                .header("Set-Cookie")
                .orElseThrow()
                .replaceFirst("huizhen_session=([^;]*).*", "$1");
        assertThat(server.client().as(web).get("/api/v1/me").status()).isEqualTo(401);
        assertThat(server.client()
                        .call("GET", "/api/v1/me", null, "Cookie", "huizhen_session=" + person.token())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void changingThePasswordEndsTheOtherSessions() {
        var person = server.person(center, "reader");
        TestClient other = server.client().as(server.signIn(person.username(), person.password()));
        String next = "a much longer pass phrase";
        assertThat(person.client()
                        .post("/api/v1/session/password", Map.of("current", "wrong", "next", next))
                        .status())
                .isEqualTo(401);
        assertThat(person.client()
                        .post("/api/v1/session/password", Map.of("current", person.password(), "next", "short"))
                        .status())
                .isEqualTo(400);
        assertThat(person.client()
                        .post("/api/v1/session/password", Map.of("current", person.password(), "next", next))
                        .status())
                .isEqualTo(204);
        assertThat(other.get("/api/v1/me").type()).isEqualTo("session-expired");
        assertThat(person.client().get("/api/v1/me").status()).isEqualTo(200);
        assertThat(signIn(person.username(), next).status()).isEqualTo(200);
    }

    @Test
    void aGeneratedPasswordOpensNothingButItsOwnChange() {
        TestClient admin = server.person(center, "admin").client();
        var made = admin.post(
                "/api/v1/users",
                Map.of(
                        "username",
                        "fresh",
                        "displayName",
                        "fresh",
                        "organizationId",
                        center.toString(),
                        "roles",
                        Set.of("reader")));
        String generated = made.body().path("password").asText();
        TestClient fresh = server.client().as(server.signIn("fresh", generated));
        assertThat(fresh.get("/api/v1/me").body().path("passwordGenerated").asBoolean())
                .isTrue();
        for (var refused : List.of(
                fresh.get("/api/v1/reading-requests"),
                fresh.get("/dicomweb/studies"),
                fresh.post("/api/v1/session/ticket", Map.of()))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.type()).isEqualTo("password-change-required");
        }

        String next = "a pass phrase of my own";
        var changed = fresh.post("/api/v1/session/password", Map.of("current", generated, "next", next));
        assertThat(changed.status()).isEqualTo(204);
        assertThat(fresh.get("/api/v1/reading-requests").status()).isEqualTo(200);
        assertThat(fresh.post("/api/v1/session/ticket", Map.of()).status()).isEqualTo(200);

        String id = made.body().at("/user/id").asText();
        String reset = admin.post("/api/v1/users/" + id + "/reset-password", Map.of())
                .body()
                .path("password")
                .asText();
        assertThat(server.client()
                        .as(server.signIn("fresh", reset))
                        .get("/api/v1/reading-requests")
                        .type())
                .isEqualTo("password-change-required");
    }

    @Test
    void noOneHoldsTwoOfTheThreeAdministrations() {
        var admin = server.person(center, "admin").client();
        var refused = admin.post(
                "/api/v1/users",
                Map.of(
                        "username",
                        "both",
                        "displayName",
                        "both",
                        "organizationId",
                        center.toString(),
                        "roles",
                        Set.of("admin", "auditor")));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/code").asText()).isEqualTo("separation-of-duties");
    }

    @Test
    void nobodyGivesThemselvesRoles() {
        var admin = server.person(center, "admin");
        assertThat(admin.client()
                        .patch("/api/v1/users/" + admin.id(), Map.of("roles", Set.of("admin", "reader")))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aStaleVersionIsRefused() {
        var admin = server.person(center, "admin").client();
        var person = server.person(center, "reader");
        String path = "/api/v1/users/" + person.id();
        String version = admin.get(path).header("ETag").orElseThrow();
        assertThat(admin.call("PATCH", path, Map.of("displayName", "甲"), "If-Match", version)
                        .status())
                .isEqualTo(200);
        assertThat(admin.call("PATCH", path, Map.of("displayName", "乙"), "If-Match", version)
                        .status())
                .isEqualTo(412);
    }

    @Test
    void anAdministratorOfAClinicDoesNotReachTheCenter() {
        OrganizationId clinic = server.organization("卫生院", "township", Optional.of(center));
        var local = server.person(clinic, "admin").client();
        var reader = server.person(center, "reader");
        assertThat(local.get("/api/v1/users/" + reader.id()).status()).isEqualTo(403);
        assertThat(local.get("/api/v1/users?limit=500").body().toString()).doesNotContain(reader.username());
    }

    @Test
    void theSameKeyGivesTheSameAnswerAndAnotherRequestIsRefused() {
        var admin = server.person(center, "admin").client();
        String code = "IDEM" + System.nanoTime();
        Map<String, Object> body =
                Map.of("name", "新院", "code", code, "level", "township", "parentId", center.toString());
        var first = admin.call("POST", "/api/v1/organizations", body, "Idempotency-Key", code);
        var again = admin.call("POST", "/api/v1/organizations", body, "Idempotency-Key", code);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        Map<String, Object> other =
                Map.of("name", "别院", "code", code, "level", "township", "parentId", center.toString());
        assertThat(admin.call("POST", "/api/v1/organizations", other, "Idempotency-Key", code)
                        .type())
                .isEqualTo("idempotency-mismatch");
        assertThat(admin.post("/api/v1/organizations", body).status()).isEqualTo(409);
    }

    @Test
    void aGeneratedPasswordIsNotKeptForTheSecondCaller() {
        var admin = server.person(center, "admin").client();
        String name = "once" + System.nanoTime();
        Map<String, Object> body = Map.of(
                "username", name, "displayName", name, "organizationId", center.toString(), "roles", Set.of("reader"));
        assertThat(admin.call("POST", "/api/v1/users", body, "Idempotency-Key", name)
                        .status())
                .isEqualTo(201);
        assertThat(admin.call("POST", "/api/v1/users", body, "Idempotency-Key", name)
                        .status())
                .isEqualTo(410);
    }

    private static TestClient.Answer write(TestClient browser, String cookie, String origin) {
        return browser.call(
                "POST", "/api/v1/session/ticket", null, "Cookie", cookie, "X-Huizhen-Client", "web", "Origin", origin);
    }

    private static TestClient.Answer signInFromBrowser(TestServer.Person person, String origin) {
        return server.client()
                .call(
                        "POST",
                        "/api/v1/session",
                        Map.of("username", person.username(), "password", person.password()),
                        "X-Huizhen-Client",
                        "web",
                        "Origin",
                        origin);
    }

    private static TestClient.Answer signIn(String username, String password) {
        return server.client().post("/api/v1/session", Map.of("username", username, "password", password));
    }
}
