package org.huizhen.dicom.scp;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The connections of a server and how many associations each address has. Thread-safe. */
final class OpenAssociations {
    /** Connections may wait for their request or their close beside the associations. */
    private static final int SPARE_CONNECTIONS = 64;

    private final AssociationLimits limits;
    private final Set<ServerAssociation> connections = new HashSet<>();
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int associations;

    OpenAssociations(AssociationLimits limits) {
        this.limits = limits;
    }

    /** False when there are too many connections to even listen to this one. */
    synchronized boolean connect(ServerAssociation connection) {
        if (connections.size() >= limits.total() + SPARE_CONNECTIONS) {
            return false;
        }
        return connections.add(connection);
    }

    synchronized void disconnect(ServerAssociation connection) {
        connections.remove(connection);
        notifyAll();
    }

    /** False when a limit is reached. */
    synchronized boolean enter(InetAddress address) {
        if (associations >= limits.total() || byAddress.getOrDefault(address, 0) >= limits.perAddress()) {
            return false;
        }
        associations++;
        byAddress.merge(address, 1, Integer::sum);
        return true;
    }

    synchronized void leave(InetAddress address) {
        associations--;
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    synchronized int associations() {
        return associations;
    }

    synchronized List<ServerAssociation> snapshot() {
        return List.copyOf(connections);
    }

    /** Waits until no connection is left or the time is over; true when none is left. */
    synchronized boolean awaitNone(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (!connections.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
