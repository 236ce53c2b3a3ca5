package org.huizhen.server.signaling.register;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.room.LeaseLost;
import org.huizhen.server.signaling.room.RoomBook;
import org.huizhen.server.signaling.room.RoomRole;
import org.jdbi.v3.core.Handle;

/** What live rooms read from the register and write into it; every change asks first whether the room still lives here. */
final class LiveBook implements RoomBook {
    private final Database database;
    private final RoomLeases leases;
    private final RoomDesk desk;
    private final RoomGrants grants;
    private final RoomAdmission admission;
    private final String node;

    LiveBook(
            Database database,
            RoomLeases leases,
            RoomDesk desk,
            RoomGrants grants,
            RoomAdmission admission,
            String node) {
        this.database = database;
        this.leases = leases;
        this.desk = desk;
        this.grants = grants;
        this.admission = admission;
        this.node = node;
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
                    room.about().map(LiveBook::subject),
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
            return Attendance.begin(transaction, id, person, role, node);
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

    /** The locked row of an open room that lives here. */
    RoomRecord standing(Transaction transaction, RoomId id) {
        RoomRecord room =
                RoomRows.lock(transaction, id, fence -> leases.holds(id, fence)).orElseThrow(LeaseLost::new);
        if (!room.open()) {
            throw new SignalException(SignalError.NO_SUCH_ROOM, "room: it is over");
        }
        return room;
    }
}
