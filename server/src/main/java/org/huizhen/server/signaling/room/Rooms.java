package org.huizhen.server.signaling.room;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.media.Lane;
import org.huizhen.server.signaling.message.RoomMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rooms that live on this node. Any thread may call; each room's work runs in order on its own logical thread. */
public final class Rooms {
    /** A room that is that far behind takes no more; its clients are told to try again. */
    private static final int MOST_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

    private final RoomBook book;
    private final RoomLimits limits;
    private final IceServers ice;
    private final MediaPlanes planes;
    private final Optional<RecordingBook> recordings;
    private final Clock clock;
    private final Executor threads;
    private final Map<RoomId, Slot> slots = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** @param recordings none: nothing is recorded */
    public Rooms(
            RoomBook book,
            Optional<RecordingBook> recordings,
            RoomLimits limits,
            IceServers ice,
            MediaPlanes planes,
            Clock clock,
            Executor threads) {
        this.recordings = recordings;
        this.book = book;
        this.limits = limits;
        this.ice = ice;
        this.planes = planes;
        this.clock = clock;
        this.threads = threads;
    }

    /** A room's place: its thread, and the room once its first task has opened it. */
    private final class Slot {
        final Lane thread = new Lane(threads);
        /** Confined to the thread. */
        LiveRoom live;
        /** Confined to the thread: what comes later finds another slot. */
        boolean over;

        volatile int people;

        /** For what comes from elsewhere, as long as the room lives. */
        void later(Runnable task) {
            thread.execute(() -> {
                if (!over) {
                    task.run();
                }
            });
        }
    }

    /** Answers on the room's thread. */
    public void handle(Seat seat, RoomMessage message, Reply reply) {
        RoomId id = message.room();
        if (stopping) {
            reply.refuse(moved());
            return;
        }
        Slot slot = slots.computeIfAbsent(id, room -> new Slot());
        boolean taken = slot.thread.offer(
                () -> {
                    if (slot.over) {
                        handle(seat, message, reply);
                        return;
                    }
                    try {
                        reply.ok(live(id, slot).handle(seat, message));
                    } catch (SignalException e) {
                        reply.refuse(e);
                    } catch (RoomElsewhere e) {
                        reply.elsewhere(e);
                    } catch (LeaseLost e) {
                        part(id, slot);
                        reply.refuse(moved());
                        return;
                    } catch (RuntimeException e) {
                        LOG.error("a message about a room failed", e);
                        reply.refuse(new SignalException(SignalError.UNAVAILABLE, "try again")
                                .retryAfter(Duration.ofSeconds(2)));
                    }
                    if (slot.live == null) {
                        forget(id, slot);
                    } else {
                        slot.people = slot.live.people();
                    }
                },
                MOST_WAITING);
        if (!taken) {
            reply.refuse(new SignalException(SignalError.TOO_MANY_REQUESTS, "the room is behind")
                    .retryAfter(Duration.ofSeconds(1)));
        }
    }

    private LiveRoom live(RoomId id, Slot slot) {
        if (slot.live == null) {
            RoomBook.Opening opening = book.open(id)
                    .orElseThrow(
                            () -> new SignalException(SignalError.NO_SUCH_ROOM, "room: there is none, or it is over"));
            slot.live = new LiveRoom(
                    opening, new LiveRoom.Means(book, recordings, limits, ice, planes, clock, slot::later, threads));
        }
        return slot.live;
    }

    private static SignalException moved() {
        return new SignalException(SignalError.ROOM_MOVED, "the room lives on another node: join again")
                .retryAfter(Duration.ofSeconds(1));
    }

    private void forget(RoomId id, Slot slot) {
        slot.over = true;
        if (slot.live != null) {
            slot.live.end();
        }
        slots.remove(id, slot);
    }

    /** It is empty: whoever comes next may find it on any node. */
    private void release(RoomId id, Slot slot) {
        forget(id, slot);
        try {
            book.released(id);
        } catch (RuntimeException e) {
            LOG.warn("an empty room could not be given back, it stays with this node", e);
        }
    }

    /** It lives elsewhere: nothing is written here any more, everybody joins again. */
    private void part(RoomId id, Slot slot) {
        if (slot.over) {
            return;
        }
        if (slot.live != null) {
            LOG.warn("room {} does not live here any more", id);
            slot.live.moved();
        }
        forget(id, slot);
        book.forgotten(id);
    }

    /** Another node has taken them, or may do so soon. */
    public void lost(List<RoomId> rooms) {
        rooms.forEach(id -> {
            Slot slot = slots.get(id);
            if (slot == null) {
                book.forgotten(id);
            } else {
                slot.thread.execute(() -> part(id, slot));
            }
        });
    }

    /** The tab has no line since then. @param rooms that it is in */
    public void lost(Seat seat, List<RoomId> rooms, Instant since) {
        each(rooms, live -> live.lost(seat, since));
    }

    /** The tab has a line again. */
    public void back(Seat seat, List<RoomId> rooms) {
        each(rooms, live -> live.back(seat));
    }

    /** The tab does not come back. */
    public void gone(Seat seat, List<RoomId> rooms, String reason) {
        each(rooms, live -> live.gone(seat, reason));
    }

    private void each(List<RoomId> rooms, Consumer<LiveRoom> action) {
        rooms.forEach(id -> run(id, action));
    }

    private void run(RoomId id, Consumer<LiveRoom> action) {
        Slot slot = slots.get(id);
        if (slot != null) {
            slot.thread.execute(() -> {
                if (slot.live != null && !slot.over) {
                    try {
                        action.accept(slot.live);
                        slot.people = slot.live.people();
                    } catch (LeaseLost e) {
                        part(id, slot);
                    }
                }
            });
        }
    }

    /** The room was closed, here or by the API: everybody is told and goes. */
    public void closed(RoomId id, String reason) {
        Slot slot = slots.get(id);
        if (slot != null) {
            slot.thread.execute(() -> {
                if (slot.live != null && !slot.over) {
                    try {
                        slot.live.close(reason);
                    } catch (LeaseLost e) {
                        LOG.warn("what closed room {} showed could not be kept: it does not live here any more", id);
                    }
                    forget(id, slot);
                    book.forgotten(id);
                }
            });
        }
    }

    /** Every second: watches lines, saves boards, forgets empty rooms. */
    public void tick() {
        slots.forEach((id, slot) -> slot.thread.execute(() -> {
            try {
                if (slot.live != null && !slot.over && slot.live.tick()) {
                    slot.live.save();
                    release(id, slot);
                }
            } catch (LeaseLost e) {
                part(id, slot);
            }
        }));
    }

    /** The node goes: writes down what is not written yet, takes nothing more. Returns when that is done, within seconds. */
    public void stop() {
        stopping = true;
        Map<RoomId, Slot> all = Map.copyOf(slots);
        CountDownLatch waiting = new CountDownLatch(all.size());
        all.forEach((id, slot) -> {
            run(id, LiveRoom::save);
            slot.thread.execute(waiting::countDown);
        });
        try {
            if (!waiting.await(3, TimeUnit.SECONDS)) {
                LOG.warn("not every room could be written down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public int size() {
        return slots.size();
    }

    public int people() {
        return slots.values().stream().mapToInt(slot -> slot.people).sum();
    }
}
