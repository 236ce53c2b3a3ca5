package org.huizhen.server.media.kurento;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.media.MediaKind;
import org.kurento.client.MediaElement;
import org.kurento.client.MediaType;
import org.kurento.client.WebRtcEndpoint;

/** What one sink takes: as it is to be, and as it is on the server. {@link #settle} runs in the sink's lane alone. */
final class Feeds {
    private final KurentoLine line;
    private final Map<MediaKind, KurentoLink> wanted = new EnumMap<>(MediaKind.class);
    private final Map<MediaKind, KurentoLink> actual = new EnumMap<>(MediaKind.class);

    Feeds(KurentoLine line) {
        this.line = line;
    }

    /** True when that changes something. */
    boolean want(MediaKind kind, Optional<KurentoLink> source) {
        synchronized (wanted) {
            KurentoLink before = source.isEmpty() ? wanted.remove(kind) : wanted.put(kind, source.get());
            return before != source.orElse(null);
        }
    }

    /** Connects and disconnects until the server has what is wanted, as far as the sources are there. */
    void settle(MediaElement sink) {
        for (MediaKind kind : MediaKind.values()) {
            KurentoLink source;
            synchronized (wanted) {
                source = wanted.get(kind);
            }
            KurentoLink before = actual.get(kind);
            if (before != null && before.endpoint().isEmpty()) {
                // Released, and its connections with it.
                actual.remove(kind);
                before = null;
            }
            Optional<WebRtcEndpoint> from = Optional.ofNullable(source).flatMap(KurentoLink::endpoint);
            if (source == before) {
                continue;
            }
            if (from.isPresent()) {
                // Connecting takes the place of what was connected before.
                line.tell(() -> from.get().connect(sink, type(kind)));
                actual.put(kind, source);
            } else if (before != null) {
                WebRtcEndpoint old = before.endpoint().orElseThrow();
                line.tell(() -> old.disconnect(sink, type(kind)));
                actual.remove(kind);
            }
        }
    }

    static MediaType type(MediaKind kind) {
        return kind == MediaKind.AUDIO ? MediaType.AUDIO : MediaType.VIDEO;
    }

    static Optional<MediaKind> kind(MediaType type) {
        return switch (type) {
            case AUDIO -> Optional.of(MediaKind.AUDIO);
            case VIDEO -> Optional.of(MediaKind.VIDEO);
            case DATA -> Optional.empty();
        };
    }
}
