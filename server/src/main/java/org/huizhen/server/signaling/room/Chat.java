package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;

/** What was written beside the picture; kept before anybody sees it. Confined to the room's thread. */
final class Chat {
    private final Room room;
    private final RoomBook book;
    private final int longest;
    private final ArrayDeque<RoomBook.Line> tail;

    Chat(Room room, RoomBook book, int longest) {
        this.room = room;
        this.book = book;
        this.longest = longest;
        this.tail = new ArrayDeque<>(room.opening().chat());
    }

    void say(Participant speaker, String text, ObjectNode answer) {
        Room.require(speaker, Right.CHAT);
        RoomBook.Line line = book.said(room.id(), speaker.person, text);
        tail.addLast(line);
        if (tail.size() > longest) {
            tail.removeFirst();
        }
        answer.put("message", line.id());
        room.tell(put(room.event("chat.message").put("from", speaker.id), line));
    }

    void tail(ArrayNode array) {
        tail.forEach(line -> put(array.addObject(), line));
    }

    private static ObjectNode put(ObjectNode node, RoomBook.Line line) {
        return node.put("message", line.id())
                .put("userId", line.user().toString())
                .put("name", line.name())
                .put("at", line.at().toString())
                .put("text", line.text());
    }
}
