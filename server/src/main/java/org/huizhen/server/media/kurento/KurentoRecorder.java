package org.huizhen.server.media.kurento;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.huizhen.server.media.Lane;
import org.huizhen.server.media.MediaKind;
import org.huizhen.server.media.MediaLink;
import org.huizhen.server.media.MediaRecorder;
import org.kurento.client.MediaPipeline;
import org.kurento.client.MediaProfileSpecType;
import org.kurento.client.RecorderEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A RecorderEndpoint. It is made when its sources send: a file begun before has no head that a player understands. */
final class KurentoRecorder implements MediaRecorder, Settled {
    private static final Logger LOG = LoggerFactory.getLogger(KurentoRecorder.class);
    private static final Duration FINISH = Duration.ofSeconds(30);

    private final KurentoRoom room;
    private final Path file;
    private final Set<MediaKind> kinds;
    private final Listener listener;
    private final Lane lane;
    private final Feeds feeds;
    private final Map<MediaKind, KurentoLink> sources = new EnumMap<>(MediaKind.class);
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    /** Confined to the lane. */
    private RecorderEndpoint endpoint;

    KurentoRecorder(KurentoRoom room, Path file, Set<MediaKind> kinds, Listener listener) {
        this.room = room;
        this.file = file;
        this.kinds = EnumSet.copyOf(kinds);
        this.listener = listener;
        this.lane = room.lane();
        this.feeds = new Feeds(room.line());
    }

    @Override
    public void feed(MediaKind kind, Optional<MediaLink> source) {
        Optional<KurentoLink> link = source.map(KurentoLink.class::cast);
        synchronized (sources) {
            if (link.isPresent()) {
                sources.put(kind, link.get());
            } else {
                sources.remove(kind);
            }
        }
        if (feeds.want(kind, link)) {
            settle();
        }
    }

    @Override
    public void settle() {
        if (!over.get()) {
            lane.execute(this::step);
        }
    }

    private void step() {
        if (over.get() || (endpoint == null && !allFlow())) {
            return;
        }
        try {
            if (endpoint == null) {
                MediaPipeline pipeline = room.pipeline();
                RecorderEndpoint made = room.line()
                        .call(() -> new RecorderEndpoint.Builder(
                                        pipeline, file.toUri().toString().replaceFirst("^file:/+", "file:///"))
                                .withMediaProfile(profile())
                                .build());
                endpoint = made;
                feeds.settle(made);
                room.line().tell(made::record);
                listener.recording();
            } else {
                feeds.settle(endpoint);
            }
        } catch (RuntimeException e) {
            LOG.warn("the recording into {} failed: {}", file.getFileName(), e.getMessage());
            room.suspect(e);
            if (over.compareAndSet(false, true)) {
                stopped(false);
            }
        }
    }

    private boolean allFlow() {
        synchronized (sources) {
            return kinds.stream()
                    .allMatch(kind -> Optional.ofNullable(sources.get(kind))
                            .filter(source -> source.flows(kind))
                            .isPresent());
        }
    }

    private MediaProfileSpecType profile() {
        if (kinds.size() == 2) {
            return MediaProfileSpecType.WEBM;
        }
        return kinds.contains(MediaKind.AUDIO)
                ? MediaProfileSpecType.WEBM_AUDIO_ONLY
                : MediaProfileSpecType.WEBM_VIDEO_ONLY;
    }

    @Override
    public void lostWithRoom() {
        if (over.compareAndSet(false, true)) {
            stopped(false);
        }
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            lane.execute(this::finish);
        }
    }

    /** Completes when the file is written, or given up. */
    CompletableFuture<Void> finished() {
        return finished;
    }

    private void stopped(boolean whole) {
        room.forget(this);
        finished.complete(null);
        listener.stopped(whole);
    }

    /** Waits for the file to be complete: what is released before is cut off. */
    private void finish() {
        boolean whole = true;
        if (endpoint != null) {
            RecorderEndpoint made = endpoint;
            try {
                room.line().call(FINISH, () -> {
                    made.stopAndWait();
                    return null;
                });
            } catch (RuntimeException e) {
                LOG.warn("the end of {} is not certain: {}", file.getFileName(), e.getMessage());
                whole = false;
            }
            room.release(made);
        }
        stopped(whole);
    }
}
