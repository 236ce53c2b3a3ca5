package org.huizhen.server.signaling.register;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.access.Permission;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.cluster.Membership;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Routes;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.room.LeaseLost;
import org.huizhen.server.signaling.room.RoomBook;
import org.huizhen.server.signaling.room.RoomRole;
import org.jdbi.v3.core.Handle;

/** The register of rooms: routes, and what live rooms read from it and write into it. */
public final class RoomRegister implements RoomBook {

    /** What the register stands on. */
    public record Ground(
            Database database, Access access, Grants grants, AuditLog audit, Clock clock, PatientFeature patients) {}

    /**
     * Where this server stands.
     *
     * @param members who lives, this node included
     * @param publicUrl of the web client, without trailing slash
     */
    public record Place(Membership members, String publicUrl) {}

    /** Hears, after the commit, what those who are connected should know at once. */
    public interface Listener {
        void invited(RoomId room, Set<UserId> people);

        void closed(RoomId room, String reason);
    }

    private final Database database;
    private final AuditLog audit;
    private final RoomCases cases;
    private final RoomGrants grants;
    private final PatientFeature patients;
    private final RoomAdmission admission = new InvitationAdmission();
    private final RoomDesk desk;
    private final RoomResource resource;
    private final Membership members;
    private final RoomLeases leases;

    public RoomRegister(Ground ground, RequestStudies requests, Place place, Listener listener) {
        this.database = ground.database();
        this.audit = ground.audit();
        this.patients = ground.patients();
        this.grants = new RoomGrants(ground.grants());
        this.members = place.members();
        this.leases = new RoomLeases(members);
        this.desk = new RoomDesk(database, ground.access(), ground.audit(), grants, admission, bell(listener));
        this.cases = new RoomCases(ground.access(), patients, desk);
        this.resource = new RoomResource(
                database,
                ground.clock(),
                desk,
                new RoomSubjects(ground.access(), patients, requests),
                admission,
                place.publicUrl());
    }

    private static RoomDesk.Bell bell(Listener listener) {
        return new RoomDesk.Bell() {
            @Override
            public void invited(RoomId room, List<Invitations.Invitee> invitees) {
                listener.invited(
                        room,
                        invitees.stream()
                                .filter(invitee -> invitee.kind().equals("person"))
                                .map(invitee -> new UserId(invitee.id()))
                                .collect(Collectors.toSet()));
            }

            @Override
            public void closed(RoomId room, String reason) {
                listener.closed(room, reason);
            }
        };
    }

    public void routes(Routes routes) {
        resource.register(routes);
    }

    /** Before anybody enters: what a former life of this node left open ended with it. Returns how many stays. */
    public int begin() {
        return database.write(transaction -> {
            int crashed = Attendance.crashed(transaction, node());
            leases.releaseAll(transaction);
            members.begin(transaction);
            return crashed;
        });
    }

    /** Every few seconds: this node lives. Gives the rooms that do not live here any more, whatever this node thought. */
    public List<RoomId> beat() {
        database.run(members::beat);
        return members.trusted() ? database.read(leases::lost) : leases.held();
    }

    /** Rooms that live here, as far as this node knows without asking the database. */
    public List<RoomId> held() {
        return leases.held();
    }

    /** The node goes in an orderly way: everybody's stay ends now, others may take its rooms at once. */
    public void end() {
        database.run(transaction -> {
            Attendance.endNode(transaction, node());
            leases.releaseAll(transaction);
            members.end(transaction);
        });
    }

    private String node() {
        return members.self().name();
    }

    /** A job: stays in rooms of nodes that do not come back end. Returns how many. */
    public int buryDead() {
        return database.write(RoomLeases::bury);
    }

    /** A job: closes rooms that were left open and empty for a day. Returns how many. */
    public int closeDeserted() {
        return desk.closeDeserted();
    }

    @Override
    public Optional<Opening> open(RoomId id) {
        return database.write(transaction -> {
            Handle handle = transaction.handle();
            Optional<RoomRecord> found = RoomRows.find(handle, id).filter(RoomRecord::open);
            if (found.isPresent()) {
                leases.claim(transaction, id);
            }
            return found.map(room -> new Opening(
                    id,
                    room.kind().identifier(),
                    room.plane(),
                    room.locked(),
                    room.about().map(RoomRegister::subject),
                    BoardRows.view(handle, id),
                    BoardRows.marks(handle, id),
                    ChatMessages.tail(handle, id)));
        });
    }

    @Override
    public void released(RoomId room) {
        database.run(transaction -> leases.release(transaction, room));
    }

    @Override
    public void forgotten(RoomId room) {
        leases.forget(room);
    }

    private static ObjectNode subject(RoomRecord.About about) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        about.patient().ifPresent(patient -> node.put("patientId", patient.toString()));
        about.readingRequest().ifPresent(request -> node.put("readingRequestId", request.toString()));
        about.study().ifPresent(study -> node.put("studyId", study.toString()));
        about.studyInstanceUid().ifPresent(uid -> node.put("studyInstanceUid", uid));
        return node;
    }

    @Override
    public Entrance entrance(RoomId room, Actor.Person person) {
        if (!Access.permissions(person.roles()).containsKey(Permission.ROOM_JOIN)) {
            throw new SignalException(SignalError.NOT_ALLOWED, "asks for the permission room.join");
        }
        return database.read(handle -> {
            RoomAdmission.Judgement judgement = admission.judge(handle, room, person);
            if (judgement.barred()) {
                return new Entrance.Barred();
            }
            Optional<RoomRole> role = judgement.role();
            if (role.isPresent() && judgement.obstacle().isPresent()) {
                return new Entrance.Obstacle(judgement.obstacle().get());
            }
            return role.<Entrance>map(Entrance.Expected::new).orElseGet(Entrance.Stranger::new);
        });
    }

    @Override
    public UUID joined(RoomId id, Actor.Person person, RoomRole role) {
        return database.write(transaction -> {
            RoomRecord room = standing(transaction, id);
            // Whoever comes in by the invitation of a department or an organization gets their access now.
            grants.open(transaction, room, person.userId(), person.organizationId(), role);
            desk.audit(
                    transaction, room, AuditEntry.success(person, "room.join").with("role", role.identifier()));
            return Attendance.begin(transaction, id, person, role, node());
        });
    }

    @Override
    public void left(UUID stay, String reason, Instant at) {
        database.run(transaction -> Attendance.end(transaction, stay, reason, at));
    }

    @Override
    public void admitted(RoomId id, Actor.Person by, Actor.Person guest, RoomRole role) {
        database.run(transaction -> {
            RoomRecord room = standing(transaction, id);
            Invitations.Invitee invitee = new Invitations.Invitee(
                    "person", guest.userId().value(), guest.displayName(), guest.organizationId());
            Invitations.put(transaction, id, invitee, role, by.userId());
            grants.open(transaction, room, invitee, role);
            desk.audit(
                    transaction,
                    room,
                    AuditEntry.success(by, "room.admit")
                            .with("person", guest.userId().toString())
                            .with("role", role.identifier()));
        });
    }

    @Override
    public void removed(RoomId room, Actor.Person by, UserId person) {
        database.run(transaction -> {
            leases.require(transaction, room);
            desk.bar(transaction, room, by, person);
        });
    }

    @Override
    public void locked(RoomId id, Actor.Person by, boolean locked) {
        database.run(transaction -> {
            RoomRecord room = standing(transaction, id);
            RoomRows.setLocked(transaction, id, locked);
            desk.audit(transaction, room, AuditEntry.success(by, locked ? "room.lock" : "room.unlock"));
        });
    }

    @Override
    public void closed(RoomId id, Actor.Person by, String reason) {
        database.run(transaction -> desk.close(transaction, standing(transaction, id), by, reason));
    }

    @Override
    public Line said(RoomId room, Actor.Person by, String text) {
        return database.write(transaction -> {
            leases.require(transaction, room);
            return ChatMessages.insert(transaction, room, by, text);
        });
    }

    @Override
    public Mark marked(RoomId room, Actor.Person by, ObjectNode mark) {
        return database.write(transaction -> {
            leases.require(transaction, room);
            return BoardRows.insert(transaction, room, by, mark);
        });
    }

    @Override
    public void unmarked(RoomId room, Actor.Person by, String mark) {
        database.run(transaction -> {
            leases.require(transaction, room);
            BoardRows.remove(transaction, room, by, UUID.fromString(mark));
        });
    }

    @Override
    public void boardSeen(RoomId room, ObjectNode view) {
        database.run(transaction -> {
            leases.require(transaction, room);
            BoardRows.save(transaction, room, view);
        });
    }

    /** Whom a call rings, by an id of a person or a department: names and people. */
    public record Callee(String kind, String name, Set<UserId> people) {}

    /**
     * Invites whom a call rings, so that whoever accepts may come in.
     *
     * @throws SignalException {@code not-allowed}, {@code no-such-room}, {@code invalid-request}
     */
    public Callee ring(RoomId room, Actor.Person caller, UUID callee) {
        try {
            desk.invite(caller, room, List.of(callee), RoomRole.EXPERT);
        } catch (ApiException e) {
            throw switch (e.code()) {
                case NOT_FOUND, WRONG_STATE ->
                    new SignalException(SignalError.NO_SUCH_ROOM, "room: there is none, or it is over");
                case NOT_ALLOWED -> new SignalException(SignalError.NOT_ALLOWED, "only moderators invite");
                default -> new SignalException(SignalError.INVALID_REQUEST, "callee: nobody of that id");
            };
        }
        return database.read(handle -> {
            Invitations.Invitee invitee = Invitations.named(handle, callee).orElseThrow();
            Set<UserId> people = Invitations.people(handle, invitee);
            return new Callee(invitee.kind(), invitee.name(), people);
        });
    }

    /**
     * That somebody may see what is kept of a room: whoever may see its case, and what is about nobody, whoever belonged to
     * it or oversees it.
     *
     * @throws ApiException {@code not-found}
     */
    public void requireCase(Handle handle, Actor.Person person, RoomId id) {
        if (!maySee(handle, person, id)) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
    }

    /** Whether {@link #requireCase} lets them pass. */
    public boolean maySee(Handle handle, Actor.Person person, RoomId id) {
        return cases.maySee(handle, person, id);
    }

    /** The local patients behind an id that is that of a local or of a master patient. */
    public List<PatientId> patients(Handle handle, UUID localOrMaster) {
        return patients.linked(handle, localOrMaster);
    }

    /**
     * That the room is open and lives on this node.
     *
     * @throws LeaseLost unless it lives here
     * @throws SignalException {@code no-such-room} when it is over
     */
    public void requireLive(Transaction transaction, RoomId id) {
        standing(transaction, id);
    }

    /**
     * Locks the room's row, which may be closed. Gives the fence under which it lives on this node.
     *
     * @throws LeaseLost unless it does
     */
    public long requireHeld(Transaction transaction, RoomId id) {
        return leases.require(transaction, id);
    }

    /**
     * For what comes after the room was given back.
     *
     * @throws LeaseLost when anybody has taken the room since it lived under that fence
     */
    public void requireFence(Transaction transaction, RoomId id, long fence) {
        RoomLeases.requireFence(transaction, id, fence);
    }

    /** As about the room and the patient whom its case is about now. */
    public void audit(Transaction transaction, RoomId id, AuditEntry entry) {
        desk.audit(transaction, cases.current(transaction.handle(), id), entry);
    }

    /** A look at something that is kept of the room, and at its patient: once per session. */
    public void look(Transaction transaction, RoomId id, AuditEntry entry) {
        RoomRecord room = cases.current(transaction.handle(), id);
        AuditEntry whole = entry.with("room", id.toString());
        audit.look(
                transaction,
                room.about()
                        .flatMap(RoomRecord.About::patient)
                        .map(whole::ofPatient)
                        .orElse(whole));
    }

    /** The locked row of an open room that lives here. */
    private RoomRecord standing(Transaction transaction, RoomId id) {
        RoomRecord room =
                RoomRows.lock(transaction, id, fence -> leases.holds(id, fence)).orElseThrow(LeaseLost::new);
        if (!room.open()) {
            throw new SignalException(SignalError.NO_SUCH_ROOM, "room: it is over");
        }
        return room;
    }
}
