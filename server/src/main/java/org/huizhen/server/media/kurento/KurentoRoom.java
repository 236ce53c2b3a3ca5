package org.huizhen.server.media.kurento;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.huizhen.server.media.Lane;
import org.huizhen.server.media.MediaKind;
import org.huizhen.server.media.MediaLink;
import org.huizhen.server.media.MediaMetrics;
import org.huizhen.server.media.MediaRecorder;
import org.huizhen.server.media.MediaRoom;
import org.kurento.client.MediaObject;
import org.kurento.client.MediaPipeline;
import org.kurento.client.WebRtcEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipeline, made when the first link needs it. Lives and dies with one line to the server. */
final class KurentoRoom implements MediaRoom {
    private static final Logger LOG = LoggerFactory.getLogger(KurentoRoom.class);

    private final KurentoMediaServer server;
    private final KurentoLine line;
    private final String name;
    private final Listener listener;
    private final Negotiations negotiations;
    private final Set<Settled> parts = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean transcoded = new AtomicBoolean();
    private final ReentrantLock making = new ReentrantLock();
    private volatile MediaPipeline pipeline;

    /** @param name under which the server knows the pipeline, of no other room */
    KurentoRoom(KurentoMediaServer server, KurentoLine line, String name, int negotiations, Listener listener) {
        this.server = server;
        this.line = line;
        this.name = name;
        this.listener = listener;
        this.negotiations = new Negotiations(server.threads(), negotiations);
    }

    String name() {
        return name;
    }

    KurentoLine line() {
        return line;
    }

    MediaMetrics metrics() {
        return server.metrics();
    }

    Lane lane() {
        return new Lane(server.threads());
    }

    Optional<String> pipelineId() {
        return Optional.ofNullable(pipeline).map(MediaPipeline::getId);
    }

    @Override
    public MediaLink link(MediaLink.Direction direction, String sdp, int kilobits, MediaLink.Listener listener) {
        KurentoLink link = new KurentoLink(this, direction, sdp, kilobits, listener);
        if (over.get()) {
            server.threads().execute(listener::lost);
        } else {
            add(link);
            metrics().links(1);
            negotiations.add(direction == MediaLink.Direction.FROM_CLIENT, link::negotiate);
        }
        return link;
    }

    @Override
    public MediaRecorder recorder(Path file, Set<MediaKind> kinds, MediaRecorder.Listener listener) {
        KurentoRecorder recorder = new KurentoRecorder(this, file, kinds, listener);
        add(recorder);
        return recorder;
    }

    private void add(Settled part) {
        parts.add(part);
        if (over.get()) {
            part.lostWithRoom();
        }
    }

    void forget(Settled part) {
        if (parts.remove(part) && part instanceof KurentoLink) {
            metrics().links(-1);
            if (!over.get()) {
                settleAll();
            }
        }
    }

    /** Something has become ready that others may wait for. */
    void settleAll() {
        parts.forEach(Settled::settle);
    }

    WebRtcEndpoint makeEndpoint() {
        MediaPipeline there = pipeline();
        return line.call(() -> new WebRtcEndpoint.Builder(there).build());
    }

    /**
     * Makes and names the pipeline in one step: a create whose answer comes too late still happens on the server, and is known by
     * its name as an orphan of ours.
     */
    MediaPipeline pipeline() {
        making.lock();
        try {
            if (over.get() || line == null) {
                throw new KurentoLost("the room is over", null);
            }
            if (pipeline == null) {
                MediaPipeline made = madeOrLost();
                pipeline = made;
                if (over.get()) {
                    release(made);
                    throw new KurentoLost("the room is over", null);
                }
            }
            return pipeline;
        } finally {
            making.unlock();
        }
    }

    private MediaPipeline madeOrLost() {
        try {
            return line.makePipeline(name);
        } catch (KurentoLost e) {
            // It may be there all the same. Only when no room bears its name any more is it known as an orphan.
            lost();
            throw e;
        }
    }

    /** @param object may be null: nothing was made */
    void release(MediaObject object) {
        if (object == null) {
            return;
        }
        try {
            line.tell(object::release);
        } catch (RuntimeException e) {
            // Gone already, or goes with the pipeline or as an orphan.
            LOG.debug("{} was not released", object.getId(), e);
        }
    }

    void transcodes(MediaKind kind) {
        metrics().transcoding(kind);
        if (transcoded.compareAndSet(false, true)) {
            LOG.warn("the media server transcodes {} of room {}: a client sends another codec", kind, name);
        }
    }

    /** A step failed: perhaps the server is gone. */
    void suspect(RuntimeException e) {
        if (e instanceof KurentoLost) {
            server.suspect();
        } else if (KurentoErrors.gone(e)) {
            check();
        }
    }

    /** Something was not found: perhaps all of it is gone. */
    void check() {
        server.suspect();
    }

    /** The server does not have it any more, or is out of reach. */
    void lost() {
        if (over.compareAndSet(false, true)) {
            LOG.warn("room {} is lost on the media server", name);
            server.forget(this);
            metrics().roomLost();
            end();
            listener.lost();
        }
    }

    private void end() {
        metrics().rooms(-1);
        for (Settled part : parts) {
            part.lostWithRoom();
        }
    }

    @Override
    public void close() {
        ended();
    }

    /** Completes when the server has released it. */
    CompletableFuture<Void> ended() {
        if (!over.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(null);
        }
        List<CompletableFuture<Void>> files = new ArrayList<>();
        for (Settled part : parts) {
            if (part instanceof KurentoRecorder recorder) {
                recorder.close();
                files.add(recorder.finished());
            }
        }
        end();
        return CompletableFuture.allOf(files.toArray(CompletableFuture[]::new))
                .thenRunAsync(this::releasePipeline, server.threads());
    }

    private void releasePipeline() {
        release(pipeline);
        // From now on a pipeline of that name is an orphan.
        server.forget(this);
    }
}
