package org.huizhen.server.signaling.message;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.huizhen.server.core.UserId;

/** Who is there and may be called. */
public sealed interface PresenceMessage extends ClientMessage {

    /** How the person wants to be seen; a person with several tabs is what the last of them said. */
    record Appear(State state, boolean onDuty) implements PresenceMessage {}

    /** From now on tells of these persons, and of no others. */
    record Watch(Set<UserId> users) implements PresenceMessage {
        public Watch {
            users = Set.copyOf(users);
        }
    }

    /** What others see. */
    enum State {
        AVAILABLE("available"),
        BUSY("busy"),
        AWAY("away");

        private final String identifier;

        State(String identifier) {
            this.identifier = identifier;
        }

        public String identifier() {
            return identifier;
        }

        public static Optional<State> of(String identifier) {
            return Arrays.stream(values())
                    .filter(state -> state.identifier.equals(identifier))
                    .findFirst();
        }
    }
}
