package org.huizhen.server.reading;

import static org.huizhen.server.access.Permission.READING_LIST;

import io.javalin.http.Context;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.huizhen.server.access.Access;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;

/** {@code /api/v1/image-quality}: a clinic sees its own figures, the center those of all. */
final class QualityResource {
    private static final Duration USUAL = Duration.ofDays(30);

    private final Database database;
    private final Access access;
    private final Clock clock;

    QualityResource(Database database, Access access, Clock clock) {
        this.database = database;
        this.access = access;
        this.clock = clock;
    }

    void register(Routes routes) {
        routes.get("/api/v1/image-quality", READING_LIST, this::figures);
    }

    private void figures(Context context, Actor actor) {
        // what was signed this very moment counts
        Instant until =
                instant(context, "until").orElseGet(() -> clock.instant().plusSeconds(1));
        Instant from = instant(context, "from").orElseGet(() -> until.minus(USUAL));
        Optional<OrganizationId> organization =
                Optional.ofNullable(context.queryParam("organizationId")).map(OrganizationId::parse);
        context.json(new Page<>(
                database.read(handle -> QualityFigures.of(
                        handle, access.scope(handle, actor, READING_LIST), organization, from, until)),
                Optional.empty()));
    }

    private static Optional<Instant> instant(Context context, String name) {
        String text = context.queryParam(name);
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw ApiException.invalid(name, "unreadable", "RFC 3339");
        }
    }
}
