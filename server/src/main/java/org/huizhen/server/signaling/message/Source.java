package org.huizhen.server.signaling.message;

import java.util.Arrays;
import java.util.Optional;

/** Where a track comes from. */
public enum Source {
    MICROPHONE("microphone", false),
    CAMERA("camera", true),
    SCREEN("screen", true),
    SCREEN_AUDIO("screenAudio", false);

    private final String identifier;
    private final boolean video;

    Source(String identifier, boolean video) {
        this.identifier = identifier;
        this.video = video;
    }

    public String identifier() {
        return identifier;
    }

    public boolean video() {
        return video;
    }

    public static Optional<Source> of(String identifier) {
        return Arrays.stream(values())
                .filter(source -> source.identifier.equals(identifier))
                .findFirst();
    }
}
