package org.huizhen.server.signaling.room;

import static org.huizhen.server.signaling.room.Right.*;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** As what somebody takes part; the server alone decides what follows from it. */
public enum RoomRole {
    HOST("host", EnumSet.allOf(Right.class)),
    INVITING_DOCTOR("invitingDoctor", EnumSet.allOf(Right.class)),
    EXPERT("expert", EnumSet.of(AUDIO, VIDEO, SCREEN, CHAT, POINT, MARK, PRESENT)),
    OBSERVER("observer", EnumSet.of(AUDIO, VIDEO, CHAT, POINT)),
    INTERPRETER("interpreter", EnumSet.of(AUDIO, VIDEO, CHAT)),
    /** Of a lecture: sees and hears, raises a hand, is a number to the others. */
    VIEWER("viewer", EnumSet.noneOf(Right.class));

    private final String identifier;

    @SuppressWarnings("ImmutableEnumChecker") // copied out, never changed
    private final Set<Right> rights;

    RoomRole(String identifier, Set<Right> rights) {
        this.identifier = identifier;
        this.rights = rights;
    }

    @JsonValue
    public String identifier() {
        return identifier;
    }

    public boolean moderates() {
        return rights.contains(MODERATE);
    }

    /** What the role brings before anybody changes it. */
    public Set<Right> rights() {
        return rights.isEmpty() ? EnumSet.noneOf(Right.class) : EnumSet.copyOf(rights);
    }

    public static Optional<RoomRole> of(String identifier) {
        return Arrays.stream(values())
                .filter(role -> role.identifier.equals(identifier))
                .findFirst();
    }
}
