package org.huizhen.server.signaling.room;

import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.media.MediaKind;
import org.huizhen.server.media.MediaLink;
import org.huizhen.server.media.MediaRecorder;
import org.huizhen.server.media.MediaRoom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a running recording: one per person and bundle of sources, and a new one when the connection is made anew or a kind
 * is added that the file's head does not know. What is muted is not in it. Confined to the room's thread.
 */
final class Tapes {
    private static final Logger LOG = LoggerFactory.getLogger(Tapes.class);
    static final Set<Pc.Bundle> RECORDED = EnumSet.of(Pc.Bundle.CAMERA, Pc.Bundle.SCREEN);

    private final RoomId room;
    private final UUID recording;
    private final RecordingBook book;
    private final Clock clock;
    private final Executor background;
    private final Map<Key, Tape> tapes = new HashMap<>();

    private record Key(Participant sender, Pc.Bundle bundle) {}

    private record Tape(MediaLink link, Set<MediaKind> kinds, MediaRecorder recorder) {}

    /** @param background for what is written when a file begins and ends, which may be after the room */
    Tapes(RoomId room, UUID recording, RecordingBook book, Clock clock, Executor background) {
        this.room = room;
        this.recording = recording;
        this.book = book;
        this.clock = clock;
        this.background = background;
    }

    /** Brings the files up to what is sent now. @param sent what flows of it and may be heard or seen */
    void settle(MediaRoom place, Participant sender, Pc.Bundle bundle, Optional<MediaLink> link, Set<MediaKind> sent) {
        Key key = new Key(sender, bundle);
        Tape tape = tapes.get(key);
        if (tape != null && (link.isEmpty() || tape.link != link.get() || !tape.kinds.containsAll(sent))) {
            end(key);
            tape = null;
        }
        if (tape == null && link.isPresent() && !sent.isEmpty()) {
            tape = begun(place, key, link.get(), EnumSet.copyOf(sent));
        }
        if (tape != null) {
            for (MediaKind kind : tape.kinds) {
                tape.recorder.feed(kind, sent.contains(kind) ? link : Optional.empty());
            }
        }
    }

    /** Null where it could not be written down: it will be tried again. */
    private Tape begun(MediaRoom place, Key key, MediaLink link, Set<MediaKind> kinds) {
        try {
            return begin(place, key, link, kinds);
        } catch (LeaseLost e) {
            // The room's thread learns it with the next heartbeat; until then nothing is begun.
            return null;
        } catch (RuntimeException e) {
            LOG.warn("a part of recording {} could not be begun", recording, e);
            return null;
        }
    }

    private Tape begin(MediaRoom place, Key key, MediaLink link, Set<MediaKind> kinds) {
        RecordingBook.Part part = book.part(room, recording, key.sender.person, key.bundle.name());
        MediaRecorder recorder = place.recorder(part.file(), kinds, new MediaRecorder.Listener() {
            @Override
            public void recording() {
                keep(() -> book.partBegan(part, clock.instant()));
            }

            @Override
            public void stopped(boolean whole) {
                keep(() -> book.partEnded(part, clock.instant(), whole));
            }
        });
        Tape tape = new Tape(link, kinds, recorder);
        tapes.put(key, tape);
        return tape;
    }

    private void keep(Runnable write) {
        background.execute(() -> {
            try {
                write.run();
            } catch (LeaseLost e) {
                LOG.info("a part of recording {} is not written down: the room lives elsewhere", recording);
            } catch (RuntimeException e) {
                // The file is there; when the recording is put together its own length counts.
                LOG.warn("a part of recording {} could not be written down", recording, e);
            }
        });
    }

    /** Those of people who are not there any more. */
    void retain(Set<Participant> there) {
        Set.copyOf(tapes.keySet()).stream()
                .filter(key -> !there.contains(key.sender))
                .forEach(this::end);
    }

    private void end(Key key) {
        tapes.remove(key).recorder.close();
    }

    void close() {
        Set.copyOf(tapes.keySet()).forEach(this::end);
    }
}
