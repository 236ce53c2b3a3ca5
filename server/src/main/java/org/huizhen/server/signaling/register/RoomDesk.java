package org.huizhen.server.signaling.register;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.signaling.room.RoomRole;
import org.jdbi.v3.core.Handle;

/** Opens, closes and furnishes rooms: one transaction each, with its audit row and its event. */
final class RoomDesk {
    static final int MOST_INVITED = 200;
    /** An open room in which nobody was that long is closed. */
    static final Duration DESERTED = Duration.ofHours(24);

    /** Hears, after the commit, what those who are connected should know at once. */
    interface Bell {
        void invited(RoomId room, List<Invitations.Invitee> invitees);

        void closed(RoomId room, String reason);
    }

    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final RoomGrants grants;
    private final RoomAdmission admission;
    private final Bell bell;

    RoomDesk(Database database, Access access, AuditLog audit, RoomGrants grants, RoomAdmission admission, Bell bell) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.grants = grants;
        this.admission = admission;
        this.bell = bell;
    }

    RoomRecord open(
            Actor.Person person, RoomKind kind, String plane, Optional<RoomRecord.About> about, List<UUID> ids) {
        return database.write(transaction -> {
            RoomRecord room = new RoomRecord(
                    RoomId.next(),
                    1,
                    kind,
                    true,
                    plane,
                    false,
                    person.organizationId(),
                    person.userId(),
                    person.displayName(),
                    transaction.now(),
                    about,
                    Optional.empty(),
                    Optional.empty());
            RoomRows.insert(transaction.handle(), room);
            grants.open(transaction, room, person.userId(), person.organizationId(), RoomRole.HOST);
            record(transaction, room, person, "room.open", "room.opened");
            invite(transaction, room, person, ids, RoomRole.EXPERT);
            return room;
        });
    }

    RoomRecord invite(Actor.Person person, RoomId id, List<UUID> ids, RoomRole role) {
        return database.write(transaction -> {
            RoomRecord room = moderated(transaction, id, person);
            invite(transaction, room, person, ids, role);
            RoomRows.touch(transaction, id);
            return RoomRows.find(transaction.handle(), id).orElseThrow();
        });
    }

    Consents.Consent consent(Actor.Person person, RoomId id, Consents.Draft draft) {
        return database.write(transaction -> {
            RoomRecord room = moderated(transaction, id, person);
            draft.check(transaction.now());
            Consents.Consent consent = Consents.insert(transaction, id, draft, person);
            RoomRows.touch(transaction, id);
            record(transaction, room, person, "room.consent." + draft.kind(), "room.consented");
            return consent;
        });
    }

    RoomRecord close(Actor.Person person, RoomId id, String reason) {
        return database.write(transaction -> {
            RoomRecord room = moderated(transaction, id, person);
            close(transaction, room, person, reason);
            return RoomRows.find(transaction.handle(), id).orElseThrow();
        });
    }

    /** A job: closes rooms that were left open. Returns how many. */
    int closeDeserted() {
        return database.write(transaction -> {
            List<RoomId> deserted =
                    RoomRows.deserted(transaction.handle(), transaction.now().minus(DESERTED), 100);
            for (RoomId id : deserted) {
                RoomRows.lock(transaction, id)
                        .filter(RoomRecord::open)
                        .ifPresent(room -> close(transaction, room, new Actor.Server("rooms"), "deserted"));
            }
            return deserted.size();
        });
    }

    /** The room, for whoever takes part in it or oversees it. @throws ApiException {@code not-found} for others */
    RoomRecord seen(Handle handle, Actor.Person person, RoomId id) {
        return RoomRows.find(handle, id)
                .filter(room -> sees(handle, person, room))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
    }

    boolean sees(Handle handle, Actor.Person person, RoomRecord room) {
        return admission.expected(handle, room.id(), person).isPresent()
                || Attendance.wasThere(handle, room.id(), person.userId())
                || access.may(handle, person, Permission.ROOM_OVERSEE, Subject.of(room.organization()));
    }

    void close(Transaction transaction, RoomRecord room, Actor by, String reason) {
        RoomRows.close(transaction, room.id(), by.label(), reason);
        Attendance.endAll(transaction, room.id(), "closed");
        grants.end(transaction, room);
        record(transaction, room, by, "room.close", "room.closed");
        transaction.afterCommit(() -> bell.closed(room.id(), reason));
    }

    void record(Transaction transaction, RoomRecord room, Actor by, String action, String event) {
        audit(transaction, room, AuditEntry.success(by, action));
        transaction.publish(
                Event.of(event, "room", room.id(), room.version() + 1, room.organization(), transaction.now()));
    }

    void audit(Transaction transaction, RoomRecord room, AuditEntry entry) {
        audit.record(transaction, ofPatient(room, entry.about("room", room.id())));
    }

    /** The entry with the patient whom the room is about, if any. */
    static AuditEntry ofPatient(RoomRecord room, AuditEntry entry) {
        return room.about()
                .flatMap(RoomRecord.About::patient)
                .map(entry::ofPatient)
                .orElse(entry);
    }

    private void invite(Transaction transaction, RoomRecord room, Actor.Person by, List<UUID> ids, RoomRole role) {
        if (ids.isEmpty()) {
            return;
        }
        if (ids.size() > MOST_INVITED) {
            throw ApiException.invalid("invited", "too-many", "≤ " + MOST_INVITED);
        }
        List<Invitations.Invitee> invitees = new ArrayList<>();
        for (UUID id : ids) {
            Invitations.Invitee invitee = Invitations.named(transaction.handle(), id)
                    .orElseThrow(() -> ApiException.invalid("invited", "unknown", id.toString()));
            Invitations.put(transaction, room.id(), invitee, role, by.userId());
            grants.open(transaction, room, invitee, role);
            invitees.add(invitee);
            audit(
                    transaction,
                    room,
                    AuditEntry.success(by, "room.invite")
                            .with(invitee.kind(), id.toString())
                            .with("role", role.identifier()));
        }
        transaction.publish(Event.of(
                "room.invited", "room", room.id(), room.version() + 1, room.organization(), transaction.now()));
        transaction.afterCommit(() -> bell.invited(room.id(), invitees));
    }

    /** The locked row of an open room that the person moderates. */
    private RoomRecord moderated(Transaction transaction, RoomId id, Actor.Person person) {
        RoomRecord room = RoomRows.lock(transaction, id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        Optional<RoomRole> role = admission.expected(transaction.handle(), id, person);
        if (role.isEmpty()) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        if (!role.get().moderates()) {
            throw new ApiException(ErrorCode.NOT_ALLOWED);
        }
        if (!room.open()) {
            throw new ApiException(ErrorCode.WRONG_STATE, Map.of("state", room.state(), "allowed", List.of()));
        }
        return room;
    }

    /** Removes somebody for good: no invitation lets them in again, what the room opened to them is shut. */
    void bar(Transaction transaction, RoomId id, Actor.Person by, UserId person) {
        RoomRecord room = RoomRows.lock(transaction, id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        Invitations.named(transaction.handle(), person.value())
                .ifPresent(invitee -> Invitations.bar(transaction, id, invitee, by.userId()));
        grants.end(transaction, room, person);
        audit(transaction, room, AuditEntry.success(by, "room.kick").with("person", person.toString()));
    }
}
