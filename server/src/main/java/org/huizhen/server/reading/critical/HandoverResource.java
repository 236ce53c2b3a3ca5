package org.huizhen.server.reading.critical;

import static org.huizhen.server.access.Permission.CRITICAL_READ;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.Validation;
import org.jdbi.v3.core.Handle;

/** {@code /api/v1/handovers}: the end of a shift, refused while a critical finding in reach is open. */
final class HandoverResource {
    private static final String ROOT = "/api/v1/handovers";

    private record HandoverBody(
            @JsonProperty(required = true) String takenBy, String note) {}

    private record Handover(UUID id, String givenBy, String takenBy, String note, Instant at) {}

    private final Database database;
    private final Access access;
    private final AuditLog audit;

    HandoverResource(Database database, Access access, AuditLog audit) {
        this.database = database;
        this.access = access;
        this.audit = audit;
    }

    void register(Routes routes) {
        routes.get(ROOT, CRITICAL_READ, this::list);
        routes.post(ROOT, CRITICAL_READ, this::handOver);
    }

    private void list(Context context, Actor actor) {
        int limit = Page.limit(context);
        OrganizationId own = CriticalFindingResource.person(actor).organizationId();
        Optional<List<String>> before = Page.cursor(context, 2);
        List<Handover> rows = database.read(handle -> rows(handle, own, before, limit + 1));
        context.json(Page.of(
                rows, limit, row -> List.of(row.at().toString(), row.id().toString())));
    }

    private void handOver(Context context, Actor actor) {
        Actor.Person person = CriticalFindingResource.person(actor);
        HandoverBody body = context.bodyAsClass(HandoverBody.class);
        String note = body.note() == null ? "" : body.note();
        new Validation()
                .text("takenBy", body.takenBy(), 1, 100)
                .optionalText("note", Optional.of(note), 2_000)
                .orThrow();
        Handover made = database.write(transaction -> {
            Handle handle = transaction.handle();
            List<UUID> open = CriticalFindings.open(handle, access.scope(handle, person, CRITICAL_READ));
            if (!open.isEmpty()) {
                throw new ApiException(
                        ErrorCode.OPEN_CRITICAL_FINDINGS, Map.of("open", open.size(), "criticalFindings", open));
            }
            Handover handover = new Handover(
                    Uuids.next(), person.displayName(), body.takenBy().strip(), note.strip(), transaction.now());
            handle.createUpdate("""
                            insert into shift_handover (id, organization_id, given_by, given_by_name, taken_by_name, note, at)
                            values (:id, :organization, :by, :byName, :takenBy, :note, :at)
                            """)
                    .bind("id", handover.id())
                    .bind("organization", person.organizationId())
                    .bind("by", person.userId())
                    .bind("byName", handover.givenBy())
                    .bind("takenBy", handover.takenBy())
                    .bind("note", handover.note())
                    .bind("at", handover.at())
                    .execute();
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "shift.handOver").about("organization", person.organizationId()));
            return handover;
        });
        context.status(201).json(made);
    }

    private static List<Handover> rows(
            Handle handle, OrganizationId organization, Optional<List<String>> before, int most) {
        var query = handle.createQuery("select * from shift_handover where organization_id = :organization"
                        + (before.isPresent() ? " and (at, id) < (:at, cast(:id as uuid))" : "")
                        + " order by at desc, id desc limit :most")
                .bind("organization", organization)
                .bind("most", most);
        before.ifPresent(key -> query.bind("at", Instant.parse(key.get(0))).bind("id", key.get(1)));
        return query.map((row, context) -> new Handover(
                        row.getObject("id", UUID.class),
                        row.getString("given_by_name"),
                        row.getString("taken_by_name"),
                        row.getString("note"),
                        CriticalFindings.instant(row, "at")))
                .list();
    }
}
