package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.huizhen.server.signaling.message.BoardMessage;
import org.huizhen.server.signaling.message.ChatMessage;
import org.huizhen.server.signaling.message.EntryMessage;
import org.huizhen.server.signaling.message.FloorMessage;
import org.huizhen.server.signaling.message.MediaMessage;
import org.huizhen.server.signaling.message.RecordingMessage;
import org.huizhen.server.signaling.message.RoomMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One room while somebody is in it: hands each message to the part that it is about. Confined to the room's thread. */
final class LiveRoom {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoom.class);
    /** A room that nobody is in is forgotten after so long; what is kept is kept. */
    private static final Duration LINGER = Duration.ofSeconds(60);

    private static final Duration SAVE_EVERY = Duration.ofSeconds(2);

    private final Room room;
    private final IceServers ice;
    private final RoomLimits limits;
    private final Clock clock;
    private final Media media;
    private final Board board;
    private final Chat chat;
    private final Entry entry;
    private final Floor floor;
    private final Recording recording;
    private Instant busy;
    private Instant saved;

    /**
     * What rooms are made with.
     *
     * @param thread the room's own, for what comes from elsewhere
     * @param background for what must be written even when the room is over
     */
    record Means(
            RoomBook book,
            Optional<RecordingBook> recordings,
            RoomLimits limits,
            IceServers ice,
            MediaPlanes planes,
            Clock clock,
            Executor thread,
            Executor background) {}

    LiveRoom(RoomBook.Opening opening, Means means) {
        RoomBook book = means.book();
        this.room = new Room(opening);
        this.ice = means.ice();
        this.limits = means.limits();
        this.clock = means.clock();
        this.media = new Media(room, limits, means.planes(), clock, means.thread());
        this.board = new Board(room, book, limits.marksCharacters());
        this.chat = new Chat(room, book, limits.chatTail());
        this.recording = new Recording(room, media, means);
        this.entry = new Entry(room, new Entry.Parts(book, limits, clock, media, board, recording));
        this.floor = new Floor(room, book, clock, entry::leave);
        this.busy = clock.instant();
        this.saved = busy;
    }

    /** @throws org.huizhen.server.signaling.message.SignalException the refusal */
    ObjectNode handle(Seat seat, RoomMessage message) {
        busy = clock.instant();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (message) {
            case EntryMessage.Join join -> {
                if (entry.join(seat, join, answer)) {
                    snapshot(room.speaker(seat), seat, answer);
                }
            }
            case EntryMessage.Sync ignored -> snapshot(room.speaker(seat), seat, answer);
            case EntryMessage.Leave leave -> {
                lobbyOr(seat, leave);
            }
            case EntryMessage other -> entry.handle(room.speaker(seat), seat, other);
            case FloorMessage about -> {
                floor.handle(room.speaker(seat), about);
                room.people().forEach(board::check);
            }
            case ChatMessage.Send said -> chat.say(room.speaker(seat), said.text(), answer);
            case BoardMessage about -> board.handle(room.speaker(seat), seat, about, answer);
            case MediaMessage about -> media.handle(room.speaker(seat), seat, about);
            case RecordingMessage about -> recording.handle(room.speaker(seat), about, answer);
        }
        if (!(message instanceof BoardMessage) && !(message instanceof ChatMessage)) {
            settle();
        }
        return answer;
    }

    private void lobbyOr(Seat seat, EntryMessage.Leave leave) {
        if (room.of(seat.person()).isPresent()) {
            entry.handle(room.speaker(seat), seat, leave);
        } else {
            entry.lobby().rise(seat);
            seat.left(room.id());
        }
    }

    private void snapshot(Participant you, Seat seat, ObjectNode node) {
        RoomBook.Opening opening = room.opening();
        node.put("room", room.id().toString())
                .put("state", "in")
                .put("kind", opening.kind())
                .put("plane", media.plane().name())
                .put("muteEnforced", media.plane().enforces())
                .put("you", you.id)
                .put("role", you.role.identifier())
                .put("media", you.carriesMedia(seat))
                .put("epoch", you.epoch())
                .put("locked", entry.locked())
                .put("roomRev", room.revision())
                .put("viewers", room.viewers());
        opening.subject().ifPresent(subject -> node.set("subject", subject));
        you.rights(node.putArray("rights"));
        var people = node.putArray("participants");
        room.people().stream().filter(Participant::listed).forEach(participant -> people.add(participant.json()));
        if (you.may(Right.MODERATE)) {
            entry.lobby().list(node.putArray("waiting"));
        }
        recording.snapshot(node);
        board.snapshot(node.putObject("board"));
        chat.tail(node.putArray("chat"));
        ice.write(node.putArray("iceServers"), you.id);
        ObjectNode bounds = node.putObject("limits").put("people", limits.people());
        media.limits(bounds);
        bounds.put("awaySeconds", limits.away().toSeconds());
    }

    /** The tab's line is gone since then. */
    void lost(Seat seat, Instant since) {
        room.of(seat.person()).ifPresent(participant -> participant.lost(seat, since));
    }

    /** The tab has a line again. */
    void back(Seat seat) {
        room.of(seat.person())
                .filter(participant -> participant.seats().contains(seat))
                .ifPresent(participant -> entry.back(participant, seat));
        settle();
    }

    /** The tab does not come back. */
    void gone(Seat seat, String reason) {
        entry.lobby().rise(seat);
        room.of(seat.person())
                .filter(participant -> participant.seats().contains(seat))
                .ifPresent(participant -> entry.rise(participant, seat, reason));
        settle();
    }

    /** Who is there, or what they send, has perhaps changed. */
    private void settle() {
        media.plane().changed();
        recording.watch(clock.instant());
    }

    /** The room was closed. */
    void close(String reason) {
        try {
            recording.close();
        } finally {
            dismiss(room.event("room.closed").put("reason", reason));
        }
        save();
    }

    /** The room lives on another node now: everybody joins there, nothing is written here. */
    void moved() {
        dismiss(room.event("room.moved"));
    }

    private void dismiss(ObjectNode event) {
        room.tell(event);
        entry.lobby().dismiss(event);
        List.copyOf(room.people())
                .forEach(participant -> List.copyOf(participant.seats()).forEach(seat -> seat.left(room.id())));
    }

    /** Every second. True when the room may be forgotten. */
    boolean tick() {
        Instant now = clock.instant();
        entry.watch(now);
        media.watch(now);
        settle();
        if (!saved.plus(SAVE_EVERY).isAfter(now)) {
            saved = now;
            save();
        }
        if (!room.people().isEmpty() || !entry.lobby().empty() || !entry.settled()) {
            busy = now;
        }
        return !busy.plus(LINGER).isAfter(now);
    }

    /** The room is forgotten: nothing of it stays on a media server. */
    void end() {
        media.close();
    }

    void save() {
        try {
            board.save();
        } catch (LeaseLost e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("what the board shows could not be kept, it will be tried again", e);
        }
    }

    int people() {
        return room.people().size();
    }
}
