package org.huizhen.server.audit;

import io.javalin.http.Context;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.jdbi.v3.core.statement.Query;

/** {@code /audit-events}: for auditors, those of their organization and below, and those of the server itself. */
final class AuditResource {
    private final Database database;
    private final Access access;

    AuditResource(Database database, Access access) {
        this.database = database;
        this.access = access;
    }

    void routes(Routes routes) {
        routes.get("/api/v1/audit-events", Permission.AUDIT_READ, this::list);
    }

    record Ref(UUID id, String name) {}

    record EventView(
            UUID id,
            Instant at,
            Optional<Ref> actor,
            String actorKind,
            Optional<Ref> organization,
            String action,
            Optional<String> resource,
            Optional<String> resourceId,
            String outcome,
            Optional<String> address,
            Optional<String> detail) {}

    private void list(Context context, Actor actor) {
        int limit = Page.limit(context);
        List<EventView> rows = database.read(handle -> {
            Scope scope = access.scope(handle, actor, Permission.AUDIT_READ);
            List<String> where = new ArrayList<>();
            where.add("(e.organization_id is null or " + scope.condition("e.organization_id") + ")");
            String actorId = filter(context, where, "actorId", "e.user_id = cast(:actorId as uuid)");
            String action = filter(context, where, "action", "e.action = :action");
            String resource = filter(context, where, "resource", "e.object_kind = :resource");
            String resourceId = filter(context, where, "resourceId", "e.object_id = :resourceId");
            Instant from = time(context, where, "from", "e.at >= :from");
            Instant to = time(context, where, "to", "e.at < :to");
            Optional<List<String>> after = Page.cursor(context, 2);
            after.ifPresent(key -> where.add("(e.at, e.id) < (cast(:afterAt as timestamptz), cast(:afterId as uuid))"));
            Query query = scope.bind(handle.createQuery(
                    """
                    select e.id, e.at, e.actor, e.user_id, u.display_name, e.organization_id, o.name as organization_name,
                      e.action, e.outcome, e.object_kind, e.object_id, e.address, e.detail::text as detail
                    from audit_event e
                      left join app_user u on u.id = e.user_id left join organization o on o.id = e.organization_id
                    where\s""" + String.join(" and ", where) + " order by e.at desc, e.id desc limit :rows"));
            query.bind("actorId", actorId)
                    .bind("action", action)
                    .bind("resource", resource)
                    .bind("resourceId", resourceId)
                    .bind("from", from)
                    .bind("to", to)
                    .bind("rows", limit + 1);
            after.ifPresent(key -> query.bind("afterAt", key.get(0)).bind("afterId", key.get(1)));
            return query.map((row, ignored) -> map(row)).list();
        });
        context.json(Page.of(
                rows, limit, event -> List.of(event.at().toString(), event.id().toString())));
    }

    private static String filter(Context context, List<String> where, String name, String condition) {
        String value = context.queryParam(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        if (name.equals("actorId")) {
            Uuids.parse(value);
        }
        where.add(condition);
        return value;
    }

    private static Instant time(Context context, List<String> where, String name, String condition) {
        String value = context.queryParam(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(value).toInstant();
            where.add(condition);
            return instant;
        } catch (DateTimeParseException e) {
            throw ApiException.invalid(name, "date-time", "RFC 3339");
        }
    }

    private static EventView map(ResultSet row) throws SQLException {
        UUID user = row.getObject("user_id", UUID.class);
        UUID organization = row.getObject("organization_id", UUID.class);
        String label = row.getString("actor");
        String outcome = row.getString("outcome");
        return new EventView(
                row.getObject("id", UUID.class),
                row.getTimestamp("at").toInstant(),
                user == null ? Optional.empty() : Optional.of(new Ref(user, row.getString("display_name"))),
                kind(user, label),
                organization == null
                        ? Optional.empty()
                        : Optional.of(new Ref(organization, row.getString("organization_name"))),
                row.getString("action"),
                Optional.ofNullable(row.getString("object_kind")),
                Optional.ofNullable(row.getString("object_id")),
                outcome.equals("failure") ? "failed" : outcome,
                Optional.ofNullable(row.getString("address")),
                Optional.of(row.getString("detail")).filter(text -> !text.equals("{}")));
    }

    private static String kind(UUID user, String label) {
        if (user != null) {
            return "user";
        }
        if (label.startsWith("gateway:")) {
            return "gateway";
        }
        return label.equals("server:sign-in") ? "anonymous" : "system";
    }
}
