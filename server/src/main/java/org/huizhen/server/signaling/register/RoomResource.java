package org.huizhen.server.signaling.register;

import static org.huizhen.server.access.Permission.ROOM_JOIN;
import static org.huizhen.server.access.Permission.ROOM_OPEN;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.signaling.room.RoomRole;
import org.jdbi.v3.core.Handle;

/** {@code /api/v1/rooms}. */
final class RoomResource {
    private static final String ROOT = "/api/v1/rooms";
    private static final String ONE = ROOT + "/{id}";
    private static final String CALLEES = "/api/v1/callees";
    private static final int LONGEST_NAME = 100;
    private static final Set<String> PLANES = Set.of("auto", "mesh", "kurento");
    private static final Set<String> STATES = Set.of("open", "closed");
    private static final int LONGEST_REASON = 2_000;

    private record SubjectBody(UUID patientId, ReadingRequestId readingRequestId) {}

    private record Opening(
            @JsonProperty(required = true) RoomKind kind, SubjectBody subject, List<UUID> invited, String plane) {}

    private record Inviting(@JsonProperty(required = true) List<UUID> invited, String role) {}

    private record Closing(String reason) {}

    private record Reachable(List<Callees.Callee> items) {}

    private final Database database;
    private final Clock clock;
    private final RoomDesk desk;
    private final RoomSubjects subjects;
    private final RoomAdmission admission;
    private final String publicUrl;

    RoomResource(
            Database database,
            Clock clock,
            RoomDesk desk,
            RoomSubjects subjects,
            RoomAdmission admission,
            String publicUrl) {
        this.database = database;
        this.clock = clock;
        this.desk = desk;
        this.subjects = subjects;
        this.admission = admission;
        this.publicUrl = publicUrl;
    }

    void register(Routes routes) {
        routes.get(ROOT, ROOM_JOIN, this::list);
        routes.post(ROOT, ROOM_OPEN, this::open);
        routes.get(ONE, ROOM_JOIN, (context, actor) -> answer(context, person(actor), id(context)));
        routes.post(ONE + "/invite", ROOM_JOIN, this::invite);
        routes.post(ONE + "/consent", ROOM_JOIN, this::consent);
        routes.post(ONE + "/close", ROOM_JOIN, this::close);
        routes.get(ONE + "/attendance", ROOM_JOIN, this::attendance);
        routes.get(CALLEES, ROOM_OPEN, this::callees);
    }

    private void callees(Context context, Actor actor) {
        String part = Optional.ofNullable(context.queryParam("q")).orElse("").strip();
        if (part.length() > LONGEST_NAME) {
            throw ApiException.invalid("q", "too-long", "≤ " + LONGEST_NAME);
        }
        int limit = Page.limit(context);
        UUID asking = person(actor).userId().value();
        context.json(new Reachable(database.read(handle -> Callees.matching(handle, part, asking, limit))));
    }

    private void list(Context context, Actor actor) {
        Actor.Person person = person(actor);
        int limit = Page.limit(context);
        Optional<String> state = Optional.ofNullable(context.queryParam("state"));
        if (state.filter(text -> !STATES.contains(text)).isPresent()) {
            throw ApiException.invalid("state", "unknown", String.join(" | ", STATES));
        }
        Optional<RoomRows.After> after = Page.cursor(context, 2)
                .map(key -> new RoomRows.After(instant(key.getFirst()), Uuids.parse(key.getLast())));
        context.json(database.read(handle -> Page.of(
                        RoomRows.mine(handle, person, state, after, limit + 1),
                        limit,
                        room -> List.of(room.openedAt().toString(), room.id().toString()))
                .map(room -> view(handle, person, room, false))));
    }

    private void open(Context context, Actor actor) {
        Actor.Person person = person(actor);
        Opening body = context.bodyAsClass(Opening.class);
        if (body.kind() == null) {
            throw ApiException.invalid("kind", "required", "kind");
        }
        String plane = body.plane() == null ? "auto" : body.plane();
        if (!PLANES.contains(plane)) {
            throw ApiException.invalid("plane", "unknown", "auto | mesh | kurento");
        }
        Optional<RoomRecord.About> about = Optional.ofNullable(body.subject())
                .map(subject -> database.read(handle -> about(handle, person, subject)));
        RoomRecord room = desk.open(
                person, body.kind(), plane, about, body.invited() == null ? List.of() : List.copyOf(body.invited()));
        context.status(201).header("Location", ROOT + "/" + room.id());
        answer(context, person, room.id());
    }

    private RoomRecord.About about(Handle handle, Actor.Person person, SubjectBody subject) {
        if ((subject.patientId() == null) == (subject.readingRequestId() == null)) {
            throw ApiException.invalid("subject", "exactly-one", "patientId | readingRequestId");
        }
        return subject.patientId() != null
                ? subjects.ofPatient(handle, person, subject.patientId())
                : subjects.ofRequest(handle, person, subject.readingRequestId());
    }

    private void invite(Context context, Actor actor) {
        Inviting body = context.bodyAsClass(Inviting.class);
        if (body.invited() == null || body.invited().isEmpty()) {
            throw ApiException.invalid("invited", "required", "invited");
        }
        RoomRole role = RoomRole.of(body.role() == null ? "expert" : body.role())
                .filter(wanted -> wanted != RoomRole.HOST)
                .orElseThrow(() -> ApiException.invalid(
                        "role", "unknown", "invitingDoctor | expert | observer | interpreter | viewer"));
        Actor.Person person = person(actor);
        desk.invite(person, id(context), List.copyOf(body.invited()), role);
        answer(context, person, id(context));
    }

    private void consent(Context context, Actor actor) {
        Consents.Draft draft = context.bodyAsClass(Consents.Draft.class);
        context.status(201).json(RoomView.ConsentView.of(desk.consent(person(actor), id(context), draft)));
    }

    private void close(Context context, Actor actor) {
        String reason = context.body().isEmpty()
                ? null
                : context.bodyAsClass(Closing.class).reason();
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw ApiException.invalid("reason", "too-long", "≤ " + LONGEST_REASON);
        }
        Actor.Person person = person(actor);
        desk.close(person, id(context), reason == null || reason.isBlank() ? "ended" : reason.strip());
        answer(context, person, id(context));
    }

    private void attendance(Context context, Actor actor) {
        context.json(database.read(handle -> {
            RoomRecord room = desk.seen(handle, person(actor), id(context));
            return RoomView.attendance(Attendance.of(handle, room.id()), clock.instant());
        }));
    }

    private void answer(Context context, Actor.Person person, RoomId id) {
        RoomView view = database.read(handle -> view(handle, person, desk.seen(handle, person, id), true));
        context.header("ETag", "\"" + view.version() + "\"").json(view);
    }

    private RoomView view(Handle handle, Actor.Person person, RoomRecord room, boolean whole) {
        return new RoomView(
                room.id(),
                room.version(),
                publicUrl + "/rooms/" + room.id(),
                room.kind(),
                room.state(),
                room.plane(),
                room.locked(),
                new RoomView.Person(room.openedBy().value(), room.openedByName()),
                room.openedAt(),
                room.about()
                        .map(about -> new RoomView.Subject(
                                about.patient(), about.readingRequest(), about.study(), about.studyInstanceUid())),
                room.open() && admission.obstacle(handle, room.id()).isPresent(),
                admission.expected(handle, room.id(), person),
                room.closedAt(),
                room.closeReason(),
                whole
                        ? Optional.of(Invitations.of(handle, room.id()).stream()
                                .map(invitation -> new RoomView.Invited(
                                        invitation.invitee().kind(),
                                        invitation.invitee().id(),
                                        invitation.invitee().name(),
                                        invitation.role(),
                                        invitation.barred()))
                                .toList())
                        : Optional.empty(),
                whole
                        ? Optional.of(Consents.of(handle, room.id()).stream()
                                .map(RoomView.ConsentView::of)
                                .toList())
                        : Optional.empty());
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ApiException.invalid("cursor", "unknown", "cursor");
        }
    }

    private static RoomId id(Context context) {
        return RoomId.parse(context.pathParam("id"));
    }

    private static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }
}
