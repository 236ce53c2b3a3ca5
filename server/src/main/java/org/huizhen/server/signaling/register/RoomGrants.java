package org.huizhen.server.signaling.register;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Grants;
import org.huizhen.server.core.Id;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.signaling.room.RoomRole;

/** Lets those who are invited from outside see what the room is about, until it closes. */
final class RoomGrants {
    /** Nobody keeps access by a room that was forgotten. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Grants grants;

    RoomGrants(Grants grants) {
        this.grants = grants;
    }

    /** The people of departments and organizations get theirs one by one, as they come in. */
    void open(Transaction transaction, RoomRecord room, Invitations.Invitee invitee, RoomRole role) {
        if (invitee.kind().equals("person")) {
            open(transaction, room, new UserId(invitee.id()), invitee.organization(), role);
        }
    }

    /**
     * Nothing where the room is about nobody, where somebody of the subject's own organization is asked in, and for those
     * who do not advise: interpreters and viewers see what is said, not the record.
     */
    void open(Transaction transaction, RoomRecord room, UserId subject, OrganizationId organization, RoomRole role) {
        if (role == RoomRole.INTERPRETER || role == RoomRole.VIEWER) {
            return;
        }
        Optional<RoomRecord.About> about =
                room.about().filter(found -> !found.organization().equals(organization));
        Optional<Id> object =
                about.flatMap(found -> found.study().<Id>map(study -> study).or(() -> found.patient()));
        if (object.isEmpty() || has(transaction, room, subject)) {
            return;
        }
        UUID grant = grants.grant(
                transaction,
                subject,
                object.get(),
                "invited to a room",
                "room",
                Optional.of(transaction.now().plus(LONGEST)));
        transaction
                .handle()
                .createUpdate("insert into room_grant (room_id, subject_id, grant_id) values (:room, :subject, :grant)")
                .bind("room", room.id())
                .bind("subject", subject)
                .bind("grant", grant)
                .execute();
    }

    void end(Transaction transaction, RoomRecord room) {
        transaction
                .handle()
                .createQuery("select grant_id from room_grant where room_id = :room")
                .bind("room", room.id())
                .mapTo(UUID.class)
                .list()
                .forEach(grant -> grants.revoke(transaction, grant));
    }

    /** What one person has by this room; used when they are removed. */
    void end(Transaction transaction, RoomRecord room, UserId person) {
        transaction
                .handle()
                .createQuery("delete from room_grant where room_id = :room and subject_id = :person returning grant_id")
                .bind("room", room.id())
                .bind("person", person)
                .mapTo(UUID.class)
                .list()
                .forEach(grant -> grants.revoke(transaction, grant));
    }

    private static boolean has(Transaction transaction, RoomRecord room, UserId subject) {
        return transaction
                .handle()
                .createQuery("select exists (select 1 from room_grant where room_id = :room and subject_id = :subject)")
                .bind("room", room.id())
                .bind("subject", subject)
                .mapTo(Boolean.class)
                .one();
    }
}
