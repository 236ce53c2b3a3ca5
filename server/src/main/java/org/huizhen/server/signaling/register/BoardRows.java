package org.huizhen.server.signaling.register;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.signaling.room.RoomBook;
import org.jdbi.v3.core.Handle;

/** What boards show, and the table {@code board_mark}: removed marks stay in it. */
final class BoardRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_UID = 64;

    private BoardRows() {}

    static RoomBook.Mark insert(Transaction transaction, RoomId room, Actor.Person by, ObjectNode mark) {
        UUID id = Uuids.next();
        String uid = mark.path("study").asText("");
        transaction
                .handle()
                .createUpdate("""
                        insert into board_mark (id, room_id, study_instance_uid, mark, user_id, user_name, at)
                        values (:id, :room, :uid, cast(:mark as jsonb), :user, :name, :now)
                        """)
                .bind("id", id)
                .bind("room", room)
                .bind("uid", uid.isEmpty() || uid.length() > LONGEST_UID ? null : uid)
                .bind("mark", mark.toString())
                .bind("user", by.userId())
                .bind("name", by.displayName())
                .bind("now", transaction.now())
                .execute();
        return new RoomBook.Mark(id.toString(), by.userId(), by.displayName(), transaction.now(), mark);
    }

    static void remove(Transaction transaction, RoomId room, Actor.Person by, UUID mark) {
        transaction
                .handle()
                .createUpdate("""
                        update board_mark set removed_at = :now, removed_by = :by
                        where id = :id and room_id = :room and removed_at is null
                        """)
                .bind("now", transaction.now())
                .bind("by", by.userId())
                .bind("id", mark)
                .bind("room", room)
                .execute();
    }

    static List<RoomBook.Mark> marks(Handle handle, RoomId room) {
        return handle.createQuery("""
                        select id, user_id, user_name, at, mark from board_mark
                        where room_id = :room and removed_at is null order by at, id
                        """)
                .bind("room", room)
                .map((row, context) -> new RoomBook.Mark(
                        row.getString("id"),
                        new UserId(row.getObject("user_id", UUID.class)),
                        row.getString("user_name"),
                        row.getTimestamp("at").toInstant(),
                        object(row.getString("mark"))))
                .list();
    }

    static void save(Transaction transaction, RoomId room, ObjectNode view) {
        transaction
                .handle()
                .createUpdate("update room set board = cast(:view as jsonb), board_saved_at = :now where id = :room")
                .bind("view", view.toString())
                .bind("now", transaction.now())
                .bind("room", room)
                .execute();
    }

    static Optional<ObjectNode> view(Handle handle, RoomId room) {
        return handle.createQuery("select board from room where id = :room and board is not null")
                .bind("room", room)
                .mapTo(String.class)
                .findOne()
                .map(BoardRows::object);
    }

    private static ObjectNode object(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database gives JSON", e);
        }
    }
}
