package org.huizhen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.huizhen.gateway.spool.Ledger;
import org.huizhen.gateway.spool.Spool;
import org.huizhen.gateway.spool.SpoolEntry;
import org.huizhen.gateway.spool.Task;

/** A center that loses no power: takes what a spool has to give and remembers all of it, a conflict beside the first. */
final class RememberingCenter {
    private final Map<String, List<byte[]>> instances = new LinkedHashMap<>();

    /** All that it was given with that UID, the first first. */
    List<byte[]> of(String sopInstanceUid) {
        return instances.getOrDefault(sopInstanceUid, List.of());
    }

    Set<String> uids() {
        return instances.keySet();
    }

    /** Does what the forwarder would do until there is nothing left to do. */
    void drain(Spool spool) {
        Ledger ledger = spool.ledger();
        for (Optional<Task> next = next(ledger); next.isPresent(); next = next(ledger)) {
            switch (next.get()) {
                case Task.Announce announce -> {
                    List<String> told = announce.entries().stream()
                            .map(SpoolEntry::sopInstanceUid)
                            .toList();
                    assertThat(told).as("announced").doesNotHaveDuplicates();
                    ledger.announced(
                            announce,
                            announce.entries().stream()
                                    .filter(entry -> holds(entry.sopInstanceUid(), bytes(spool, entry)))
                                    .map(SpoolEntry::sopInstanceUid)
                                    .collect(Collectors.toSet()));
                }
                case Task.Send send ->
                    send.entries().forEach(entry -> {
                        take(entry.sopInstanceUid(), bytes(spool, entry));
                        ledger.delivered(entry);
                    });
                case Task.Confirm confirm ->
                    ledger.confirmed(
                            confirm,
                            new HashSet<>(confirm.entries()),
                            confirm.known().size());
            }
        }
    }

    private static Optional<Task> next(Ledger ledger) {
        return ledger.next(1 << 20, 100, 2);
    }

    private boolean holds(String uid, byte[] bytes) {
        return of(uid).stream().anyMatch(one -> Arrays.equals(one, bytes));
    }

    private void take(String uid, byte[] bytes) {
        if (!holds(uid, bytes)) {
            instances.computeIfAbsent(uid, unused -> new ArrayList<>()).add(bytes);
        }
    }

    private static byte[] bytes(Spool spool, SpoolEntry entry) {
        try (InputStream in = spool.read(entry)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
