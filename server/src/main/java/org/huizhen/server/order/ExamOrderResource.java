package org.huizhen.server.order;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
import org.huizhen.server.access.Subject;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.ExamOrderId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.Validation;
import org.huizhen.server.patient.Patient;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.patient.Sex;
import org.jdbi.v3.core.Handle;

/** {@code /exam-orders}. */
final class ExamOrderResource {
    private static final String ROOT = "/api/v1/exam-orders";
    private static final Set<String> STATES = Set.of("ordered", "performed", "cancelled");

    private final Database database;
    private final Access access;
    private final PatientFeature patients;
    private final PriorResults results;
    private final Ordering ordering;
    private final ExamOrders orders = new ExamOrders();

    ExamOrderResource(
            Database database, Access access, PatientFeature patients, PriorResults results, Ordering ordering) {
        this.database = database;
        this.access = access;
        this.patients = patients;
        this.results = results;
        this.ordering = ordering;
    }

    void register(Routes routes) {
        routes.get(ROOT, Permission.ORDER_READ, this::list);
        routes.post(ROOT, Permission.ORDER_WRITE, this::order);
        routes.get(ROOT + "/{id}", Permission.ORDER_READ, this::one);
        routes.post(ROOT + "/{id}/cancel", Permission.ORDER_WRITE, this::cancel);
    }

    record Draft(
            PatientId patientId,
            Optional<String> itemCode,
            Optional<String> modality,
            Optional<String> bodyPart,
            Boolean contrast,
            Optional<ExamOrder.Laterality> laterality,
            Optional<String> indication,
            Purpose purpose,
            Optional<String> accessionNumber,
            Optional<PriorResults.Repeat> repeat) {
        Draft {
            itemCode = text(itemCode);
            modality = text(modality).map(value -> value.toUpperCase(Locale.ROOT));
            bodyPart = text(bodyPart).map(value -> value.toUpperCase(Locale.ROOT));
            laterality = laterality == null ? Optional.empty() : laterality;
            indication = text(indication);
            accessionNumber = text(accessionNumber);
            repeat = repeat == null ? Optional.empty() : repeat;
        }

        private static Optional<String> text(Optional<String> value) {
            return value == null ? Optional.empty() : value.map(String::strip).filter(given -> !given.isEmpty());
        }
    }

    record CancelRequest(String reason) {}

    record PatientRef(PatientId id, String name, Sex sex, Optional<LocalDate> birthDate) {}

    record OrganizationRef(OrganizationId id, String name) {}

    record ItemRef(String code, String name) {}

    record PersonRef(UserId id, String name) {}

    record View(
            ExamOrderId id,
            long version,
            String status,
            PatientRef patient,
            OrganizationRef organization,
            String accessionNumber,
            Optional<ItemRef> item,
            String modality,
            Optional<String> bodyPart,
            boolean contrast,
            Optional<ExamOrder.Laterality> laterality,
            Optional<String> indication,
            Purpose purpose,
            PersonRef orderedBy,
            Instant orderedAt,
            Optional<Instant> performedAt,
            Optional<String> cancelReason,
            List<StudyId> studyIds) {}

    private void order(Context context, Actor actor) {
        Draft draft = context.bodyAsClass(Draft.class);
        Optional<PriorResults.Item> item = draft.itemCode().flatMap(results::item);
        new Validation()
                .required("patientId", draft.patientId())
                .required("purpose", draft.purpose())
                .errorIf(draft.itemCode().isPresent() && item.isEmpty(), "itemCode", "unknown", "itemCode")
                .errorIf(item.isEmpty() && draft.modality().isEmpty(), "modality", "required", "modality, itemCode")
                .optionalText("modality", draft.modality(), 16)
                .optionalText("bodyPart", draft.bodyPart(), 32)
                .optionalText("indication", draft.indication(), 2000)
                .errorIf(
                        draft.accessionNumber()
                                .filter(number -> !number.matches("[\\x21-\\x7e&&[^\\\\]]{1,16}"))
                                .isPresent(),
                        "accessionNumber",
                        "form",
                        "1–16, PS3.5 SH")
                .orThrow();
        ExamOrder.Examination wanted = new ExamOrder.Examination(
                item.map(PriorResults.Item::code),
                item.map(PriorResults.Item::modality).or(draft::modality).orElseThrow(),
                draft.bodyPart().or(() -> item.flatMap(PriorResults.Item::bodyPart)),
                item.flatMap(PriorResults.Item::contrast).orElse(Boolean.TRUE.equals(draft.contrast())),
                draft.laterality(),
                draft.indication());
        ExamOrder made = ordering.order(
                person(actor),
                new Ordering.Wish(draft.patientId(), wanted, draft.purpose(), draft.accessionNumber(), draft.repeat()));
        answer(context.status(201).header("Location", ROOT + "/" + made.id()), made);
    }

    private void list(Context context, Actor actor) {
        int limit = Page.limit(context);
        Optional<String> status = query(context, "status");
        if (status.filter(value -> !STATES.contains(value)).isPresent()) {
            throw ApiException.invalid("status", "unknown", String.join(", ", STATES));
        }
        Optional<ExamOrders.After> after = Page.cursor(context, 2)
                .map(key -> new ExamOrders.After(instant("cursor", key.getFirst()), Uuids.parse(key.getLast())));
        Page<View> page = database.read(handle -> {
            Scope scope = access.scope(handle, actor, Permission.ORDER_READ);
            ExamOrders.Filter filter = new ExamOrders.Filter(
                    status,
                    query(context, "patientId").map(id -> patients.linked(handle, uuid(id))),
                    query(context, "from").map(text -> instant("from", text)));
            return Page.of(
                            orders.list(handle, scope, filter, after, limit + 1),
                            limit,
                            order -> List.of(
                                    order.orderedAt().toString(), order.id().toString()))
                    .map(order -> view(handle, order));
        });
        context.json(page);
    }

    private void one(Context context, Actor actor) {
        ExamOrder found = database.read(handle -> {
            ExamOrder order = orders.find(handle, ExamOrderId.parse(context.pathParam("id")))
                    .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            access.require(handle, actor, Permission.ORDER_READ, Subject.of(order.organization()));
            return order;
        });
        answer(context, found);
    }

    private void cancel(Context context, Actor actor) {
        String reason = context.bodyAsClass(CancelRequest.class).reason();
        new Validation().text("reason", reason, 1, 2000).orThrow();
        answer(context, ordering.cancel(person(actor), ExamOrderId.parse(context.pathParam("id")), reason.strip()));
    }

    private void answer(Context context, ExamOrder order) {
        View view = database.read(handle -> view(handle, order));
        context.header("ETag", "\"" + order.version() + "\"").json(view);
    }

    private View view(Handle handle, ExamOrder order) {
        Patient patient = patients.find(handle, order.patient()).orElseThrow();
        ExamOrder.Examination wanted = order.examination();
        return new View(
                order.id(),
                order.version(),
                order.status(),
                new PatientRef(patient.id(), patient.name(), patient.sex(), patient.birthDate()),
                new OrganizationRef(order.organization(), patient.organizationName()),
                order.accessionNumber(),
                wanted.itemCode()
                        .map(code -> new ItemRef(
                                code,
                                results.item(code).map(PriorResults.Item::name).orElse(code))),
                wanted.modality(),
                wanted.bodyPart(),
                wanted.contrast(),
                wanted.laterality(),
                wanted.indication(),
                order.purpose(),
                new PersonRef(order.orderedBy(), order.orderedByName()),
                order.orderedAt(),
                order.performedAt(),
                order.cancelReason(),
                order.studies());
    }

    private static Optional<String> query(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isBlank());
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("patientId", "uuid", "UUID");
        }
    }

    private static Instant instant(String field, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ApiException.invalid(field, "date-time", "RFC 3339");
        }
    }

    private static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }
}
