package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.huizhen.server.media.MediaKind;
import org.huizhen.server.media.MediaLink;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Text;

/** One participant's connections with the media server. Confined to the room's thread. */
final class Links {
    private static final int SOONEST_AGAIN = 200;
    private static final int LATEST_AGAIN = 2_000;

    private final Room room;
    private final Participant owner;
    private final Executor thread;
    private final Runnable changed;
    private final Map<String, Last> byName = new HashMap<>();

    /** The last negotiation of a connection. */
    private static final class Last {
        final Pc pc;
        final long negotiation;
        final Set<MediaKind> flowing = EnumSet.noneOf(MediaKind.class);
        /** Null once it is closed, refused or lost. */
        MediaLink link;

        Last(Pc pc, long negotiation) {
            this.pc = pc;
            this.negotiation = negotiation;
        }
    }

    /** @param changed what is to be done when a connection has come or gone */
    Links(Room room, Participant owner, Executor thread, Runnable changed) {
        this.room = room;
        this.owner = owner;
        this.thread = thread;
        this.changed = changed;
    }

    /** A new connection in the place of the former one. @param make begins it on the media server */
    void begin(String name, Pc pc, long negotiation, Function<MediaLink.Listener, MediaLink> make) {
        Last before = byName.get(name);
        if (before != null && negotiation <= before.negotiation) {
            throw stale("negotiation: " + before.negotiation + " was the last");
        }
        Last last = new Last(pc, negotiation);
        last.link = make.apply(new Voice(name, last));
        byName.put(name, last);
        if (before != null) {
            end(before);
        }
    }

    void candidate(String name, long negotiation, MediaLink.Candidate candidate) {
        Last last = byName.get(name);
        if (last == null || last.negotiation != negotiation || last.link == null) {
            throw stale("negotiation: the connection is over");
        }
        last.link.candidate(candidate);
    }

    void close(String name) {
        Last last = byName.get(name);
        if (last != null) {
            end(last);
        }
    }

    /** Those that bring the media of somebody who has left the room. */
    void closeGone() {
        byName.values().stream()
                .filter(last ->
                        last.pc.sender().filter(id -> room.find(id).isEmpty()).isPresent())
                .forEach(Links::end);
    }

    void closeAll() {
        byName.values().forEach(Links::end);
        byName.clear();
    }

    private static void end(Last last) {
        if (last.link != null) {
            last.link.close();
            last.link = null;
        }
    }

    Optional<MediaLink> up(Pc.Bundle bundle) {
        return byName.values().stream()
                .filter(last -> last.link != null && last.pc.equals(Pc.up(bundle)))
                .map(last -> last.link)
                .findFirst();
    }

    /** What arrives at the media server. */
    Set<MediaKind> flowing(Pc.Bundle bundle) {
        return byName.values().stream()
                .filter(last -> last.link != null && last.pc.equals(Pc.up(bundle)))
                .findFirst()
                .map(last -> Set.copyOf(last.flowing))
                .orElse(Set.of());
    }

    /** Each connection that brings somebody else's media. */
    void eachDown(Down action) {
        byName.values()
                .forEach(last -> last.pc.sender().ifPresent(sender -> {
                    if (last.link != null) {
                        action.visit(last.link, sender, last.pc.bundle());
                    }
                }));
    }

    interface Down {
        void visit(MediaLink link, String sender, Pc.Bundle bundle);
    }

    int size() {
        return (int) byName.values().stream().filter(last -> last.link != null).count();
    }

    /** Asks for everything anew. */
    void restartAll() {
        byName.forEach((name, last) -> {
            if (last.link != null) {
                last.link = null;
                restart(name, last);
            }
        });
    }

    private void restart(String name, Last last) {
        // Not all of them at once.
        tell(event("media.restart", name, last)
                .put("retryAfterMs", ThreadLocalRandom.current().nextInt(SOONEST_AGAIN, LATEST_AGAIN)));
    }

    private ObjectNode event(String type, String name, Last last) {
        return room.event(type).put("pc", name).put("negotiation", last.negotiation);
    }

    private void tell(ObjectNode event) {
        owner.media().ifPresent(seat -> seat.event(Text.of(event)));
    }

    private static SignalException stale(String detail) {
        return new SignalException(SignalError.STALE_NEGOTIATION, detail);
    }

    /** What the media server says of one negotiation, as long as it is the last of its connection. */
    private final class Voice implements MediaLink.Listener {
        private final String name;
        private final Last last;

        Voice(String name, Last last) {
            this.name = name;
            this.last = last;
        }

        private void current(Runnable action) {
            thread.execute(() -> {
                if (byName.get(name) == last && last.link != null) {
                    action.run();
                }
            });
        }

        @Override
        public void answered(String sdp) {
            current(() -> tell(event("media.answer", name, last).put("sdp", sdp)));
        }

        @Override
        public void candidate(MediaLink.Candidate candidate) {
            current(() -> {
                ObjectNode event = event("media.candidate", name, last);
                event.putObject("candidate")
                        .put("candidate", candidate.candidate())
                        .put("sdpMid", candidate.sdpMid())
                        .put("sdpMLineIndex", candidate.sdpMLineIndex());
                tell(event);
            });
        }

        @Override
        public void flowing(MediaKind kind, boolean flows) {
            current(() -> {
                if (flows) {
                    last.flowing.add(kind);
                } else {
                    last.flowing.remove(kind);
                }
                changed.run();
            });
        }

        @Override
        public void refused(String detail) {
            current(() -> {
                last.link = null;
                tell(event("media.refused", name, last).put("detail", detail));
                changed.run();
            });
        }

        @Override
        public void lost() {
            current(() -> {
                last.link = null;
                restart(name, last);
                changed.run();
            });
        }
    }
}
