package org.huizhen.server.signaling.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.signaling.room.RoomRole;
import org.jdbi.v3.core.Handle;

/** The table {@code room_invitation}. */
final class Invitations {
    private static final int MOST_PEOPLE = 500;

    /** Somebody who can be invited. @param kind person, department or organization */
    record Invitee(String kind, UUID id, String name, OrganizationId organization) {}

    record Invitation(Invitee invitee, RoomRole role, boolean barred) {}

    private Invitations() {}

    /** Whom an id names; empty for nobody, an account that is closed among them. */
    static Optional<Invitee> named(Handle handle, UUID id) {
        return handle.createQuery("""
                        select 'person' as kind, id, display_name as name, organization_id from app_user
                          where id = :id and active
                        union all
                        select 'department', id, name, organization_id from department where id = :id
                        union all
                        select 'organization', id, name, id from organization where id = :id
                        """)
                .bind("id", id)
                .map((row, context) -> new Invitee(
                        row.getString("kind"),
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        new OrganizationId(row.getObject("organization_id", UUID.class))))
                .findOne();
    }

    /** The person themselves, or the people of the department or organization whose accounts are open. */
    static Set<UserId> people(Handle handle, Invitee invitee) {
        return handle.createQuery("""
                        select id from app_user where active
                          and case :kind when 'person' then id when 'department' then department_id
                            else organization_id end = :id
                        limit :most
                        """)
                .bind("kind", invitee.kind())
                .bind("id", invitee.id())
                .bind("most", MOST_PEOPLE)
                .mapTo(UUID.class)
                .map(UserId::new)
                .collect(Collectors.toSet());
    }

    /** Invites, or changes the role of who is invited already; lifts a bar. */
    static void put(Transaction transaction, RoomId room, Invitee invitee, RoomRole role, UserId by) {
        transaction
                .handle()
                .createUpdate("""
                        insert into room_invitation (id, room_id, subject_kind, subject_id, subject_name, organization_id,
                          role, invited_by, invited_at)
                        values (:id, :room, :kind, :subject, :name, :organization, :role, :by, :now)
                        on conflict (room_id, subject_id) do update set role = excluded.role, barred = false
                        """)
                .bind("id", Uuids.next())
                .bind("room", room)
                .bind("kind", invitee.kind())
                .bind("subject", invitee.id())
                .bind("name", invitee.name())
                .bind("organization", invitee.organization())
                .bind("role", role.identifier())
                .bind("by", by)
                .bind("now", transaction.now())
                .execute();
    }

    /** Keeps a person out, whatever else invites them. */
    static void bar(Transaction transaction, RoomId room, Invitee person, UserId by) {
        put(transaction, room, person, RoomRole.OBSERVER, by);
        transaction
                .handle()
                .createUpdate("update room_invitation set barred = true where room_id = :room and subject_id = :person")
                .bind("room", room)
                .bind("person", person.id())
                .execute();
    }

    static List<Invitation> of(Handle handle, RoomId room) {
        return handle.createQuery("""
                        select subject_kind, subject_id, subject_name, organization_id, role, barred from room_invitation
                        where room_id = :room order by invited_at, id
                        """)
                .bind("room", room)
                .map((row, context) -> invitation(row))
                .list();
    }

    /** The invitations that reach a person: their own first, then the department's, then the organization's. */
    static List<Invitation> reaching(Handle handle, RoomId room, Actor.Person person) {
        return handle.createQuery("""
                        select i.subject_kind, i.subject_id, i.subject_name, i.organization_id, i.role, i.barred
                        from room_invitation i
                        where i.room_id = :room and i.subject_id in
                          (:person, :organization, (select u.department_id from app_user u where u.id = :person))
                        order by case i.subject_kind when 'person' then 0 when 'department' then 1 else 2 end
                        """)
                .bind("room", room)
                .bind("person", person.userId())
                .bind("organization", person.organizationId())
                .map((row, context) -> invitation(row))
                .list();
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        return new Invitation(
                new Invitee(
                        row.getString("subject_kind"),
                        row.getObject("subject_id", UUID.class),
                        row.getString("subject_name"),
                        new OrganizationId(row.getObject("organization_id", UUID.class))),
                RoomRole.of(row.getString("role")).orElseThrow(),
                row.getBoolean("barred"));
    }
}
