package org.huizhen.server.signaling.room;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.huizhen.server.media.MediaKind;
import org.huizhen.server.media.MediaLink;
import org.huizhen.server.media.MediaRoom;
import org.huizhen.server.signaling.message.MediaMessage;

/**
 * Who gets what of whose media from the media server: what is sent, not muted, wanted and may be received. Confined to the room's
 * thread.
 */
final class Forwarding {
    private final Room room;
    private final int mostShown;
    private final Map<Participant, Links> links;
    private final Map<Participant, Subscriptions> subscriptions = new HashMap<>();

    /** @param links everybody's connections, as they come and go */
    Forwarding(Room room, int mostShown, Map<Participant, Links> links) {
        this.room = room;
        this.mostShown = mostShown;
        this.links = links;
    }

    Subscriptions wishes(Participant of) {
        return subscriptions.computeIfAbsent(of, participant -> new Subscriptions(room, mostShown));
    }

    void forget(Participant participant) {
        subscriptions.remove(participant);
    }

    /** Puts on every connection what belongs there now. */
    void settle() {
        subscriptions.values().forEach(Subscriptions::prune);
        links.values().forEach(Links::closeGone);
        links.forEach((receiver, own) -> own.eachDown((link, sender, bundle) -> {
            for (MediaKind kind : MediaKind.values()) {
                link.feed(kind, room.find(sender).flatMap(of -> source(receiver, of, bundle, kind)));
            }
        }));
    }

    /** A recording takes what anybody could hear and see. */
    void record(Tapes tapes, MediaRoom place) {
        tapes.retain(Set.copyOf(links.keySet()));
        links.forEach((sender, own) -> Tapes.RECORDED.forEach(bundle -> {
            Set<MediaKind> sent = EnumSet.noneOf(MediaKind.class);
            own.flowing(bundle).stream()
                    .filter(kind -> sent(sender, bundle, kind).isPresent())
                    .forEach(sent::add);
            tapes.settle(place, sender, bundle, own.up(bundle), sent);
        }));
    }

    /** The link out of which the receiver gets that kind of the sender's media now. */
    private Optional<MediaLink> source(Participant receiver, Participant sender, Pc.Bundle bundle, MediaKind kind) {
        if (kind == MediaKind.VIDEO && receiver.mode == MediaMessage.Wanted.AUDIO) {
            return Optional.empty();
        }
        Subscriptions wishes = wishes(receiver);
        Optional<Track> track = sent(sender, bundle, kind).filter(of -> wishes.wants(sender, of));
        Links own = links.get(sender);
        if (track.isEmpty() || own == null) {
            return Optional.empty();
        }
        boolean low = kind == MediaKind.VIDEO
                && (receiver.mode == MediaMessage.Wanted.LOW || wishes.wantsLow(sender, track.get()));
        if (low
                && bundle == Pc.Bundle.CAMERA
                && sent(sender, Pc.Bundle.LOW, kind).isPresent()) {
            Optional<MediaLink> small = own.up(Pc.Bundle.LOW);
            if (small.isPresent()) {
                return small;
            }
        }
        return own.up(bundle);
    }

    /** What the sender sends of it and nobody has muted. */
    private static Optional<Track> sent(Participant sender, Pc.Bundle bundle, MediaKind kind) {
        return Media.audible(sender).stream()
                .filter(track -> Pc.Bundle.of(track) == bundle && track.source().video() == (kind == MediaKind.VIDEO))
                .findFirst();
    }
}
