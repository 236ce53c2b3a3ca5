package org.huizhen.server.patient;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.Validation;
import org.jdbi.v3.core.Handle;

/** The matching screen: pairs that wait, what is decided of them, the history and its undoing. */
final class MatchingResource {
    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final PatientDesk desk;
    private final MatchingDesk matching;
    private final MatchingHistory history;

    MatchingResource(
            Database database,
            Access access,
            AuditLog audit,
            PatientDesk desk,
            MatchingDesk matching,
            MatchingHistory history) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.desk = desk;
        this.matching = matching;
        this.history = history;
    }

    void routes(Routes routes) {
        routes.get("/api/v1/patient-candidates", Permission.PATIENT_LINK, this::queue)
                .get("/api/v1/patients/{id}/candidates", Permission.PATIENT_LINK, this::candidates)
                .post("/api/v1/patients/{id}/link", Permission.PATIENT_LINK, this::link)
                .post("/api/v1/patients/{id}/unlink", Permission.PATIENT_LINK, this::unlink)
                .post("/api/v1/patients/{id}/not-same", Permission.PATIENT_LINK, this::notSame)
                .post("/api/v1/patients/{id}/merge", Permission.PATIENT_LINK, this::merge)
                .get("/api/v1/matching-actions", Permission.PATIENT_LINK, this::actions)
                .post("/api/v1/matching-actions/{id}/undo", Permission.PATIENT_LINK, this::undo);
    }

    private void queue(Context context, Actor actor) {
        int limit = Page.limit(context);
        Optional<PatientCandidates.After> after = Page.cursor(context, 4)
                .map(key -> new PatientCandidates.After(
                        number(key.get(0)), instant(key.get(1)), Uuids.parse(key.get(2)), Uuids.parse(key.get(3))));
        Page<PatientJson.PairView> page = database.write(transaction -> {
            Handle handle = transaction.handle();
            Scope scope = access.scope(handle, actor, Permission.PATIENT_LINK);
            Page<PatientCandidates.Waiting> waiting = Page.of(
                    desk.candidates().waiting(handle, scope, after, limit + 1),
                    limit,
                    pair -> List.of(
                            Integer.toString(pair.score()),
                            pair.foundAt().toString(),
                            pair.a().toString(),
                            pair.b().toString()));
            Set<UUID> ids = new HashSet<>();
            waiting.items().forEach(pair -> ids.addAll(List.of(pair.a(), pair.b())));
            Map<UUID, Patient> people = byId(handle, ids);
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "patient.candidates")
                            .with("shown", Integer.toString(waiting.items().size())));
            return waiting.map(pair -> PatientJson.PairView.of(pair, people.get(pair.a()), people.get(pair.b())));
        });
        context.json(page);
    }

    private void candidates(Context context, Actor actor) {
        List<PatientJson.CandidateView> found = database.write(transaction -> {
            Handle handle = transaction.handle();
            Patient patient = locked(transaction, actor, PatientId.parse(context.pathParam("id")));
            Scope scope = access.scope(handle, actor, Permission.PATIENT_LINK);
            look(transaction, actor, patient);
            List<PatientCandidates.Candidate> all = desk.candidates().of(handle, scope, patient);
            all.forEach(candidate -> look(transaction, actor, candidate.patient()));
            return all.stream().map(PatientJson.CandidateView::of).toList();
        });
        context.json(new PatientJson.Items(found));
    }

    /** Both patients of a request, locked in one order, so that two people deciding at once do not wait in a circle. */
    private record Pair(Patient patient, Patient other) {}

    private Pair pair(Transaction transaction, Context context, Actor actor, PatientJson.LinkRequest body) {
        PatientId one = PatientId.parse(context.pathParam("id"));
        PatientId two = new PatientId(body.patientId());
        new Validation()
                .errorIf(one.equals(two), "patientId", "same", "patientId")
                .orThrow();
        boolean first = one.toString().compareTo(two.toString()) < 0;
        Patient earlier = locked(transaction, actor, first ? one : two, !first);
        Patient later = locked(transaction, actor, first ? two : one, first);
        return first ? new Pair(earlier, later) : new Pair(later, earlier);
    }

    private static PatientJson.LinkRequest body(Context context) {
        PatientJson.LinkRequest body = context.bodyAsClass(PatientJson.LinkRequest.class);
        new Validation()
                .text("reason", body.reason(), 1, 2000)
                .required("patientId", body.patientId())
                .orThrow();
        return new PatientJson.LinkRequest(body.patientId(), body.reason().strip());
    }

    private void link(Context context, Actor actor) {
        PatientJson.LinkRequest body = body(context);
        PatientJson.MasterView view = database.write(transaction -> {
            Pair pair = pair(transaction, context, actor, body);
            MasterPatientId id = matching.link(transaction, person(actor), pair.patient(), pair.other(), body.reason());
            return desk.masterView(transaction.handle(), access, actor, id);
        });
        context.json(view);
    }

    private void unlink(Context context, Actor actor) {
        String reason = reason(context);
        Patient alone = database.write(transaction -> {
            Patient patient = locked(transaction, actor, PatientId.parse(context.pathParam("id")));
            if (patient.group() < 2 || patient.mergedInto().isPresent()) {
                throw new ApiException(ErrorCode.CONFLICT);
            }
            matching.unlink(transaction, person(actor), patient, reason);
            return desk.patients().find(transaction.handle(), patient.id()).orElseThrow();
        });
        context.json(PatientJson.View.of(alone));
    }

    private void notSame(Context context, Actor actor) {
        PatientJson.LinkRequest body = body(context);
        database.run(transaction -> {
            Pair pair = pair(transaction, context, actor, body);
            matching.notSame(transaction, person(actor), pair.patient(), pair.other(), body.reason());
        });
        context.status(204);
    }

    private void merge(Context context, Actor actor) {
        PatientJson.LinkRequest body = body(context);
        Patient survivor = database.write(transaction -> {
            Pair pair = pair(transaction, context, actor, body);
            matching.merge(transaction, person(actor), pair.patient(), pair.other(), body.reason());
            return desk.patients().find(transaction.handle(), pair.other().id()).orElseThrow();
        });
        context.json(PatientJson.View.of(survivor));
    }

    private void actions(Context context, Actor actor) {
        int limit = Page.limit(context);
        Optional<MatchingHistory.After> after = Page.cursor(context, 2)
                .map(key -> new MatchingHistory.After(instant(key.getFirst()), Uuids.parse(key.getLast())));
        Page<PatientJson.ActionView> page = database.read(handle -> {
            Scope scope = access.scope(handle, actor, Permission.PATIENT_LINK);
            Page<MatchingAction> actions = Page.of(
                    history.list(handle, scope, after, limit + 1),
                    limit,
                    action -> List.of(action.at().toString(), action.id().toString()));
            Set<UUID> ids = new HashSet<>();
            actions.items().forEach(action -> {
                action.patient().ifPresent(id -> ids.add(id.value()));
                action.other().ifPresent(id -> ids.add(id.value()));
            });
            Map<UUID, Patient> people = byId(handle, ids);
            return actions.map(action -> PatientJson.ActionView.of(action, people));
        });
        context.json(page);
    }

    private void undo(Context context, Actor actor) {
        String reason = reason(context);
        database.run(transaction -> {
            MatchingAction action = history.lock(transaction.handle(), Uuids.parse(context.pathParam("id")))
                    .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            for (Optional<PatientId> id : List.of(action.patient(), action.other())) {
                id.ifPresent(patient -> locked(transaction, actor, patient));
            }
            access.require(transaction.handle(), actor, Permission.PATIENT_LINK, Subject.of(action.organization()));
            matching.undo(transaction, person(actor), action, reason);
        });
        context.status(204);
    }

    private Map<UUID, Patient> byId(Handle handle, Set<UUID> ids) {
        Map<UUID, Patient> people = new HashMap<>();
        desk.patients()
                .all(handle, ids)
                .forEach(patient -> people.put(patient.id().value(), patient));
        return people;
    }

    private Patient locked(Transaction transaction, Actor actor, PatientId id) {
        return locked(transaction, actor, id, false);
    }

    private Patient locked(Transaction transaction, Actor actor, PatientId id, boolean ofBody) {
        Patient patient = desk.patients()
                .lock(transaction, id)
                .orElseThrow(() -> ofBody
                        ? ApiException.invalid("patientId", "unknown", "patientId")
                        : new ApiException(ErrorCode.NOT_FOUND));
        access.require(transaction.handle(), actor, Permission.PATIENT_LINK, PatientFeature.subject(patient));
        return patient;
    }

    private void look(Transaction transaction, Actor actor, Patient patient) {
        audit.look(
                transaction,
                AuditEntry.success(actor, "patient.open")
                        .about("patient", patient.id())
                        .ofPatient(patient.id()));
    }

    private static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }

    private static String reason(Context context) {
        String text = context.bodyAsClass(PatientJson.ReasonRequest.class).reason();
        new Validation().text("reason", text, 1, 2000).orThrow();
        return text.strip();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw ApiException.invalid("cursor", "unknown", "cursor");
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ApiException.invalid("cursor", "unknown", "cursor");
        }
    }
}
