package org.huizhen.server.signaling.room;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import org.huizhen.server.signaling.message.FloorMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Source;

/** Who may speak, show and stay. Confined to the room's thread. */
final class Floor {
    private final Room room;
    private final RoomBook book;
    private final Clock clock;
    private final Departure departure;

    /** Takes somebody out of the room. */
    interface Departure {
        void leave(Participant participant, String reason);
    }

    Floor(Room room, RoomBook book, Clock clock, Departure departure) {
        this.room = room;
        this.book = book;
        this.clock = clock;
        this.departure = departure;
    }

    void handle(Participant speaker, FloorMessage message) {
        switch (message) {
            case FloorMessage.Mute mute -> mute(speaker, mute);
            case FloorMessage.Permissions permissions -> permissions(speaker, permissions);
            case FloorMessage.Kick kick -> kick(speaker, room.target(kick.target()));
            case FloorMessage.RaiseHand ignored -> hand(speaker, true);
            case FloorMessage.LowerHand lower -> {
                Participant target = lower.target().map(room::target).orElse(speaker);
                if (target != speaker) {
                    Room.require(speaker, Right.MODERATE);
                }
                hand(target, false);
            }
        }
    }

    private void mute(Participant speaker, FloorMessage.Mute mute) {
        Participant target = room.target(mute.target());
        Source source = mute.source();
        if (target != speaker || mute.lock()) {
            Room.require(speaker, Right.MODERATE);
        }
        if (mute.muted()) {
            target.muted.add(source);
            if (mute.lock()) {
                target.locked.add(source);
            }
        } else if (target == speaker) {
            if (target.locked.contains(source) && !speaker.may(Right.MODERATE)) {
                throw new SignalException(SignalError.NOT_ALLOWED, "a moderator has locked it");
            }
            target.locked.remove(source);
            target.muted.remove(source);
        } else {
            // Nobody opens somebody else's microphone: a moderator lets them do it themselves.
            target.locked.remove(source);
        }
        room.tell(room.event("room.muted")
                .put("target", target.id)
                .put("source", source.identifier())
                .put("muted", target.muted.contains(source))
                .put("locked", target.locked.contains(source))
                .put("by", speaker.id));
    }

    private void permissions(Participant speaker, FloorMessage.Permissions wanted) {
        Room.require(speaker, Right.MODERATE);
        Participant target = room.target(wanted.target());
        if (target.role.moderates()) {
            throw new SignalException(SignalError.NOT_ALLOWED, "a moderator's rights go with the role");
        }
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String name : wanted.rights()) {
            rights.add(Right.of(name)
                    .filter(right -> right != Right.MODERATE)
                    .orElseThrow(() -> new SignalException(
                            SignalError.INVALID_REQUEST,
                            "rights: expected audio, video, screen, chat, point, mark, present")));
        }
        target.rights.clear();
        target.rights.addAll(rights);
        target.tracks.values().removeIf(track -> !target.may(Media.rightFor(track.source())));
        if (!target.listed()) {
            // A viewer does not appear among the people, but must know.
            var event = room.event("room.permissions");
            target.rights(event.putArray("rights"));
            room.tell(target, event);
        }
        room.updated(target);
    }

    private void kick(Participant speaker, Participant target) {
        Room.require(speaker, Right.MODERATE);
        if (target.role == RoomRole.HOST || target == speaker) {
            throw new SignalException(SignalError.NOT_ALLOWED, "the host cannot be removed, nor oneself");
        }
        book.removed(room.id(), speaker.person, target.person.userId());
        room.tell(target, room.event("room.removed"));
        departure.leave(target, "removed");
    }

    private void hand(Participant target, boolean up) {
        if (up == (target.handRaised != null)) {
            return;
        }
        target.handRaised = up ? clock.instant() : null;
        var event = room.event(up ? "hand.raised" : "hand.lowered")
                .put("participant", target.id)
                .put("name", target.person.displayName());
        if (up) {
            event.put("at", target.handRaised.toString());
        }
        room.tell(event);
    }
}
