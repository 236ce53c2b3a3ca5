package org.huizhen.server.signaling.message;

import java.util.Optional;

/** What a client may send. Groups that later issues add (rooms, media, boards) become further records here. */
public sealed interface ClientMessage {

    /** First on every socket: signs in with a one-time ticket (browsers) or a token (API clients), or resumes. */
    record Hello(long id, Credential credential, Optional<Resume> resume) implements ClientMessage {}

    /** The client has durable events up to {@code seq}; the server may forget them. No answer. */
    record Ack(long seq) implements ClientMessage {}

    /** Is the line alive? */
    record Ping(long id) implements ClientMessage {}

    /** Answers the server's {@code ping}. No answer. */
    record Pong() implements ClientMessage {}

    /** Ends the session for good; it cannot be resumed. */
    record Bye(long id) implements ClientMessage {}

    /** What a hello proves its sender with. */
    sealed interface Credential {
        /** From {@code POST /api/v1/session/ticket}, once, 30 s. */
        record Ticket(String value) implements Credential {
            @Override
            public String toString() {
                return "Ticket";
            }
        }

        /** A session's token, for clients that are no browsers. */
        record Token(String value) implements Credential {
            @Override
            public String toString() {
                return "Token";
            }
        }
    }

    /** @param lastSeq the last durable event the client has seen, 0 for none */
    record Resume(String session, String key, long lastSeq) {}
}
