package org.huizhen.server.signaling.register;

import java.util.List;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.signaling.room.RoomBook;
import org.jdbi.v3.core.Handle;

/** The table {@code chat_message}. */
final class ChatMessages {
    private static final int TAIL = 100;

    private ChatMessages() {}

    static RoomBook.Line insert(Transaction transaction, RoomId room, Actor.Person by, String text) {
        UUID id = Uuids.next();
        transaction
                .handle()
                .createUpdate("""
                        insert into chat_message (id, room_id, user_id, user_name, at, text)
                        values (:id, :room, :user, :name, :now, :text)
                        """)
                .bind("id", id)
                .bind("room", room)
                .bind("user", by.userId())
                .bind("name", by.displayName())
                .bind("now", transaction.now())
                .bind("text", text)
                .execute();
        return new RoomBook.Line(id.toString(), by.userId(), by.displayName(), transaction.now(), text);
    }

    /** The last lines, the oldest of them first. */
    static List<RoomBook.Line> tail(Handle handle, RoomId room) {
        return handle.createQuery("""
                        select * from (
                          select id, user_id, user_name, at, text from chat_message where room_id = :room
                          order by at desc, id desc limit :most) newest
                        order by at, id
                        """)
                .bind("room", room)
                .bind("most", TAIL)
                .map((row, context) -> new RoomBook.Line(
                        row.getString("id"),
                        new UserId(row.getObject("user_id", UUID.class)),
                        row.getString("user_name"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("text")))
                .list();
    }
}
