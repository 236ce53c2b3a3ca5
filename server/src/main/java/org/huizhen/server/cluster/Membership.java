package org.huizhen.server.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.huizhen.server.database.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who lives, this node included: it says so every {@link #BEAT} in the table {@code cluster_node}. One that cannot for
 * longer than a lease is good stops acting as an owner by itself. Thread-safe.
 */
public final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    public static final Duration BEAT = Duration.ofSeconds(5);

    private final Node self;
    private final boolean several;
    private final Map<String, String> shares;
    private final LongSupplier nanos;
    private final UUID life = UUID.randomUUID();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Set<String> urls = ConcurrentHashMap.newKeySet();
    private volatile List<Node> living;
    private volatile long lastBeat;
    private volatile boolean replaced;
    private volatile boolean ended;

    /**
     * @param several whether other servers may run on the database
     * @param shares fingerprints of what all nodes must share, by name
     */
    public Membership(Node self, boolean several, Map<String, String> shares, LongSupplier nanos) {
        this.self = self;
        this.several = several;
        this.shares = Map.copyOf(shares);
        this.nanos = nanos;
        this.living = List.of(self);
        this.urls.add(self.url());
        this.lastBeat = nanos.getAsLong();
    }

    /** The only server. */
    public static Membership alone(String name) {
        return new Membership(new Node(name, ""), false, Map.of(), System::nanoTime);
    }

    public Node self() {
        return self;
    }

    /** Whether other servers may run on the database. */
    public boolean several() {
        return several;
    }

    /** As of the last heartbeat, this node included. */
    public List<Node> living() {
        return living;
    }

    /** Addresses of every node that ever was on this database, as far as known: those that are gone may come back. */
    public Set<String> urls() {
        return Set.copyOf(urls);
    }

    public Optional<Node> marked(String mark) {
        return living.stream().filter(node -> node.mark().equals(mark)).findFirst();
    }

    /** Hears of other nodes, by name. */
    public interface Watcher {
        /** It began, or is heard of again. */
        void came(String node);

        /** It went, or fell silent. */
        void went(String node);
    }

    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /**
     * This life begins.
     *
     * @throws IllegalStateException when a living node does not share what all must
     */
    public void begin(Transaction transaction) {
        if (several) {
            requireShared(transaction);
        }
        Nodes.begin(transaction, self, life, shares);
        lastBeat = nanos.getAsLong();
        urls.addAll(Nodes.urls(transaction.handle()));
        know(Nodes.living(transaction.handle()));
    }

    private void know(List<Node> now) {
        living = now;
        now.forEach(node -> urls.add(node.url()));
    }

    private void requireShared(Transaction transaction) {
        Nodes.shares(transaction.handle(), self.name())
                .forEach((node, theirs) -> shares.forEach((what, fingerprint) -> {
                    if (!fingerprint.equals(theirs.getOrDefault(what, fingerprint))) {
                        throw new IllegalStateException("node " + node + " has another " + what
                                + ": all nodes of a center must share it, see README");
                    }
                }));
    }

    /** This node lives, and learns who else does. */
    public void beat(Transaction transaction) {
        boolean ours = Nodes.beat(transaction, self, life);
        List<Node> now = Nodes.living(transaction.handle());
        transaction.afterCommit(() -> beaten(ours, now));
    }

    private void beaten(boolean ours, List<Node> now) {
        if (!ours && !ended) {
            replaced = true;
            LOG.error("another server runs under the name {}: this one owns nothing any more", self.name());
            return;
        }
        lastBeat = nanos.getAsLong();
        List<Node> before = living;
        know(now);
        others(before, now).forEach(name -> {
            LOG.warn("node {} is gone", name);
            watchers.forEach(watcher -> watcher.went(name));
        });
        others(now, before).forEach(name -> {
            LOG.info("node {} is there", name);
            watchers.forEach(watcher -> watcher.came(name));
        });
    }

    /** Names of other nodes that are among the first and not among the second. */
    private List<String> others(List<Node> some, List<Node> without) {
        List<String> names = new ArrayList<>();
        for (Node node : some) {
            if (!node.name().equals(self.name())
                    && without.stream().noneMatch(known -> known.name().equals(node.name()))) {
                names.add(node.name());
            }
        }
        return names;
    }

    /**
     * Whether this node may act as an owner. Alone on its database it may though the database is away: nobody else could
     * take over.
     */
    public boolean trusted() {
        return !replaced && (!several || nanos.getAsLong() - lastBeat <= Lease.GOOD.toNanos());
    }

    /** It goes in an orderly way. */
    public void end(Transaction transaction) {
        ended = true;
        Nodes.end(transaction, self, life);
    }
}
