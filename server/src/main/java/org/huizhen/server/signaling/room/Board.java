package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.signaling.message.BoardMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;

/** The shared view: one presenter leads, the others follow; marks stay with the case. Confined to the room's thread. */
final class Board {
    private final Room room;
    private final RoomBook book;
    private final int marksCharacters;
    private final Map<String, RoomBook.Mark> marks = new LinkedHashMap<>();
    private ObjectNode view;
    private long revision;
    private Participant presenter;
    private boolean unsaved;

    Board(Room room, RoomBook book, int marksCharacters) {
        this.room = room;
        this.book = book;
        this.marksCharacters = marksCharacters;
        this.view = room.opening().view().orElse(null);
        room.opening().marks().forEach(mark -> marks.put(mark.id(), mark));
    }

    void handle(Participant speaker, Seat seat, BoardMessage message, ObjectNode answer) {
        switch (message) {
            case BoardMessage.View shown -> show(speaker, seat, shown.view());
            case BoardMessage.Pointer pointer -> {
                Room.require(speaker, Right.POINT);
                ObjectNode event = room.event("board.pointer").put("from", speaker.id);
                event.set("at", pointer.at());
                room.latest("board.pointer:" + room.id() + ":" + speaker.id, event, seat);
            }
            case BoardMessage.AddMark add -> add(speaker, add.mark(), answer);
            case BoardMessage.RemoveMark remove -> remove(speaker, remove.mark());
            case BoardMessage.RequestPresenter ignored -> request(speaker, answer);
            case BoardMessage.GrantPresenter grant -> {
                if (speaker != presenter) {
                    Room.require(speaker, Right.MODERATE);
                }
                lead(grant.target().map(room::target).orElse(null));
            }
            case BoardMessage.Follow follow -> {
                speaker.following = follow.follow();
                room.updated(speaker);
            }
        }
    }

    private void show(Participant speaker, Seat seat, ObjectNode shown) {
        if (presenter == null && speaker.may(Right.PRESENT)) {
            lead(speaker);
        }
        if (speaker != presenter) {
            throw new SignalException(SignalError.NOT_ALLOWED, "board.view: somebody else presents");
        }
        view = shown;
        revision++;
        unsaved = true;
        ObjectNode event = room.event("board.view").put("from", speaker.id).put("rev", revision);
        event.set("view", shown);
        room.latest("board.view:" + room.id(), event, seat);
    }

    private void add(Participant speaker, ObjectNode mark, ObjectNode answer) {
        Room.require(speaker, Right.MARK);
        int used = marks.values().stream()
                .mapToInt(known -> known.mark().toString().length())
                .sum();
        if (used + mark.toString().length() > marksCharacters) {
            throw new SignalException(SignalError.NO_RESOURCES, "the board is full: remove marks first");
        }
        RoomBook.Mark kept = book.marked(room.id(), speaker.person, mark);
        marks.put(kept.id(), kept);
        answer.put("mark", kept.id());
        ObjectNode event = room.event("board.mark.added");
        event.set("mark", json(kept));
        room.tell(event);
    }

    private void remove(Participant speaker, String id) {
        RoomBook.Mark mark = marks.get(id);
        if (mark == null) {
            throw new SignalException(SignalError.INVALID_REQUEST, "mark: there is none of that id");
        }
        if (!mark.user().equals(speaker.person.userId()) && speaker != presenter) {
            Room.require(speaker, Right.MODERATE);
        }
        book.unmarked(room.id(), speaker.person, id);
        marks.remove(id);
        room.tell(room.event("board.mark.removed").put("mark", id).put("by", speaker.id));
    }

    private void request(Participant speaker, ObjectNode answer) {
        boolean free = presenter == null && speaker.may(Right.PRESENT);
        if (free || speaker.may(Right.MODERATE)) {
            lead(speaker);
        } else if (presenter != speaker) {
            ObjectNode event = room.event("board.presenter.requested")
                    .put("participant", speaker.id)
                    .put("name", speaker.person.displayName());
            room.tellModerators(event);
            if (presenter != null && !presenter.may(Right.MODERATE)) {
                room.tell(presenter, event);
            }
        }
        answer.put("granted", presenter == speaker);
    }

    private void lead(Participant next) {
        if (next == presenter) {
            return;
        }
        presenter = next;
        ObjectNode event = room.event("board.presenter");
        if (next != null) {
            event.put("participant", next.id);
        }
        room.tell(event);
    }

    /** Somebody left, or may present no more. */
    void without(Participant participant) {
        if (presenter == participant) {
            lead(null);
        }
    }

    /** Whoever may no longer present does not. */
    void check(Participant participant) {
        if (presenter == participant && !participant.may(Right.PRESENT)) {
            lead(null);
        }
    }

    /** Keeps what the board shows, where it has changed. */
    void save() {
        if (unsaved) {
            book.boardSeen(room.id(), view);
            unsaved = false;
        }
    }

    void snapshot(ObjectNode node) {
        node.put("rev", revision);
        Optional.ofNullable(presenter).ifPresent(leading -> node.put("presenter", leading.id));
        if (view != null) {
            node.set("view", view);
        }
        var array = node.putArray("marks");
        marks.values().forEach(mark -> array.add(json(mark)));
    }

    private static ObjectNode json(RoomBook.Mark mark) {
        return mark.mark()
                .deepCopy()
                .put("id", mark.id())
                .put("userId", mark.user().toString())
                .put("name", mark.name())
                .put("at", mark.at().toString());
    }
}
