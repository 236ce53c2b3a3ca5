package org.huizhen.server.signaling.message;

import java.util.Optional;

/** About the session itself. */
public sealed interface SessionMessage extends ClientMessage {

    /** First on every socket: signs in with a one-time ticket (browsers) or a token (API clients), or resumes. */
    record Hello(Credential credential, Optional<Resume> resume) implements SessionMessage {}

    /** The client has durable events up to {@code seq}; the server may forget them. No answer. */
    record Ack(long seq) implements SessionMessage {}

    /** Is the line alive? */
    record Ping() implements SessionMessage {}

    /** Answers the server's {@code ping}. No answer. */
    record Pong() implements SessionMessage {}

    /** Ends the session for good; it cannot be resumed. */
    record Bye() implements SessionMessage {}

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
