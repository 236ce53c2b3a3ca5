package org.huizhen.server.signaling.room;

import java.util.Arrays;
import java.util.Optional;

/** What a participant may do; follows from the role until {@code room.permissions} changes it. */
public enum Right {
    /** Admit, mute, remove, lock, change permissions, close. Goes with the role and is not given otherwise. */
    MODERATE("moderate"),
    AUDIO("audio"),
    VIDEO("video"),
    SCREEN("screen"),
    CHAT("chat"),
    POINT("point"),
    MARK("mark"),
    /** Lead the board. */
    PRESENT("present");

    private final String identifier;

    Right(String identifier) {
        this.identifier = identifier;
    }

    public String identifier() {
        return identifier;
    }

    public static Optional<Right> of(String identifier) {
        return Arrays.stream(values())
                .filter(right -> right.identifier.equals(identifier))
                .findFirst();
    }
}
