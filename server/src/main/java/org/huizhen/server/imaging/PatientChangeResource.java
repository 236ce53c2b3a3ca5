package org.huizhen.server.imaging;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.Validation;
import org.huizhen.server.patient.Patient;
import org.huizhen.server.patient.PatientFeature;
import org.jdbi.v3.core.Handle;

/** {@code /patient-changes}: studies that are to be another patient's. */
final class PatientChangeResource {
    private static final String ROOT = "/api/v1/patient-changes";
    private static final int MOST_STUDIES = 200;

    private final Database database;
    private final Access access;
    private final PatientFeature patients;
    private final PatientChangeDesk desk;
    private final Studies studies = new Studies();
    private final PatientChanges changes = new PatientChanges();

    PatientChangeResource(Database database, Access access, PatientFeature patients, PatientChangeDesk desk) {
        this.database = database;
        this.access = access;
        this.patients = patients;
        this.desk = desk;
    }

    void register(Routes routes) {
        routes.get(ROOT, Permission.STUDY_CONFIRM, this::list);
        routes.post(ROOT, Permission.STUDY_MATCH, this::request);
        routes.post(ROOT + "/{id}/confirm", Permission.STUDY_CONFIRM, this::confirm);
        routes.post(ROOT + "/{id}/refuse", Permission.STUDY_CONFIRM, this::refuse);
        routes.post(ROOT + "/{id}/withdraw", Permission.STUDY_CONFIRM, this::withdraw);
    }

    record ChangeRequest(List<StudyId> studyIds, PatientId patientId, PatientFeature.Draft patient, String reason) {}

    record NoteRequest(String reason) {}

    record StudyRef(StudyId id, String studyInstanceUid, String modality, Optional<String> description, Instant date) {}

    record OrganizationRef(OrganizationId id, String name) {}

    record View(
            UUID id,
            long version,
            String state,
            OrganizationRef organization,
            Optional<Object> from,
            Optional<Object> to,
            List<StudyRef> studies,
            String reason,
            PatientChange.Person requestedBy,
            Instant requestedAt,
            Optional<PatientChange.Person> decidedBy,
            Optional<Instant> decidedAt,
            Optional<String> note) {}

    private void list(Context context, Actor actor) {
        int limit = Page.limit(context);
        Optional<PatientChange.State> state = Optional.ofNullable(context.queryParam("state"))
                .map(text -> PatientChange.State.of(text)
                        .orElseThrow(() -> ApiException.invalid("state", "unknown", "requested, confirmed, …")));
        Optional<PatientChanges.After> after = Page.cursor(context, 2)
                .map(key -> new PatientChanges.After(instant(key.getFirst()), Uuids.parse(key.getLast())));
        Page<View> page = database.read(handle -> {
            Scope scope = access.scope(handle, actor, Permission.STUDY_CONFIRM);
            return Page.of(
                            changes.list(handle, scope, state, after, limit + 1),
                            limit,
                            change -> List.of(
                                    change.requestedAt().toString(), change.id().toString()))
                    .map(change -> view(handle, change));
        });
        context.json(page);
    }

    private void request(Context context, Actor actor) {
        ChangeRequest body = context.bodyAsClass(ChangeRequest.class);
        int count = body.studyIds() == null ? 0 : body.studyIds().size();
        new Validation()
                .errorIf(count < 1 || count > MOST_STUDIES, "studyIds", "length", "1–" + MOST_STUDIES)
                .errorIf(
                        (body.patientId() == null) == (body.patient() == null),
                        "patientId",
                        "exactly-one",
                        "patientId | patient")
                .text("reason", body.reason(), 1, 2000)
                .orThrow();
        PatientChange made = desk.request(
                person(actor),
                new PatientChangeDesk.Wish(
                        body.studyIds(),
                        body.patientId(),
                        body.patient(),
                        body.reason().strip()));
        answer(context.status(201), made);
    }

    private void confirm(Context context, Actor actor) {
        answer(context, desk.confirm(person(actor), Uuids.parse(context.pathParam("id"))));
    }

    private void refuse(Context context, Actor actor) {
        String note = context.bodyAsClass(NoteRequest.class).reason();
        new Validation().text("reason", note, 1, 2000).orThrow();
        answer(context, desk.refuse(person(actor), Uuids.parse(context.pathParam("id")), note.strip()));
    }

    private void withdraw(Context context, Actor actor) {
        answer(context, desk.withdraw(person(actor), Uuids.parse(context.pathParam("id"))));
    }

    private void answer(Context context, PatientChange change) {
        View view = database.read(handle -> view(handle, change));
        context.header("ETag", "\"" + change.version() + "\"").json(view);
    }

    private View view(Handle handle, PatientChange change) {
        List<StudyOverview> found = change.studies().stream()
                .flatMap(id -> studies.find(handle, id).stream())
                .toList();
        Optional<Patient> from = patients.find(handle, change.from());
        return new View(
                change.id(),
                change.version(),
                change.state().identifier(),
                new OrganizationRef(
                        change.organization(),
                        from.map(Patient::organizationName).orElse("")),
                from.map(PatientFeature::shown),
                patients.find(handle, change.to()).map(PatientFeature::shown),
                found.stream()
                        .map(study -> new StudyRef(
                                study.id(),
                                study.studyInstanceUid(),
                                study.modality(),
                                study.description(),
                                study.studyAt()))
                        .toList(),
                change.reason(),
                change.requestedBy(),
                change.requestedAt(),
                change.decidedBy(),
                change.decidedAt(),
                change.note());
    }

    private static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw ApiException.invalid("cursor", "unknown", "cursor");
        }
    }
}
