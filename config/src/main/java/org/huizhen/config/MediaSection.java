package org.huizhen.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.huizhen.config.ServerSettings.Kurento;
import org.huizhen.config.ServerSettings.Media;
import org.huizhen.config.ServerSettings.Recordings;

/** Reads {@code media}: STUN and TURN, the media server, recordings. */
final class MediaSection {
    private MediaSection() {}

    static Media read(Section media) {
        List<String> stun = media.texts("stun");
        List<String> turn = media.texts("turn");
        if (stun.stream().anyMatch(address -> !address.matches("stuns?:[^ ]+"))) {
            media.report("stun", "is no list of STUN addresses", "Write [\"stun:HOST:3478\"]");
        }
        if (turn.stream().anyMatch(address -> !address.matches("turns?:[^ ]+"))) {
            media.report("turn", "is no list of TURN addresses", "Write [\"turn:HOST:3478?transport=udp\"]");
        }
        Optional<Secret> secret = media.secret("turnSecret");
        if (!turn.isEmpty() && secret.isEmpty()) {
            media.report("turnSecret", "is missing", "Add turnSecret: file:/etc/huizhen/turn.secret");
        }
        return new Media(
                stun,
                turn,
                secret,
                media.duration("turnLife", Duration.ofHours(4), Duration.ofMinutes(5), Duration.ofDays(1)),
                kurento(media.section("kurento")),
                recordings(media.section("recordings"), media));
    }

    private static Optional<Recordings> recordings(Section recordings, Section media) {
        if (!recordings.present()) {
            return Optional.empty();
        }
        if (!media.has("kurento")) {
            media.report("recordings", "need a media server", "Add kurento: with its uri, or remove recordings");
        }
        int days = recordings.integer("retentionDays", 365, 1, 36_500);
        Optional<Path> directory = recordings.path("directory");
        if (directory.isEmpty()) {
            recordings.report("directory", "is missing", "Add directory: /srv/huizhen/recordings");
        }
        return directory.map(path -> new Recordings(path, Duration.ofDays(days)));
    }

    private static Optional<Kurento> kurento(Section kurento) {
        enum Rooms {
            GROWING,
            ALWAYS
        }
        if (!kurento.present()) {
            return Optional.empty();
        }
        boolean always = kurento.choice("rooms", Rooms.GROWING) == Rooms.ALWAYS;
        if (kurento.text("uri").filter(text -> text.strip().startsWith("wss:")).isPresent()) {
            // kurento-client 7.3.0 trusts any certificate: wss would promise what it does not keep.
            kurento.report(
                    "uri",
                    "wss is not supported: its client would take any certificate",
                    "Write ws://HOST:8888/kurento, over loopback, a network of its own or a tunnel");
            return Optional.empty();
        }
        Optional<URI> uri = kurento.uri("uri", "ws");
        if (uri.isEmpty() && !kurento.has("uri")) {
            kurento.report("uri", "is missing", "Add uri: ws://127.0.0.1:8888/kurento");
        }
        return uri.map(address -> new Kurento(address, always));
    }
}
