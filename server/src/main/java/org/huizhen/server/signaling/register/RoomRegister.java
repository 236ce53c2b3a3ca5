package org.huizhen.server.signaling.register;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
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

/** The register of rooms: its routes, the life of this node as far as rooms are concerned, and what is kept of a room. */
public final class RoomRegister {

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
    private final PatientFeature patients;
    private final RoomDesk desk;
    private final RoomResource resource;
    private final Membership members;
    private final RoomLeases leases;
    private final LiveBook book;

    public RoomRegister(Ground ground, RequestStudies requests, Place place, Listener listener) {
        this.database = ground.database();
        this.audit = ground.audit();
        this.patients = ground.patients();
        RoomGrants grants = new RoomGrants(ground.grants());
        RoomAdmission admission = new InvitationAdmission();
        this.members = place.members();
        this.leases = new RoomLeases(members);
        this.desk = new RoomDesk(database, ground.access(), ground.audit(), grants, admission, bell(listener));
        this.cases = new RoomCases(ground.access(), patients, desk);
        this.book = new LiveBook(database, leases, desk, grants, admission, node());
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

    /** What live rooms read and write. */
    public RoomBook book() {
        return book;
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
        book.standing(transaction, id);
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
        audit.look(transaction, RoomDesk.ofPatient(room, entry.with("room", id.toString())));
    }
}
