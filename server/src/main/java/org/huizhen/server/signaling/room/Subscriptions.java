package org.huizhen.server.signaling.room;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.signaling.message.MediaMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;

/** Which tracks one participant wants: sound unless they say no, pictures only where they say so. */
final class Subscriptions {
    private final Room room;
    private final int mostVideo;
    private final Map<Key, Choice> choices = new HashMap<>();

    private record Key(String sender, String track) {}

    private record Choice(boolean wanted, boolean low) {}

    Subscriptions(Room room, int mostVideo) {
        this.room = room;
        this.mostVideo = mostVideo;
    }

    void choose(MediaMessage.Subscribe message) {
        Participant sender = room.target(message.target());
        Track track = Optional.ofNullable(sender.tracks.get(message.track()))
                .orElseThrow(
                        () -> new SignalException(SignalError.INVALID_REQUEST, "track: nobody sends one of that name"));
        if (track.low()) {
            throw new SignalException(SignalError.INVALID_REQUEST, "track: subscribe to the camera with quality low");
        }
        prune();
        Key key = new Key(sender.id, track.id());
        boolean more = message.wanted()
                && track.source().video()
                && !Optional.ofNullable(choices.get(key)).map(Choice::wanted).orElse(false);
        if (more && videos() >= mostVideo) {
            throw new SignalException(
                    SignalError.NO_RESOURCES, "at most " + mostVideo + " videos at a time: unsubscribe from one");
        }
        choices.put(key, new Choice(message.wanted(), message.low()));
    }

    private long videos() {
        return choices.entrySet().stream()
                .filter(entry -> entry.getValue().wanted())
                .filter(entry -> track(entry.getKey())
                        .filter(track -> track.source().video())
                        .isPresent())
                .count();
    }

    /** A subscription ends with its track. */
    void prune() {
        choices.keySet().removeIf(key -> track(key).isEmpty());
    }

    private Optional<Track> track(Key key) {
        return room.find(key.sender()).map(sender -> sender.tracks.get(key.track()));
    }

    boolean wants(Participant sender, Track track) {
        Choice choice = choices.get(new Key(sender.id, track.id()));
        return choice == null ? !track.source().video() : choice.wanted();
    }

    boolean wantsLow(Participant sender, Track track) {
        Choice choice = choices.get(new Key(sender.id, track.id()));
        return choice != null && choice.low();
    }
}
