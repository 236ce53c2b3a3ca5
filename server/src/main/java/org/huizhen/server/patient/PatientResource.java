package org.huizhen.server.patient;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
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
import org.huizhen.server.http.IfMatch;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.Validation;
import org.jdbi.v3.core.Handle;

/** {@code /patients} and {@code /master-patients}. Every look at a patient is recorded. */
final class PatientResource {
    private static final int SEARCH_LIMIT = 100;

    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final PatientFeature feature;
    private final PatientDesk desk;
    private final PatientCorrection correction;

    PatientResource(Database database, Access access, AuditLog audit, PatientFeature feature, PatientDesk desk) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.feature = feature;
        this.desk = desk;
        this.correction = new PatientCorrection(desk.patients(), desk.links(), audit);
    }

    void routes(Routes routes) {
        routes.post("/api/v1/patients/search", Permission.PATIENT_READ, this::search)
                .post("/api/v1/patients", Permission.PATIENT_WRITE, this::create)
                .get("/api/v1/patients/{id}", Permission.PATIENT_READ, this::get)
                .patch("/api/v1/patients/{id}", Permission.PATIENT_WRITE, this::change)
                .post("/api/v1/patients/{id}/id-number", Permission.PATIENT_WRITE, this::reveal)
                .get("/api/v1/master-patients/{id}", Permission.PATIENT_READ, this::master);
    }

    private void search(Context context, Actor actor) {
        PatientJson.Search body = context.bodyAsClass(PatientJson.Search.class);
        PatientSearch.Criteria criteria = body.criteria();
        int limit = body.limit() == null ? 50 : body.limit();
        new Validation()
                .errorIf(criteria.none(), "", "required", "query, name, idNumber, localId, birthDate")
                .errorIf(limit < 1 || limit > SEARCH_LIMIT, "limit", "range", "1–" + SEARCH_LIMIT)
                .orThrow();
        Optional<UUID> after = Page.cursor(body.cursor(), 1).map(key -> Uuids.parse(key.getFirst()));
        List<Patient> rows = database.write(transaction -> {
            Scope scope = access.scope(transaction.handle(), actor, Permission.PATIENT_READ);
            List<Patient> found = desk.search().find(transaction.handle(), scope, criteria, after, limit + 1);
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "patient.search")
                            .with("criteria", String.join(",", criteria.kinds()))
                            .with("found", Integer.toString(Math.min(found.size(), limit))));
            return found;
        });
        context.json(Page.of(rows, limit, patient -> List.of(patient.id().toString()))
                .map(PatientJson.View::of));
    }

    private void create(Context context, Actor actor) {
        PatientFeature.Draft draft = context.bodyAsClass(PatientFeature.Draft.class);
        Patient made = database.write(transaction -> {
            PatientId id = feature.register(
                    transaction,
                    actor,
                    actor.organization().orElseThrow(() -> new ApiException(ErrorCode.NOT_ALLOWED)),
                    draft);
            return desk.patients().find(transaction.handle(), id).orElseThrow();
        });
        context.status(201).header("Location", "/api/v1/patients/" + made.id()).json(PatientJson.View.of(made));
    }

    private void get(Context context, Actor actor) {
        UUID id = Uuids.parse(context.pathParam("id"));
        database.run(transaction -> {
            Optional<Patient> local = desk.patients().find(transaction.handle(), new PatientId(id));
            if (local.isEmpty()) {
                getOfMaster(transaction, context, actor, new MasterPatientId(id));
                return;
            }
            access.require(transaction.handle(), actor, Permission.PATIENT_READ, PatientFeature.subject(local.get()));
            if (local.get().mergedInto().isPresent()) {
                context.status(308)
                        .header(
                                "Location",
                                "/api/v1/patients/" + local.get().mergedInto().get());
                return;
            }
            look(transaction, actor, local.get());
            context.header("ETag", "\"" + local.get().version() + "\"").json(PatientJson.View.of(local.get()));
        });
    }

    private void getOfMaster(Transaction transaction, Context context, Actor actor, MasterPatientId id) {
        Optional<MasterPatientId> target = mergedInto(transaction.handle(), id);
        if (target.isPresent()) {
            context.status(308).header("Location", "/api/v1/patients/" + target.get());
            return;
        }
        List<Patient> seen = desk.visible(transaction.handle(), access, actor, id);
        look(transaction, actor, seen.getFirst());
        context.json(PatientJson.View.of(seen.getFirst()));
    }

    private void master(Context context, Actor actor) {
        MasterPatientId id = MasterPatientId.parse(context.pathParam("id"));
        database.run(transaction -> {
            Optional<MasterPatientId> target = mergedInto(transaction.handle(), id);
            if (target.isPresent()) {
                context.status(308).header("Location", "/api/v1/master-patients/" + target.get());
                return;
            }
            List<Patient> seen = desk.visible(transaction.handle(), access, actor, id);
            seen.forEach(patient -> look(transaction, actor, patient));
            context.json(desk.masterView(transaction.handle(), access, actor, id));
        });
    }

    private void change(Context context, Actor actor) {
        PatientCorrection.Change change =
                context.bodyAsClass(PatientJson.ChangeRequest.class).change();
        Patient changed = database.write(transaction -> {
            Patient patient = locked(transaction, context, actor, Permission.PATIENT_WRITE);
            IfMatch.check(context, patient.version());
            correction.apply(transaction, person(actor), patient, change);
            return desk.patients().find(transaction.handle(), patient.id()).orElseThrow();
        });
        context.header("ETag", "\"" + changed.version() + "\"").json(PatientJson.View.of(changed));
    }

    private void reveal(Context context, Actor actor) {
        String reason =
                reason(context.bodyAsClass(PatientJson.ReasonRequest.class).reason());
        PatientJson.Secrets secrets = database.write(transaction -> {
            Patient patient = locked(transaction, context, actor, Permission.PATIENT_WRITE);
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "patient.reveal")
                            .about("patient", patient.id())
                            .ofPatient(patient.id())
                            .with("reason", reason));
            return new PatientJson.Secrets(
                    desk.patients().reveal(transaction.handle(), patient.id(), "identity"),
                    desk.patients().reveal(transaction.handle(), patient.id(), "phone"),
                    desk.patients().reveal(transaction.handle(), patient.id(), "address"));
        });
        context.header("Cache-Control", "no-store").json(secrets);
    }

    private Patient locked(Transaction transaction, Context context, Actor actor, Permission permission) {
        Patient patient = desk.patients()
                .lock(transaction, PatientId.parse(context.pathParam("id")))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        access.require(transaction.handle(), actor, permission, PatientFeature.subject(patient));
        return patient;
    }

    private void look(Transaction transaction, Actor actor, Patient patient) {
        audit.look(
                transaction,
                AuditEntry.success(actor, "patient.open")
                        .about("patient", patient.id())
                        .ofPatient(patient.id()));
    }

    private static Optional<MasterPatientId> mergedInto(Handle handle, MasterPatientId id) {
        return handle.createQuery("select merged_into from master_patient where id = :id and merged_into is not null")
                .bind("id", id)
                .mapTo(UUID.class)
                .findOne()
                .map(MasterPatientId::new);
    }

    private static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }

    private static String reason(String text) {
        new Validation().text("reason", text, 1, 2000).orThrow();
        return text.strip();
    }
}
