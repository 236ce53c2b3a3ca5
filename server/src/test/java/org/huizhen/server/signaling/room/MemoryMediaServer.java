package org.huizhen.server.signaling.room;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.huizhen.server.media.MediaKind;
import org.huizhen.server.media.MediaLink;
import org.huizhen.server.media.MediaRecorder;
import org.huizhen.server.media.MediaRoom;
import org.huizhen.server.media.MediaServer;

/** A media server that remembers what it was asked for; a test speaks for it. */
final class MemoryMediaServer implements MediaServer {
    final List<Place> places = new ArrayList<>();
    boolean well = true;

    @Override
    public boolean well() {
        return well;
    }

    @Override
    public MediaRoom open(String room, MediaRoom.Listener listener) {
        Place place = new Place(listener);
        places.add(place);
        return place;
    }

    @Override
    public void close() {}

    /** All links that were not closed. */
    List<Link> links() {
        return places.stream()
                .flatMap(place -> place.links.stream())
                .filter(link -> !link.closed)
                .toList();
    }

    static final class Place implements MediaRoom {
        final Listener listener;
        final List<Link> links = new ArrayList<>();
        final List<Recorder> recorders = new ArrayList<>();
        boolean closed;

        Place(Listener listener) {
            this.listener = listener;
        }

        @Override
        public MediaLink link(MediaLink.Direction direction, String sdp, int kilobits, MediaLink.Listener listener) {
            Link link = new Link(direction, listener);
            links.add(link);
            return link;
        }

        @Override
        public MediaRecorder recorder(Path file, Set<MediaKind> kinds, MediaRecorder.Listener listener) {
            Recorder recorder = new Recorder(file, kinds, listener);
            recorders.add(recorder);
            return recorder;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    static final class Link implements MediaLink {
        final Direction direction;
        final Listener listener;
        final Map<MediaKind, MediaLink> fed = new EnumMap<>(MediaKind.class);
        final List<Candidate> candidates = new ArrayList<>();
        boolean closed;

        Link(Direction direction, Listener listener) {
            this.direction = direction;
            this.listener = listener;
        }

        @Override
        public void candidate(Candidate candidate) {
            candidates.add(candidate);
        }

        @Override
        public void feed(MediaKind kind, Optional<MediaLink> source) {
            source.ifPresentOrElse(link -> fed.put(kind, link), () -> fed.remove(kind));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    static final class Recorder implements MediaRecorder {
        final Path file;
        final Set<MediaKind> kinds;
        final Listener listener;
        final Map<MediaKind, MediaLink> fed = new EnumMap<>(MediaKind.class);
        boolean closed;

        Recorder(Path file, Set<MediaKind> kinds, Listener listener) {
            this.file = file;
            this.kinds = kinds;
            this.listener = listener;
        }

        @Override
        public void feed(MediaKind kind, Optional<MediaLink> source) {
            source.ifPresentOrElse(link -> fed.put(kind, link), () -> fed.remove(kind));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
