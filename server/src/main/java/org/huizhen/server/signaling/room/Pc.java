package org.huizhen.server.signaling.room;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Source;

/**
 * The name of a peer connection with the media server, which says what is in it.
 *
 * @param sender whose media come down; empty: one's own go up
 */
record Pc(Optional<String> sender, Bundle bundle) {
    private static final Pattern UP = Pattern.compile("up:(camera|low|screen)");
    private static final Pattern DOWN = Pattern.compile("down:([^:]+):(camera|screen)");

    /** Sources that travel together: at most one of sound and one of picture. */
    enum Bundle {
        CAMERA(Set.of(Source.MICROPHONE, Source.CAMERA), 1_500),
        LOW(Set.of(Source.CAMERA), 250),
        SCREEN(Set.of(Source.SCREEN, Source.SCREEN_AUDIO), 2_500);

        @SuppressWarnings("ImmutableEnumChecker") // never changed
        private final Set<Source> sources;

        private final int kilobits;

        Bundle(Set<Source> sources, int kilobits) {
            this.sources = sources;
            this.kilobits = kilobits;
        }

        Set<Source> sources() {
            return sources;
        }

        /** Most for the picture, each second. */
        int kilobits() {
            return kilobits;
        }

        static Bundle of(Track track) {
            return switch (track.source()) {
                case MICROPHONE -> CAMERA;
                case CAMERA -> track.low() ? LOW : CAMERA;
                case SCREEN, SCREEN_AUDIO -> SCREEN;
            };
        }
    }

    static Pc up(Bundle bundle) {
        return new Pc(Optional.empty(), bundle);
    }

    /** @throws SignalException {@code stale-negotiation} for a connection of the mesh, else {@code invalid-request} */
    static Pc read(String name) {
        Matcher up = UP.matcher(name);
        if (up.matches()) {
            return up(bundle(up.group(1)));
        }
        Matcher down = DOWN.matcher(name);
        if (down.matches()) {
            return new Pc(Optional.of(down.group(1)), bundle(down.group(2)));
        }
        if (name.matches("\\d+-\\d+")) {
            throw new SignalException(SignalError.STALE_NEGOTIATION, "pc: the room has a media server now");
        }
        throw new SignalException(
                SignalError.INVALID_REQUEST, "pc: expected up:camera|low|screen or down:PARTICIPANT:camera|screen");
    }

    private static Bundle bundle(String name) {
        return switch (name) {
            case "camera" -> Bundle.CAMERA;
            case "low" -> Bundle.LOW;
            default -> Bundle.SCREEN;
        };
    }

    boolean up() {
        return sender.isEmpty();
    }
}
