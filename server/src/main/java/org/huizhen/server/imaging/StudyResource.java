package org.huizhen.server.imaging;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.patient.Sex;
import org.jdbi.v3.core.Handle;

/** Studies for people: list, one, whose it is, whether it is complete. */
final class StudyResource {
    private static final Set<String> STATES = Set.of("arriving", "complete", "rejected");

    private final Database database;
    private final Access access;
    private final PatientFeature patients;
    private final StudyLooks looks;
    private final StudyDecisions decisions;
    private final Beside beside;
    private final Studies studies = new Studies();

    StudyResource(
            Database database,
            Access access,
            PatientFeature patients,
            StudyLooks looks,
            StudyDecisions decisions,
            Beside beside) {
        this.database = database;
        this.access = access;
        this.patients = patients;
        this.looks = looks;
        this.decisions = decisions;
        this.beside = beside;
    }

    void register(Routes routes) {
        routes.get("/api/v1/studies", Permission.STUDY_READ, this::list);
        routes.get("/api/v1/patients/{id}/studies", Permission.STUDY_READ, this::ofPatient);
        routes.get("/api/v1/studies/{id}", Permission.STUDY_READ, this::one);
        routes.get("/api/v1/studies/{id}/match-candidates", Permission.STUDY_MATCH, this::candidates);
        routes.post("/api/v1/studies/{id}/match", Permission.STUDY_MATCH, this::match);
        routes.post("/api/v1/studies/{id}/complete", Permission.STUDY_SEND, this::complete);
        routes.post("/api/v1/studies/{id}/restore", Permission.STUDY_SEND, this::restore);
    }

    record RestoreRequest(String reason) {}

    /** What other features know of studies. */
    record Beside(ReadingStates readings, OrderedStudies orders) {}

    record PatientRef(PatientId id, String name, Optional<String> sex, Optional<LocalDate> birthDate) {}

    record OrganizationRef(OrganizationId id, String name) {}

    record CompletenessBody(int received, int announced, Optional<Integer> expected, String certainty) {}

    record StudyBody(
            StudyId id,
            long version,
            String studyInstanceUid,
            Optional<PatientRef> patient,
            OrganizationRef organization,
            String modality,
            Optional<String> bodyPart,
            Optional<String> description,
            Optional<String> accessionNumber,
            Instant studyDate,
            int series,
            int instances,
            String state,
            boolean matched,
            Optional<String> unmatchedReason,
            CompletenessBody completeness,
            int conflicts,
            Instant receivedAt,
            Optional<ReadingRequestId> readingRequestId,
            Optional<String> readingStatus,
            Optional<ReportId> reportId,
            Optional<OrderedStudies.Order> order) {}

    record MatchRequest(PatientId patientId, PatientFeature.Draft patient, String reason) {}

    record SentPatient(
            Optional<String> localId, String name, String sex, Optional<LocalDate> birthDate, String issuer) {}

    record CandidateBody(Object patient, int score, List<String> agrees, List<String> differs) {}

    record CandidatesBody(SentPatient sent, List<CandidateBody> items) {}

    private void candidates(Context context, Actor actor) {
        StudyOverview study = looks.open(actor, StudyId.parse(context.pathParam("id")));
        CandidatesBody body = database.read(handle -> {
            access.require(handle, actor, Permission.STUDY_MATCH, study.subject());
            Studies.Sent sent = studies.sent(handle, study.id());
            return new CandidatesBody(
                    new SentPatient(
                            sent.shownId(),
                            sent.words().name(),
                            Sex.ofDicom(sent.words().sex()).identifier(),
                            sent.words().knownBirthDate(),
                            sent.issuer()),
                    patients.suggestions(handle, study.organizationId(), sent.words()).stream()
                            .map(found -> new CandidateBody(
                                    PatientFeature.shown(found.patient()),
                                    found.score(),
                                    found.agrees(),
                                    found.differs()))
                            .toList());
        });
        context.json(body);
    }

    private void list(Context context, Actor actor) {
        list(context, actor, query(context, "patientId"));
    }

    private void ofPatient(Context context, Actor actor) {
        list(context, actor, Optional.of(context.pathParam("id")));
    }

    private void list(Context context, Actor actor, Optional<String> patientId) {
        int limit = Page.limit(context);
        Optional<Studies.After> after = Page.cursor(context, 2)
                .map(key -> new Studies.After(instant("cursor", key.getFirst()), Uuids.parse(key.getLast())));
        Page<StudyBody> page = database.read(handle -> {
            Scope scope = access.scope(handle, actor, Permission.STUDY_READ);
            List<StudyOverview> rows =
                    studies.list(handle, scope, filter(handle, context, patientId), after, limit + 1);
            Page<StudyOverview> overviews = Page.of(
                    rows,
                    limit,
                    row -> List.of(row.receivedAt().toString(), row.id().toString()));
            List<StudyId> ids =
                    overviews.items().stream().map(StudyOverview::id).toList();
            Map<StudyId, ReadingStates.ReadingState> states = beside.readings().of(handle, ids);
            Map<StudyId, OrderedStudies.Order> orders = beside.orders().of(handle, ids);
            return overviews.map(row ->
                    body(row, Optional.ofNullable(states.get(row.id())), Optional.ofNullable(orders.get(row.id()))));
        });
        context.json(page);
    }

    private void one(Context context, Actor actor) {
        answer(context, looks.open(actor, StudyId.parse(context.pathParam("id"))));
    }

    private void match(Context context, Actor actor) {
        MatchRequest request = context.bodyAsClass(MatchRequest.class);
        if ((request.patientId() == null) == (request.patient() == null)) {
            throw ApiException.invalid("patientId", "exactly-one", "patientId | patient");
        }
        answer(context, decisions.match(context, actor, StudyId.parse(context.pathParam("id")), request));
    }

    private void complete(Context context, Actor actor) {
        answer(context, decisions.complete(actor, StudyId.parse(context.pathParam("id"))));
    }

    private void restore(Context context, Actor actor) {
        String reason = context.bodyAsClass(RestoreRequest.class).reason();
        answer(context, decisions.restore(actor, StudyId.parse(context.pathParam("id")), reason));
    }

    private void answer(Context context, StudyOverview study) {
        StudyBody body = database.read(handle -> body(
                study,
                Optional.ofNullable(
                        beside.readings().of(handle, List.of(study.id())).get(study.id())),
                Optional.ofNullable(
                        beside.orders().of(handle, List.of(study.id())).get(study.id()))));
        context.header("ETag", "\"" + study.version() + "\"");
        context.json(body);
    }

    private Studies.Filter filter(Handle handle, Context context, Optional<String> patientId) {
        Optional<String> state = query(context, "state");
        if (state.filter(value -> !STATES.contains(value)).isPresent()) {
            throw ApiException.invalid("state", "unknown", String.join(", ", STATES));
        }
        return new Studies.Filter(
                patientId.map(id -> uuid("patientId", id)).map(id -> patients.linked(handle, id)),
                query(context, "modality"),
                query(context, "organizationId").map(id -> new OrganizationId(uuid("organizationId", id))),
                state,
                query(context, "matched").map(Boolean::valueOf),
                query(context, "from").map(text -> instant("from", text)),
                query(context, "to").map(text -> instant("to", text)));
    }

    private static Optional<String> query(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isBlank());
    }

    private static UUID uuid(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(field, "uuid", "UUID");
        }
    }

    private static Instant instant(String field, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ApiException.invalid(field, "date-time", "RFC 3339");
        }
    }

    private static StudyBody body(
            StudyOverview study, Optional<ReadingStates.ReadingState> reading, Optional<OrderedStudies.Order> order) {
        return new StudyBody(
                study.id(),
                study.version(),
                study.studyInstanceUid(),
                study.patientId()
                        .map(id -> new PatientRef(
                                id, study.patientName().orElse(""), study.patientSex(), study.patientBirthDate())),
                new OrganizationRef(study.organizationId(), study.organizationName()),
                study.modality(),
                study.bodyPart(),
                study.description(),
                study.accessionNumber(),
                study.studyAt(),
                study.series(),
                study.instances(),
                study.state(),
                study.matched(),
                study.unmatchedReason(),
                new CompletenessBody(study.received(), study.announced(), study.expected(), study.certainty()),
                study.conflicts(),
                study.receivedAt(),
                reading.map(ReadingStates.ReadingState::requestId),
                reading.map(ReadingStates.ReadingState::status),
                reading.flatMap(ReadingStates.ReadingState::reportId),
                order);
    }
}
