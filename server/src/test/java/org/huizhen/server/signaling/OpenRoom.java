package org.huizhen.server.signaling;

import org.huizhen.server.TestConsortium;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.TestDatabase;

/** A room that everybody of the center is invited to, without the web server that would open it. */
public final class OpenRoom {
    private OpenRoom() {}

    /** Gives its id. */
    public static String at(TestDatabase test, TestConsortium people) {
        RoomId room = RoomId.next();
        test.database().run(transaction -> {
            transaction
                    .handle()
                    .createUpdate("""
                            insert into room (id, kind, state, plane, organization_id, opened_by, opened_by_name, opened_at)
                            values (:id, 'discussion', 'open', 'auto', :organization, :by, 'Dr reader', :now)
                            """)
                    .bind("id", room)
                    .bind("organization", people.center)
                    .bind("by", people.reader.userId())
                    .bind("now", transaction.now())
                    .execute();
            transaction
                    .handle()
                    .createUpdate("""
                            insert into room_invitation (id, room_id, subject_kind, subject_id, subject_name,
                              organization_id, role, invited_by, invited_at)
                            values (:id, :room, 'organization', :organization, 'center', :organization, 'expert', :by, :now)
                            """)
                    .bind("id", Uuids.next())
                    .bind("room", room)
                    .bind("organization", people.center)
                    .bind("by", people.reader.userId())
                    .bind("now", transaction.now())
                    .execute();
        });
        return room.toString();
    }
}
