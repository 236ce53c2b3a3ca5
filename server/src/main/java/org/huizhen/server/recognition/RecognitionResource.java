package org.huizhen.server.recognition;

import static org.huizhen.server.access.Permission.ORGANIZATION_READ;
import static org.huizhen.server.access.Permission.RECOGNITION_ADMINISTER;
import static org.huizhen.server.access.Permission.RECOGNITION_DECIDE;
import static org.huizhen.server.access.Permission.RECOGNITION_READ;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.huizhen.server.access.Access;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.RecognitionResultId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;

/** {@code /api/v1/recognition}. */
final class RecognitionResource {
    private static final String ROOT = "/api/v1/recognition";
    /** More than any catalogue has. */
    private static final int MOST_AT_ONCE = 1000;

    private record ItemRef(String code, String name) {}

    private record ItemView(
            String code,
            String name,
            String nameEn,
            String modality,
            String bodyPart,
            Boolean contrast,
            int validityDays,
            String area) {}

    private record ResultView(
            RecognitionResultId id,
            StudyId studyId,
            ReportId reportId,
            ItemRef item,
            RecognitionDecisions.Ref organization,
            Instant performedAt,
            Instant validUntil,
            String mark,
            boolean recognizable,
            String why,
            List<WhyNot> reasons,
            RecognitionDecisions.Decision decision) {}

    private record QualificationView(
            UUID id,
            RecognitionDecisions.Ref organization,
            ItemRef item,
            LocalDate from,
            LocalDate until,
            String area,
            String assessedBy,
            java.time.Instant withdrawnAt) {}

    private record Withdrawal(String reason) {}

    private record QualificationDraft(
            OrganizationId organizationId,
            String itemCode,
            LocalDate from,
            LocalDate until,
            String area,
            String assessedBy) {}

    /** One assessment that many items passed. */
    private record QualificationBatch(
            OrganizationId organizationId,
            List<String> itemCodes,
            LocalDate from,
            LocalDate until,
            String area,
            String assessedBy) {}

    private final Database database;
    private final Access access;
    private final RecognitionItems items;
    private final RecognitionLookup lookup;
    private final Deciding deciding;
    private final Qualifying qualifying;
    private final ZoneId zone;

    RecognitionResource(
            Database database,
            Access access,
            RecognitionItems items,
            RecognitionLookup lookup,
            Deciding deciding,
            Qualifying qualifying,
            ZoneId zone) {
        this.database = database;
        this.access = access;
        this.items = items;
        this.lookup = lookup;
        this.deciding = deciding;
        this.qualifying = qualifying;
        this.zone = zone;
    }

    void register(Routes routes) {
        routes.get(ROOT + "/items", ORGANIZATION_READ, (context, actor) -> listItems(context));
        routes.get(ROOT + "/qualifications", ORGANIZATION_READ, this::listQualifications);
        routes.post(ROOT + "/qualifications", RECOGNITION_ADMINISTER, this::qualify);
        routes.post(ROOT + "/qualifications/batch", RECOGNITION_ADMINISTER, this::qualifyForMany);
        routes.post(ROOT + "/qualifications/{id}/withdraw", RECOGNITION_ADMINISTER, this::withdraw);
        routes.get(ROOT + "/results", RECOGNITION_READ, this::results);
        routes.get(ROOT + "/decisions", RECOGNITION_READ, this::listDecisions);
        routes.post(
                ROOT + "/decisions",
                RECOGNITION_DECIDE,
                (context, actor) -> context.status(201)
                        .json(deciding.decide(person(actor), context.bodyAsClass(RecognitionDecisions.Draft.class))));
    }

    private void listItems(Context context) {
        String modality = context.queryParam("modality");
        int limit = Page.limit(context);
        String after = Page.cursor(context, 1).map(List::getFirst).orElse("");
        List<RecognitionItem> rows = items.all().stream()
                .filter(item -> modality == null || item.ofModality(modality))
                .sorted(java.util.Comparator.comparing(RecognitionItem::code))
                .filter(item -> item.code().compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
        context.json(Page.of(rows, limit, item -> List.of(item.code()))
                .map(item -> new ItemView(
                        item.code(),
                        item.name(),
                        item.nameEn(),
                        item.modality(),
                        item.bodyPart(),
                        item.contrast() == null ? null : item.contrast().equals("enhanced"),
                        item.validityDays(),
                        item.area())));
    }

    private void results(Context context, Actor actor) {
        Actor.Person person = person(actor);
        Optional<String> item = Optional.ofNullable(context.queryParam("item")).filter(code -> !code.isBlank());
        List<RecognitionLookup.Offer> offers = lookup.results(person, patient(context), item);
        Page<ResultView> page = database.read(handle -> {
            Map<String, RecognitionItem> names = RecognitionItems.stored(handle).stream()
                    .collect(Collectors.toMap(RecognitionItem::code, Function.identity()));
            var decisions = RecognitionDecisions.last(
                    handle,
                    person.organizationId(),
                    offers.stream().map(offer -> offer.result().id()).toList());
            return new Page<>(
                    offers.stream()
                            .map(offer -> view(
                                    offer,
                                    names.get(offer.result().itemCode()),
                                    decisions.get(offer.result().id()),
                                    person.locale()))
                            .toList(),
                    Optional.empty());
        });
        context.json(page);
    }

    private ResultView view(
            RecognitionLookup.Offer offer,
            RecognitionItem item,
            RecognitionDecisions.Decision decision,
            Locale locale) {
        RecognitionResult result = offer.result();
        String separator = locale.getLanguage().equals("en") ? "; " : "；";
        return new ResultView(
                result.id(),
                result.study(),
                result.report(),
                new ItemRef(item.code(), item.name(locale)),
                new RecognitionDecisions.Ref(result.organization().value(), result.organizationName()),
                result.performedAt(),
                result.decision()
                        .validUntil()
                        .atTime(LocalTime.of(23, 59, 59))
                        .atZone(zone)
                        .toInstant(),
                result.mark(),
                offer.refusals().isEmpty(),
                offer.refusals().stream().map(why -> why.words(locale, result)).collect(Collectors.joining(separator)),
                offer.refusals(),
                decision);
    }

    private void listDecisions(Context context, Actor actor) {
        Actor.Person person = person(actor);
        int limit = Page.limit(context);
        Optional<UUID> after = Page.cursor(context, 1).map(List::getFirst).map(RecognitionResource::uuid);
        UUID patient = patient(context);
        context.json(database.read(handle -> {
            List<PatientId> patients = lookup.patients(handle, person, patient);
            return Page.of(
                    RecognitionDecisions.page(
                            handle, access.scope(handle, person, RECOGNITION_READ), patients, after, limit),
                    limit,
                    decision -> List.of(decision.id().toString()));
        }));
    }

    private void listQualifications(Context context, Actor actor) {
        int limit = Page.limit(context);
        Optional<UUID> after = Page.cursor(context, 1).map(List::getFirst).map(RecognitionResource::uuid);
        Optional<OrganizationId> organization = Optional.ofNullable(context.queryParam("organizationId"))
                .map(RecognitionResource::uuid)
                .map(OrganizationId::new);
        Page<Qualifications.Qualification> page = database.read(handle -> Page.of(
                Qualifications.page(handle, access.scope(handle, actor, ORGANIZATION_READ), organization, after, limit),
                limit,
                row -> List.of(row.id().toString())));
        context.json(page.map(row -> view(row, locale(actor))));
    }

    private void qualify(Context context, Actor actor) {
        QualificationDraft draft = context.bodyAsClass(QualificationDraft.class);
        if (draft.organizationId() == null
                || draft.itemCode() == null
                || draft.from() == null
                || draft.until() == null) {
            throw ApiException.invalid("", "required", "organizationId, itemCode, from, until");
        }
        Qualifications.Qualification made = qualifying.add(
                person(actor),
                new Qualifications.Qualification(
                        org.huizhen.server.core.Uuids.next(),
                        draft.organizationId(),
                        "",
                        draft.itemCode(),
                        draft.from(),
                        draft.until(),
                        draft.area(),
                        draft.assessedBy(),
                        null));
        context.status(201).json(view(made, locale(actor)));
    }

    private void qualifyForMany(Context context, Actor actor) {
        QualificationBatch draft = context.bodyAsClass(QualificationBatch.class);
        if (draft.organizationId() == null
                || draft.itemCodes() == null
                || draft.itemCodes().isEmpty()
                || draft.itemCodes().size() > MOST_AT_ONCE
                || draft.itemCodes().stream().anyMatch(java.util.Objects::isNull)
                || draft.from() == null
                || draft.until() == null) {
            throw ApiException.invalid(
                    "", "required", "organizationId, itemCodes (1–" + MOST_AT_ONCE + "), from, until");
        }
        List<Qualifications.Qualification> made = qualifying.add(
                person(actor),
                draft.itemCodes().stream()
                        .distinct()
                        .map(code -> new Qualifications.Qualification(
                                org.huizhen.server.core.Uuids.next(),
                                draft.organizationId(),
                                "",
                                code,
                                draft.from(),
                                draft.until(),
                                draft.area(),
                                draft.assessedBy(),
                                null))
                        .toList());
        context.status(201)
                .json(new Page<>(
                        made.stream().map(row -> view(row, locale(actor))).toList(), Optional.empty()));
    }

    private void withdraw(Context context, Actor actor) {
        String reason = context.bodyAsClass(Withdrawal.class).reason();
        if (reason == null || reason.isBlank()) {
            throw ApiException.invalid("reason", "required", "reason");
        }
        context.json(
                view(qualifying.withdraw(person(actor), uuid(context.pathParam("id")), reason.strip()), locale(actor)));
    }

    private QualificationView view(Qualifications.Qualification row, Locale locale) {
        String name =
                items.byCode(row.itemCode()).map(item -> item.name(locale)).orElse(row.itemCode());
        return new QualificationView(
                row.id(),
                new RecognitionDecisions.Ref(row.organization().value(), row.organizationName()),
                new ItemRef(row.itemCode(), name),
                row.from(),
                row.until(),
                row.area(),
                row.assessedBy(),
                row.withdrawnAt());
    }

    private static UUID patient(Context context) {
        String text = context.queryParam("patientId");
        if (text == null) {
            throw ApiException.invalid("patientId", "required", "patientId");
        }
        return org.huizhen.server.core.Uuids.parse(text);
    }

    private static UUID uuid(String text) {
        return org.huizhen.server.core.Uuids.parse(text);
    }

    private static Locale locale(Actor actor) {
        return actor.locale();
    }

    private static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }
}
