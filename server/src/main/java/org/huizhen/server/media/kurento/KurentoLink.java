package org.huizhen.server.media.kurento;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.huizhen.server.media.Lane;
import org.huizhen.server.media.MediaKind;
import org.huizhen.server.media.MediaLink;
import org.kurento.client.IceCandidate;
import org.kurento.client.MediaFlowState;
import org.kurento.client.MediaTranscodingState;
import org.kurento.client.WebRtcEndpoint;
import org.kurento.client.internal.server.KurentoServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebRtcEndpoint, which is negotiated once: the server refuses a second offer on it. */
final class KurentoLink implements MediaLink, Settled {
    private static final Logger LOG = LoggerFactory.getLogger(KurentoLink.class);
    private static final int MOST_CANDIDATES = 200;

    private final KurentoRoom room;
    private final Direction direction;
    private final String offer;
    private final int kilobits;
    private final Listener listener;
    private final Lane lane;
    private final Feeds feeds;
    private final ArrayDeque<Candidate> candidates = new ArrayDeque<>();
    private final Set<MediaKind> flowing = EnumSet.noneOf(MediaKind.class);
    private final AtomicBoolean over = new AtomicBoolean();
    /** Present from the answer until it is released or lost. */
    private volatile WebRtcEndpoint endpoint;

    KurentoLink(KurentoRoom room, Direction direction, String offer, int kilobits, Listener listener) {
        this.room = room;
        this.direction = direction;
        this.offer = offer;
        this.kilobits = kilobits;
        this.listener = listener;
        this.lane = room.lane();
        this.feeds = new Feeds(room.line());
    }

    Direction direction() {
        return direction;
    }

    Optional<WebRtcEndpoint> endpoint() {
        return over.get() ? Optional.empty() : Optional.ofNullable(endpoint);
    }

    boolean flows(MediaKind kind) {
        synchronized (flowing) {
            return flowing.contains(kind);
        }
    }

    /** Its turn among the negotiations: listeners, offer, answer, and only then candidates. */
    void negotiate() {
        if (over.get()) {
            return;
        }
        long began = System.nanoTime();
        WebRtcEndpoint made = null;
        try {
            made = room.makeEndpoint();
            listen(made);
            limit(made);
            WebRtcEndpoint ready = made;
            String answer = room.line().call(() -> ready.processOffer(offer));
            if (over.get()) {
                room.release(made);
                return;
            }
            room.metrics().negotiated(Duration.ofNanos(System.nanoTime() - began));
            listener.answered(answer);
            endpoint = made;
            if (over.get()) {
                room.release(made);
                return;
            }
            room.line().tell(ready::gatherCandidates);
            room.settleAll();
        } catch (KurentoServerException e) {
            if (KurentoErrors.aboutDescription(e)) {
                LOG.info("the media server refuses an offer: {}", e.getServerMessage());
                room.metrics().notNegotiated("refused");
                end(() -> listener.refused(e.getServerMessage()));
            } else {
                fail(e);
            }
            room.release(made);
        } catch (RuntimeException e) {
            fail(e);
            room.release(made);
        }
    }

    private void listen(WebRtcEndpoint made) {
        room.line().tell(() -> {
            made.addIceCandidateFoundListener(event -> {
                IceCandidate found = event.getCandidate();
                if (!over.get()) {
                    listener.candidate(
                            new Candidate(found.getCandidate(), found.getSdpMid(), found.getSdpMLineIndex()));
                }
            });
            made.addMediaTranscodingStateChangedListener(event -> {
                if (event.getState() == MediaTranscodingState.TRANSCODING) {
                    Feeds.kind(event.getMediaType()).ifPresent(room::transcodes);
                }
            });
            if (direction == Direction.FROM_CLIENT) {
                // "Out" of the endpoint, into the room: what it gets from the client. "In" is what it is fed by others.
                made.addMediaFlowOutStateChangedListener(event -> Feeds.kind(event.getMediaType())
                        .ifPresent(kind -> flow(kind, event.getState() == MediaFlowState.FLOWING)));
            }
        });
    }

    /** Kurento's own limit is 500 kbit/s, too little for a screen. */
    private void limit(WebRtcEndpoint made) {
        room.line().tell(() -> {
            if (direction == Direction.FROM_CLIENT) {
                made.setMaxVideoRecvBandwidth(kilobits);
            } else {
                made.setMaxVideoSendBandwidth(kilobits);
            }
        });
    }

    private void flow(MediaKind kind, boolean flows) {
        boolean changed;
        synchronized (flowing) {
            changed = flows ? flowing.add(kind) : flowing.remove(kind);
        }
        if (changed && !over.get()) {
            listener.flowing(kind, flows);
            room.settleAll();
        }
    }

    @Override
    public void candidate(Candidate candidate) {
        // Names of the local network, and the empty one that ends the list, mean nothing to the server.
        if (candidate.candidate().isBlank() || candidate.candidate().contains(".local ")) {
            return;
        }
        synchronized (candidates) {
            if (candidates.size() >= MOST_CANDIDATES) {
                return;
            }
            candidates.addLast(candidate);
        }
        settle();
    }

    @Override
    public void feed(MediaKind kind, Optional<MediaLink> source) {
        if (feeds.want(kind, source.map(KurentoLink.class::cast))) {
            settle();
        }
    }

    @Override
    public void settle() {
        lane.execute(() -> endpoint().ifPresent(this::settle));
    }

    private void settle(WebRtcEndpoint ready) {
        try {
            Candidate next;
            while ((next = nextCandidate()) != null) {
                IceCandidate candidate = new IceCandidate(next.candidate(), next.sdpMid(), next.sdpMLineIndex());
                room.line().tell(() -> ready.addIceCandidate(candidate));
            }
            feeds.settle(ready);
        } catch (KurentoServerException e) {
            if (KurentoErrors.gone(e) && !String.valueOf(e.getServerMessage()).contains(ready.getId())) {
                // Somebody else's end is gone; its owner hears of it by its own next step.
                LOG.debug("a source is gone", e);
                room.check();
            } else {
                fail(e);
                room.release(ready);
            }
        } catch (RuntimeException e) {
            fail(e);
            room.release(ready);
        }
    }

    private Candidate nextCandidate() {
        synchronized (candidates) {
            return candidates.pollFirst();
        }
    }

    /** The link cannot be used any more; the client will be asked for a new one. */
    private void fail(RuntimeException e) {
        if (end(listener::lost)) {
            LOG.info("a link of room {} is lost: {}", room.name(), e.getMessage());
            room.metrics().notNegotiated("lost");
            room.suspect(e);
        }
    }

    @Override
    public void lostWithRoom() {
        end(() -> {});
    }

    private boolean end(Runnable tell) {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        room.forget(this);
        tell.run();
        return true;
    }

    @Override
    public void close() {
        end(() -> {
            WebRtcEndpoint made = endpoint;
            if (made != null) {
                lane.execute(() -> room.release(made));
            }
        });
    }
}
