package org.huizhen.server.reading.template;

import static org.huizhen.server.access.Permission.READING_REVIEW;
import static org.huizhen.server.access.Permission.READING_WRITE;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.IfMatch;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.Validation;

/**
 * {@code /api/v1/report-templates}: everybody who writes keeps their own, reviewers keep those of the department; those of
 * the catalog are in a file.
 */
final class TemplateResource {
    private static final String ROOT = "/api/v1/report-templates";
    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_CODE = 24;
    private static final int LONGEST_TEXT = 20_000;
    private static final int MOST = 500;

    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final List<ReportTemplate> catalog;

    TemplateResource(Database database, Access access, AuditLog audit, List<ReportTemplate> catalog) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.catalog = List.copyOf(catalog);
    }

    void register(Routes routes) {
        routes.get(ROOT, READING_WRITE, this::list);
        routes.post(ROOT, READING_WRITE, this::create);
        routes.put(ROOT + "/{id}", READING_WRITE, this::change);
        routes.delete(ROOT + "/{id}", READING_WRITE, this::remove);
    }

    /** One's own first, then the department's, then the catalog's. */
    private void list(Context context, Actor actor) {
        Optional<String> modality =
                Optional.ofNullable(context.queryParam("modality")).filter(text -> !text.isBlank());
        List<ReportTemplate> kept = database.read(handle -> ReportTemplates.usableBy(handle, person(actor)));
        List<ReportTemplate> all = new ArrayList<>();
        kept.stream().filter(each -> each.scope() == ReportTemplate.Scope.OWN).forEach(all::add);
        kept.stream()
                .filter(each -> each.scope() == ReportTemplate.Scope.DEPARTMENT)
                .forEach(all::add);
        all.addAll(catalog);
        all.removeIf(each -> !each.fits(modality));
        context.json(new Page<>(all, Optional.empty()));
    }

    private void create(Context context, Actor actor) {
        Actor.Person person = person(actor);
        ReportTemplate.Draft draft = draft(context);
        ReportTemplate made = database.write(transaction -> {
            require(transaction, person, draft.scope());
            boolean own = draft.scope() == ReportTemplate.Scope.OWN;
            if (ReportTemplates.count(transaction.handle(), person, own) >= MOST) {
                throw ApiException.invalid("title", "too-many", "≤ " + MOST);
            }
            UUID id = ReportTemplates.insert(transaction, person, draft);
            note(transaction, person, "reportTemplate.create", id, draft.title());
            return stored(transaction, id);
        });
        context.status(201).header("Location", ROOT + "/" + made.id());
        context.json(made);
    }

    /** Whose it is stays as it is. */
    private void change(Context context, Actor actor) {
        Actor.Person person = person(actor);
        ReportTemplate.Draft draft = draft(context);
        UUID id = Uuids.parse(context.pathParam("id"));
        ReportTemplate changed = database.write(transaction -> {
            ReportTemplate former = mine(transaction, person, id);
            IfMatch.check(context, former.version());
            ReportTemplates.update(transaction, id, person, draft);
            note(transaction, person, "reportTemplate.change", id, draft.title());
            return stored(transaction, id);
        });
        context.header("ETag", "\"" + changed.version() + "\"").json(changed);
    }

    private void remove(Context context, Actor actor) {
        Actor.Person person = person(actor);
        UUID id = Uuids.parse(context.pathParam("id"));
        database.run(transaction -> {
            ReportTemplate former = mine(transaction, person, id);
            IfMatch.check(context, former.version());
            ReportTemplates.delete(transaction, id);
            note(transaction, person, "reportTemplate.delete", id, former.title());
        });
        context.status(204);
    }

    /** @throws ApiException {@code not-found} for what is somebody else's */
    private ReportTemplate mine(Transaction transaction, Actor.Person person, UUID id) {
        ReportTemplates.Kept kept = ReportTemplates.lock(transaction, id)
                .filter(found -> found.organization().equals(person.organizationId()))
                .filter(found -> found.owner().isEmpty() || found.owner().get().equals(person.userId()))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        require(transaction, person, kept.template().scope());
        return kept.template();
    }

    private void require(Transaction transaction, Actor.Person person, ReportTemplate.Scope scope) {
        Permission needed = scope == ReportTemplate.Scope.OWN ? READING_WRITE : READING_REVIEW;
        access.require(transaction.handle(), person, needed, Subject.of(person.organizationId()));
    }

    private void note(Transaction transaction, Actor.Person person, String action, UUID id, String title) {
        audit.record(
                transaction,
                AuditEntry.success(person, action)
                        .about("organization", person.organizationId())
                        .with("template", id.toString())
                        .with("title", title));
    }

    private static ReportTemplate stored(Transaction transaction, UUID id) {
        return ReportTemplates.lock(transaction, id).orElseThrow().template();
    }

    private static ReportTemplate.Draft draft(Context context) {
        ReportTemplate.Draft draft = context.bodyAsClass(ReportTemplate.Draft.class);
        boolean empty = blank(draft.findings()) && blank(draft.conclusion());
        new Validation()
                .text("title", draft.title(), 1, LONGEST_TITLE)
                .optionalText("code", Optional.ofNullable(draft.code()), LONGEST_CODE)
                .optionalText("modality", Optional.ofNullable(draft.modality()), 16)
                .optionalText("bodyPart", Optional.ofNullable(draft.bodyPart()), 16)
                .optionalText("findings", Optional.ofNullable(draft.findings()), LONGEST_TEXT)
                .optionalText("conclusion", Optional.ofNullable(draft.conclusion()), LONGEST_TEXT)
                .errorIf(empty, "findings", "required", "findings | conclusion")
                .errorIf(
                        draft.sex() != null && !Set.of("male", "female").contains(draft.sex()),
                        "sex",
                        "unknown",
                        "male | female")
                .errorIf(
                        draft.scope() == null || draft.scope() == ReportTemplate.Scope.CATALOG,
                        "scope",
                        "unknown",
                        "own | department")
                .orThrow();
        return draft;
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }

    private static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }
}
