package org.huizhen.server.reading.critical;

import static org.huizhen.server.access.Permission.CRITICAL_ANSWER;
import static org.huizhen.server.access.Permission.CRITICAL_CALL;
import static org.huizhen.server.access.Permission.CRITICAL_RAISE;
import static org.huizhen.server.access.Permission.CRITICAL_READ;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Scope;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.CriticalFindingId;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.IfMatch;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.Validation;
import org.jdbi.v3.core.Handle;

/** {@code /api/v1/critical-findings}. */
final class CriticalFindingResource {
    private static final String ROOT = "/api/v1/critical-findings";
    private static final String ONE = ROOT + "/{id}";
    private static final int LONGEST = 2_000;
    private static final Set<String> OUTCOMES = Set.of("reached", "noAnswer", "busy", "wrongNumber");
    private static final Set<String> WHOM = Set.of("patient", "family", "ward", "villageDoctor", "other");
    private static final Map<String, List<String>> GROUPS = Map.of(
            "open", List.of("raised", "notified", "acknowledged", "patientReached"),
            "unanswered", List.of("raised", "notified"),
            "all", List.of());

    private record RaiseBody(
            @JsonProperty(required = true) StudyId studyId, String level, String itemCode, String finding) {}

    private record CallBody(
            @JsonProperty(required = true) String outcome,
            CriticalContacts.Contact contact,
            String person,
            String readBack,
            String note) {}

    private record AcknowledgeBody(
            @JsonProperty(required = true) String readBack) {}

    private record ReachedBody(
            @JsonProperty(required = true) String whom, String note) {}

    private record HandleBody(@JsonProperty(required = true) String handling) {}

    private record ReasonBody(@JsonProperty(required = true) String reason) {}

    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final CriticalCatalog catalog;
    private final CriticalDesk desk;

    CriticalFindingResource(
            Database database, Access access, AuditLog audit, CriticalCatalog catalog, CriticalDesk desk) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.catalog = catalog;
        this.desk = desk;
    }

    void register(Routes routes) {
        routes.get(ROOT, CRITICAL_READ, this::list);
        routes.post(ROOT, CRITICAL_RAISE, this::raise);
        routes.get(ROOT + "/items", CRITICAL_READ, this::items);
        routes.get(ONE, CRITICAL_READ, (context, actor) -> answer(context, actor, id(context)));
        routes.post(ONE + "/calls", CRITICAL_CALL, this::call);
        routes.post(ONE + "/acknowledge", CRITICAL_ANSWER, (context, actor) -> {
            String words = context.bodyAsClass(AcknowledgeBody.class).readBack();
            new Validation().text("readBack", words, 1, LONGEST).orThrow();
            desk.acknowledge(person(actor), id(context), ifMatch(context), words.strip());
            answer(context, actor, id(context));
        });
        routes.post(ONE + "/patient-reached", CRITICAL_ANSWER, (context, actor) -> {
            ReachedBody body = context.bodyAsClass(ReachedBody.class);
            new Validation()
                    .errorIf(!WHOM.contains(String.valueOf(body.whom())), "whom", "unknown", String.join(" | ", WHOM))
                    .optionalText("note", Optional.ofNullable(body.note()), LONGEST)
                    .orThrow();
            desk.patientReached(person(actor), id(context), ifMatch(context), body.whom(), body.note());
            answer(context, actor, id(context));
        });
        routes.post(ONE + "/handle", CRITICAL_ANSWER, (context, actor) -> {
            String words = context.bodyAsClass(HandleBody.class).handling();
            new Validation().text("handling", words, 1, LONGEST).orThrow();
            desk.handle(person(actor), id(context), ifMatch(context), words.strip());
            answer(context, actor, id(context));
        });
        routes.post(ONE + "/withdraw", CRITICAL_RAISE, (context, actor) -> {
            String reason = context.bodyAsClass(ReasonBody.class).reason();
            new Validation().text("reason", reason, 1, LONGEST).orThrow();
            desk.withdraw(person(actor), id(context), ifMatch(context), reason.strip());
            answer(context, actor, id(context));
        });
    }

    private void list(Context context, Actor actor) {
        int limit = Page.limit(context);
        CriticalFindings.Filter filter = new CriticalFindings.Filter(
                states(context.queryParam("status")),
                Optional.ofNullable(context.queryParam("organizationId")).map(OrganizationId::parse),
                Optional.ofNullable(context.queryParam("studyId")).map(StudyId::parse));
        context.json(database.read(handle -> {
            Scope scope = access.scope(handle, person(actor), CRITICAL_READ);
            Page<CriticalFinding> page = Page.of(
                    CriticalFindings.page(handle, scope, filter, Page.cursor(context, 2), limit),
                    limit,
                    row -> List.of(row.origin.raisedAt().toString(), row.id().toString()));
            Map<StudyId, CriticalStudies.Facts> studies = CriticalStudies.all(
                    handle, page.items().stream().map(row -> row.origin.study()).toList());
            Map<OrganizationId, List<CriticalContacts.Contact>> contacts = new HashMap<>();
            return page.map(row -> CriticalView.of(
                    row,
                    studies.get(row.origin.study()),
                    contacts.computeIfAbsent(
                            row.origin.organization(), organization -> CriticalContacts.toCall(handle, organization))));
        }));
    }

    private void raise(Context context, Actor actor) {
        RaiseBody body = context.bodyAsClass(RaiseBody.class);
        String level = body.level() == null ? CriticalFinding.CRITICAL : body.level();
        new Validation()
                .required("studyId", body.studyId())
                .text("finding", body.finding(), 1, LONGEST)
                .errorIf(
                        !Set.of("critical", "significant").contains(level),
                        "level",
                        "unknown",
                        "critical | significant")
                .orThrow();
        CriticalFindingId made = desk.raise(
                person(actor),
                new CriticalDesk.Raising(
                        body.studyId(), level, body.itemCode(), body.finding().strip()));
        context.status(201).header("Location", ROOT + "/" + made);
        answer(context, actor, made);
    }

    private void items(Context context, Actor actor) {
        String modality = context.queryParam("modality");
        context.json(new Page<>(
                catalog.all().stream()
                        .filter(item -> modality == null || item.fits(modality))
                        .toList(),
                Optional.empty()));
    }

    private void call(Context context, Actor actor) {
        CallBody body = context.bodyAsClass(CallBody.class);
        boolean reached = "reached".equals(body.outcome());
        Validation validation = new Validation()
                .errorIf(
                        !OUTCOMES.contains(String.valueOf(body.outcome())),
                        "outcome",
                        "unknown",
                        String.join(" | ", OUTCOMES))
                .optionalText("readBack", Optional.ofNullable(body.readBack()), LONGEST)
                .optionalText("note", Optional.ofNullable(body.note()), LONGEST);
        if (reached) {
            validation.text("person", body.person(), 1, 100);
        }
        if (body.contact() != null) {
            validation.text("contact.name", body.contact().name(), 1, 100);
            validation.text("contact.phone", body.contact().phone(), 3, 40);
        }
        validation.orThrow();
        desk.called(
                person(actor),
                id(context),
                ifMatch(context),
                new CriticalDesk.Call(
                        body.contact(),
                        body.outcome(),
                        reached ? body.person().strip() : null,
                        reached && body.readBack() != null && !body.readBack().isBlank()
                                ? body.readBack().strip()
                                : null,
                        body.note()));
        answer(context, actor, id(context));
    }

    private void answer(Context context, Actor actor, CriticalFindingId id) {
        CriticalView view = database.write(transaction -> {
            Handle handle = transaction.handle();
            CriticalFinding finding =
                    CriticalFindings.find(handle, id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            CriticalStudies.Facts study = CriticalStudies.get(handle, finding.origin.study());
            access.require(handle, actor, CRITICAL_READ, study.subject());
            AuditEntry look = AuditEntry.success(actor, "criticalFinding.open").about("criticalFinding", id);
            audit.look(transaction, study.patient() == null ? look : look.ofPatient(new PatientId(study.patient())));
            List<CriticalContacts.Contact> contacts = CriticalContacts.toCall(handle, finding.origin.organization());
            return CriticalView.of(finding, study, contacts).with(contacts, CriticalSteps.of(handle, id));
        });
        context.header("ETag", "\"" + view.version() + "\"");
        context.json(view);
    }

    private static List<String> states(String query) {
        if (query == null) {
            return List.of();
        }
        if (GROUPS.containsKey(query)) {
            return GROUPS.get(query);
        }
        List<String> states = List.of(query.split(",", -1));
        Set<String> known = Set.copyOf(Arrays.stream(CriticalState.values())
                .map(CriticalState::identifier)
                .toList());
        if (!known.containsAll(states)) {
            throw ApiException.invalid("status", "unknown", "status");
        }
        return states;
    }

    static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }

    private static OptionalLong ifMatch(Context context) {
        return IfMatch.version(context);
    }

    private static CriticalFindingId id(Context context) {
        return CriticalFindingId.parse(context.pathParam("id"));
    }
}
