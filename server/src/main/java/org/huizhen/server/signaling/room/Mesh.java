package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.signaling.message.MediaMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Text;

/**
 * Everybody with everybody, through us only for the negotiation (perfect negotiation, W3C webrtc-pc 10.7: who came later is
 * polite). A connection of two is named by the numbers under which their tabs carry media, so that what belongs to a tab
 * that is gone is known to be stale.
 */
final class Mesh implements MediaPlane {
    private final Room room;
    private final int mostVideo;
    private final Map<String, Pair> pairs = new HashMap<>();

    /** The last offers of both sides; the one whose number is lower is the first. */
    private static final class Pair {
        final long[] offered = {-1, -1};
        final boolean[] open = {false, false};
    }

    Mesh(Room room, int mostVideo) {
        this.room = room;
        this.mostVideo = mostVideo;
    }

    @Override
    public String name() {
        return "mesh";
    }

    @Override
    public boolean enforces() {
        return false;
    }

    @Override
    public int mostVideo() {
        return mostVideo;
    }

    @Override
    public int mostShown() {
        return mostVideo - 1;
    }

    @Override
    public void admit(Participant publisher, Track track) {
        if (track.low()) {
            throw new SignalException(
                    SignalError.INVALID_REQUEST, "quality: one track per camera without a media server");
        }
        if (!track.source().video() || publisher.showsVideo()) {
            return;
        }
        long showing = room.people().stream().filter(Participant::showsVideo).count();
        if (showing >= mostVideo) {
            throw new SignalException(
                    SignalError.NO_RESOURCES,
                    "without a media server at most " + mostVideo + " people show video; sound and images go on");
        }
    }

    @Override
    public void negotiate(Participant from, MediaMessage message) {
        switch (message) {
            case MediaMessage.Subscribe subscribe -> {
                Participant target = room.target(subscribe.target());
                if (!target.tracks.containsKey(subscribe.track())) {
                    throw new SignalException(SignalError.INVALID_REQUEST, "track: nobody sends one of that name");
                }
                relay(
                        target,
                        event("media.subscription", from)
                                .put("track", subscribe.track())
                                .put("wanted", subscribe.wanted()));
            }
            case MediaMessage.Offer offer -> {
                Participant to = room.target(addressee(offer.to()));
                Pair pair = pair(from, to, offer.pc());
                int side = side(from, to);
                if (offer.negotiation() <= pair.offered[side]) {
                    throw stale("negotiation: " + pair.offered[side] + " was the last");
                }
                pair.offered[side] = offer.negotiation();
                pair.open[side] = true;
                relay(
                        to,
                        described(event("media.offer", from), offer.pc(), offer.negotiation(), offer.sdp())
                                .put("polite", to.order > from.order));
            }
            case MediaMessage.Answer answer -> {
                Participant to = room.target(answer.to());
                Pair pair = pair(from, to, answer.pc());
                int side = side(to, from);
                if (!pair.open[side] || pair.offered[side] != answer.negotiation()) {
                    throw stale("negotiation: no offer of that number waits for an answer");
                }
                pair.open[side] = false;
                relay(to, described(event("media.answer", from), answer.pc(), answer.negotiation(), answer.sdp()));
            }
            case MediaMessage.Candidate candidate -> {
                Participant to = room.target(addressee(candidate.to()));
                pair(from, to, candidate.pc());
                ObjectNode event = event("media.candidate", from).put("pc", candidate.pc());
                event.set("candidate", candidate.candidate());
                relay(to, event);
            }
            case MediaMessage.Restart restart -> {
                Participant to = room.target(restart.to());
                pair(from, to, restart.pc());
                relay(to, event("media.restart", from).put("pc", restart.pc()));
            }
            case MediaMessage.Close ignored -> throw stale("pc: there is no media server");
            case MediaMessage.Publish ignored -> throw new IllegalArgumentException("no negotiation");
            case MediaMessage.Unpublish ignored -> throw new IllegalArgumentException("no negotiation");
            case MediaMessage.Quality ignored -> throw new IllegalArgumentException("no negotiation");
            case MediaMessage.Mode ignored -> throw new IllegalArgumentException("no negotiation");
        }
    }

    @Override
    public void released(Participant participant) {
        String number = Long.toString(participant.epoch());
        pairs.keySet().removeIf(pc -> pc.startsWith(number + "-") || pc.endsWith("-" + number));
    }

    /** Whoever addresses nobody believes to be on the other plane still. */
    private static String addressee(Optional<String> to) {
        return to.orElseThrow(() -> stale("to: the room has no media server now"));
    }

    /** The connection of the two, as long as both tabs are those that the name means. */
    private Pair pair(Participant from, Participant to, String pc) {
        if (from == to) {
            throw new SignalException(SignalError.INVALID_REQUEST, "to: oneself");
        }
        long low = Math.min(from.epoch(), to.epoch());
        long high = Math.max(from.epoch(), to.epoch());
        if (low == 0 || !pc.equals(low + "-" + high)) {
            throw stale("pc: the connection is over");
        }
        return pairs.computeIfAbsent(pc, name -> new Pair());
    }

    private static int side(Participant of, Participant other) {
        return of.epoch() < other.epoch() ? 0 : 1;
    }

    private ObjectNode event(String type, Participant from) {
        return room.event(type).put("from", from.id);
    }

    private static ObjectNode described(ObjectNode event, String pc, long negotiation, String sdp) {
        return event.put("pc", pc).put("negotiation", negotiation).put("sdp", sdp);
    }

    private static void relay(Participant to, ObjectNode event) {
        to.media().orElseThrow(() -> stale("to: carries no media now")).event(Text.of(event));
    }

    private static SignalException stale(String detail) {
        return new SignalException(SignalError.STALE_NEGOTIATION, detail);
    }
}
