package org.huizhen.server.signaling;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.signaling.call.Calls;
import org.huizhen.server.signaling.call.Presence;
import org.huizhen.server.signaling.message.CallMessage;
import org.huizhen.server.signaling.message.EntryMessage;
import org.huizhen.server.signaling.message.Incoming;
import org.huizhen.server.signaling.message.PresenceMessage;
import org.huizhen.server.signaling.message.RoomMessage;
import org.huizhen.server.signaling.message.ServerMessage;
import org.huizhen.server.signaling.message.SessionMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Text;
import org.huizhen.server.signaling.room.Reply;
import org.huizhen.server.signaling.room.RoomElsewhere;
import org.huizhen.server.signaling.room.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a session's messages to rooms, calls and presence, and tells rooms what happens to the session. Never blocks. */
final class Switchboard {
    private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);
    private static final int MOST_ROOMS = 4;

    private final SignalSessions sessions;
    private final Rooms rooms;
    private final Calls calls;
    private final Presence presence;
    private final SignalAuthentication authentication;
    private final SignalMetrics metrics;
    private final Executor threads;

    /** Where messages go. */
    record Lines(Rooms rooms, Calls calls, Presence presence) {}

    Switchboard(
            SignalSessions sessions,
            Lines lines,
            SignalAuthentication authentication,
            SignalMetrics metrics,
            Executor threads) {
        this.sessions = sessions;
        this.rooms = lines.rooms();
        this.calls = lines.calls();
        this.presence = lines.presence();
        this.authentication = authentication;
        this.metrics = metrics;
        this.threads = threads;
    }

    /** @throws SignalException a refusal that is known at once */
    void handle(SignalSession session, Incoming incoming) {
        OptionalLong id = incoming.id();
        boolean kept = id.isPresent() && !snapshot(incoming);
        if (kept) {
            switch (session.begin(id.getAsLong())) {
                case Answers.Turn.Fresh ignored -> {}
                case Answers.Turn.Running ignored -> {
                    return;
                }
                case Answers.Turn.Done done -> {
                    session.say(done.answer());
                    return;
                }
                case Answers.Turn.Full ignored ->
                    throw new SignalException(
                                    SignalError.TOO_MANY_REQUESTS, "at most " + Answers.MOST + " without an answer")
                            .retryAfter(Duration.ofMillis(500))
                            .ofMessage(id.getAsLong());
            }
        }
        Reply reply = new Answer(session, id, kept);
        switch (incoming.message()) {
            case RoomMessage message -> toRoom(session, message, reply);
            case CallMessage message -> later(reply, () -> calls.handle(session.person(), message));
            case PresenceMessage message -> reply.ok(present(session, message));
            case SessionMessage ignored -> throw new IllegalArgumentException("the connection's own");
        }
    }

    /** Big answers that do nothing when asked for again are not kept. */
    private static boolean snapshot(Incoming incoming) {
        return incoming.message() instanceof EntryMessage.Join || incoming.message() instanceof EntryMessage.Sync;
    }

    private void toRoom(SignalSession session, RoomMessage message, Reply reply) {
        RoomId room = message.room();
        if (message instanceof EntryMessage.Join) {
            if (!session.in(room) && session.rooms().size() >= MOST_ROOMS) {
                reply.refuse(
                        new SignalException(SignalError.NO_RESOURCES, "at most " + MOST_ROOMS + " rooms at a time"));
                return;
            }
        } else if (!session.in(room)) {
            // Whether there is such a room is nobody's business before they are in it.
            reply.refuse(new SignalException(SignalError.NOT_ALLOWED, "join the room first"));
            return;
        }
        rooms.handle(session, message, reply);
    }

    private ObjectNode present(SignalSession session, PresenceMessage message) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (message) {
            case PresenceMessage.Appear appear ->
                presence.appear(session.person().userId(), appear);
            case PresenceMessage.Watch watch -> {
                session.watch(watch.users());
                presence.write(answer.putArray("people"), watch.users());
            }
        }
        return answer;
    }

    /** What asks the database runs on another thread. */
    private void later(Reply reply, Work work) {
        threads.execute(() -> {
            try {
                reply.ok(work.run());
            } catch (SignalException e) {
                reply.refuse(e);
            } catch (RuntimeException e) {
                LOG.error("a message failed", e);
                reply.refuse(
                        new SignalException(SignalError.UNAVAILABLE, "try again").retryAfter(Duration.ofSeconds(2)));
            }
        });
    }

    private interface Work {
        ObjectNode run();
    }

    /** A session began. */
    void came(SignalSession session) {
        presence.came(session.person().userId());
    }

    /** A session goes on over another socket. */
    void back(SignalSession session) {
        rooms.back(session, session.rooms());
        presence.came(session.person().userId());
    }

    /** A session has no socket since then. */
    void lost(SignalSession session, Instant since) {
        rooms.lost(session, session.rooms(), since);
        presence.went(session.person().userId());
    }

    /** The session is over. */
    void end(SignalSession session, String reason) {
        if (sessions.end(session)) {
            rooms.gone(session, session.rooms(), reason);
            presence.went(session.person().userId());
        }
    }

    /** Every second. */
    void tick() {
        sessions.lapsed().forEach(session -> end(session, "lost"));
        rooms.tick();
        calls.tick();
    }

    /** Answers once, through whatever socket the session has then. */
    private final class Answer implements Reply {
        private final SignalSession session;
        private final OptionalLong id;
        private final boolean kept;

        Answer(SignalSession session, OptionalLong id, boolean kept) {
            this.session = session;
            this.id = id;
            this.kept = kept;
        }

        @Override
        public void ok(ObjectNode answer) {
            if (id.isPresent()) {
                say(ServerMessage.ok(id.getAsLong(), answer));
            }
            catchUp();
        }

        /** With a ticket, so that the client need not ask for one before it says hello there. */
        @Override
        public void elsewhere(RoomElsewhere where) {
            metrics.redirected();
            ObjectNode answer =
                    JsonNodeFactory.instance.objectNode().put("state", "moved").put("url", where.url());
            try {
                answer.put("ticket", authentication.ticket(session.person().sessionId()));
            } catch (RuntimeException e) {
                LOG.warn("no ticket for a room on another node", e);
                refuse(new SignalException(SignalError.UNAVAILABLE, "try again").retryAfter(Duration.ofSeconds(1)));
                return;
            }
            ok(answer);
        }

        @Override
        public void refuse(SignalException refusal) {
            metrics.refused(refusal.error());
            say(ServerMessage.error(id.isPresent() ? refusal.ofMessage(id.getAsLong()) : refusal));
        }

        private void say(Text text) {
            if (kept) {
                session.answer(id.getAsLong(), text);
            } else {
                session.say(text);
            }
        }

        /** While the message was being done, its session may have lost its line, or ended, unseen by a room just entered. */
        private void catchUp() {
            List<RoomId> entered = session.rooms();
            if (entered.isEmpty()) {
                return;
            }
            if (session.ended()) {
                rooms.gone(session, entered, "lost");
            } else {
                session.detachedAt().ifPresent(since -> rooms.lost(session, entered, since));
            }
        }
    }
}
