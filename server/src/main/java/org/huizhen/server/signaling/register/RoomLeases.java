package org.huizhen.server.signaling.register;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.huizhen.server.cluster.Lease;
import org.huizhen.server.cluster.Membership;
import org.huizhen.server.cluster.Node;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.room.LeaseLost;
import org.huizhen.server.signaling.room.RoomElsewhere;
import org.jdbi.v3.core.Handle;

/**
 * Which node a room lives on: the lease in its row. A write of a live room locks that row and asks for the fence under which
 * the room was claimed, so that a node which was paused or cut off while another took over writes nothing any more.
 */
final class RoomLeases {
    /** A node silent for so long does not come back as the owner of anything. */
    private static final Duration DEAD = Duration.ofMinutes(5);

    private final Membership members;
    /** Fences of the rooms that live here. */
    private final Map<RoomId, Long> held = new ConcurrentHashMap<>();

    RoomLeases(Membership members) {
        this.members = members;
    }

    private record Row(Lease lease, String url) {}

    /**
     * Takes the room for this node; stays that its former owner left open ended at that owner's last heartbeat.
     *
     * @throws RoomElsewhere when another node owns it
     * @throws SignalException when this node must not own anything, or the owner has fallen silent and may yet come back
     */
    void claim(Transaction transaction, RoomId room) {
        String self = members.self().name();
        if (!members.trusted()) {
            throw new SignalException(SignalError.UNAVAILABLE, "this server is cut off")
                    .retryAfter(Duration.ofSeconds(2));
        }
        Optional<Row> found = lock(transaction.handle(), room);
        if (found.isEmpty()) {
            return;
        }
        Lease lease = found.get().lease();
        if (!lease.freeFor(self)) {
            if (lease.late()) {
                throw new SignalException(SignalError.ROOM_MOVED, "its server is silent: join again")
                        .retryAfter(soon(lease.remaining()));
            }
            throw new RoomElsewhere(found.get().url());
        }
        long fence = lease.fence() + 1;
        transaction
                .handle()
                .createUpdate("update room set lease_node = :node, lease_fence = :fence where id = :id")
                .bind("node", self)
                .bind("fence", fence)
                .bind("id", room)
                .execute();
        Attendance.crashed(transaction, room, self);
        transaction.afterCommit(() -> held.put(room, fence));
    }

    /** Asked again at least each second, so that people who ask at different times are not far apart. */
    private static Duration soon(Duration remaining) {
        Duration most = Duration.ofSeconds(1);
        return remaining.compareTo(most) > 0 ? most : remaining.plusMillis(50);
    }

    private static Optional<Row> lock(Handle handle, RoomId room) {
        return handle.createQuery("""
                        select r.lease_node, r.lease_fence, coalesce(n.url, '') as url,
                          case when n.ended_at is null
                            then extract(epoch from clock_timestamp() - n.heartbeat_at) end as silence
                        from room r left join cluster_node n on n.name = r.lease_node
                        where r.id = :id for no key update of r
                        """)
                .bind("id", room)
                .map((row, context) -> new Row(
                        new Lease(
                                Optional.ofNullable(row.getString("lease_node")),
                                row.getLong("lease_fence"),
                                Optional.ofNullable(row.getObject("silence", java.math.BigDecimal.class))
                                        .map(seconds -> Duration.ofMillis(
                                                seconds.movePointRight(3).longValue()))),
                        row.getString("url")))
                .findOne();
    }

    /**
     * Locks the room's row. Gives the fence under which the room lives here.
     *
     * @throws LeaseLost unless the room lives here
     */
    long require(Transaction transaction, RoomId room) {
        Long fence = held.get(room);
        if (fence == null || !members.trusted()) {
            throw new LeaseLost();
        }
        requireFence(transaction, room, fence);
        return fence;
    }

    /**
     * For what is written after the room was given back: locks its row.
     *
     * @throws LeaseLost when anybody has taken the room since
     */
    static void requireFence(Transaction transaction, RoomId room, long fence) {
        Optional<Long> current = transaction
                .handle()
                .createQuery("select lease_fence from room where id = :id for no key update")
                .bind("id", room)
                .mapTo(Long.class)
                .findOne();
        if (current.isEmpty() || current.get() != fence) {
            throw new LeaseLost();
        }
    }

    /** Whether the room lives here, by the fence in its locked row. */
    boolean holds(RoomId room, long fence) {
        Long ours = held.get(room);
        return ours != null && ours == fence && members.trusted();
    }

    /** The room lives nowhere now. */
    void release(Transaction transaction, RoomId room) {
        Long fence = held.remove(room);
        if (fence != null) {
            transaction
                    .handle()
                    .createUpdate("update room set lease_node = null where id = :id and lease_fence = :fence")
                    .bind("id", room)
                    .bind("fence", fence)
                    .execute();
        }
    }

    /** The room lives elsewhere: nothing is left to give back. */
    void forget(RoomId room) {
        held.remove(room);
    }

    /** This node goes. */
    void releaseAll(Transaction transaction) {
        transaction
                .handle()
                .createUpdate("update room set lease_node = null where lease_node = :node")
                .bind("node", members.self().name())
                .execute();
    }

    /** Rooms that live here, as far as this node knows. */
    List<RoomId> held() {
        return List.copyOf(held.keySet());
    }

    /** Rooms that are thought to live here, and do not any more. */
    List<RoomId> lost(Handle handle) {
        Map<RoomId, Long> before = Map.copyOf(held);
        if (before.isEmpty()) {
            return List.of();
        }
        Map<RoomId, Long> ours = handle
                .createQuery("select id, lease_fence from room where lease_node = :node and state = 'open'")
                .bind("node", members.self().name())
                .map((row, context) ->
                        Map.entry(new RoomId(row.getObject("id", UUID.class)), row.getLong("lease_fence")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return before.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(ours.get(entry.getKey())))
                // Given back and claimed anew meanwhile: that is another matter.
                .filter(entry -> entry.getValue().equals(held.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A job: nodes that do not come back own nothing and nobody is in their rooms. Returns how many stays that ended.
     */
    static int bury(Transaction transaction) {
        List<Node> dead = transaction
                .handle()
                .createQuery("""
                        select name, url from cluster_node where ended_at is null
                          and heartbeat_at < clock_timestamp() - make_interval(secs => :seconds)
                        """)
                .bind("seconds", DEAD.toSeconds())
                .map((row, context) -> new Node(row.getString("name"), row.getString("url")))
                .list();
        int stays = 0;
        for (Node node : dead) {
            transaction
                    .handle()
                    .createUpdate(
                            "update room set lease_node = null, lease_fence = lease_fence + 1 where lease_node = :node")
                    .bind("node", node.name())
                    .execute();
            stays += Attendance.crashed(transaction, node.name());
        }
        return stays;
    }
}
