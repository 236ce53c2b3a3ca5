package org.huizhen.gateway.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the ledger knows of one study; guarded by the ledger's lock. */
final class Study {
    /** Where an instance is on its way. */
    enum Stage {
        WAITING,
        SENDING,
        SENT,
        REFUSED
    }

    /** One instance in the spool. */
    static final class Item {
        final SpoolEntry entry;
        Stage stage = Stage.WAITING;
        boolean announced;
        Instant notBefore = Instant.EPOCH;
        String refusal = "";

        Item(SpoolEntry entry) {
            this.entry = entry;
        }
    }

    private static final Set<String> NOT_COMPRESSED =
            Set.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2");
    private static final int LARGEST_DELTA = 1000;
    private static final long SMALLEST_SHARE = 256L << 10;

    final String uid;
    final NavigableMap<Long, Item> items = new TreeMap<>();
    final NavigableMap<Long, Item> waiting = new TreeMap<>();
    final Set<String> devices = new TreeSet<>();
    InstanceHeader header;
    int confirmed;
    int quarantined;
    int duplicates;
    Instant firstReceivedAt;
    Instant lastReceivedAt;
    boolean announcing;
    Instant announceNotBefore = Instant.EPOCH;
    boolean confirming;
    Instant confirmNotBefore = Instant.EPOCH;

    Study(String uid, InstanceHeader header, Instant now) {
        this.uid = uid;
        this.header = header;
        this.firstReceivedAt = now;
        this.lastReceivedAt = now;
    }

    Item add(SpoolEntry entry) {
        Item item = new Item(entry);
        items.put(entry.id(), item);
        waiting.put(entry.id(), item);
        devices.add(entry.description().origin().callingAeTitle());
        if (entry.quarantined()) {
            quarantined++;
        } else {
            header = entry.description().header();
        }
        lastReceivedAt = entry.receivedAt();
        return item;
    }

    void stage(Item item, Stage stage) {
        item.stage = stage;
        if (stage == Stage.WAITING) {
            waiting.put(item.entry.id(), item);
        } else {
            waiting.remove(item.entry.id());
        }
    }

    /** Instances without a study can be told of to nobody: they are sent and the center says what is wrong. */
    private boolean nameless() {
        return uid.isEmpty();
    }

    Optional<Task> announcement(Instant now) {
        if (nameless() || announcing || now.isBefore(announceNotBefore)) {
            return Optional.empty();
        }
        List<SpoolEntry> delta = new ArrayList<>();
        long sequence = 0;
        for (Item item : waiting.values()) {
            if (!item.announced && !item.entry.quarantined() && delta.size() < LARGEST_DELTA) {
                delta.add(item.entry);
                sequence = item.entry.id();
            }
        }
        if (delta.isEmpty()) {
            return Optional.empty();
        }
        announcing = true;
        return Optional.of(new Task.Announce(uid, sequence, delta));
    }

    Optional<Task> batch(Instant now, long mostBytes, int mostInstances, int connections) {
        List<SpoolEntry> batch = new ArrayList<>();
        List<Item> taken = new ArrayList<>();
        long bytes = 0;
        boolean compressible = false;
        long share = Math.max(SMALLEST_SHARE, Math.min(mostBytes, waitingBytes() / connections));
        for (Item item : waiting.values()) {
            if (!sendable(item, now)) {
                continue;
            }
            boolean alike = NOT_COMPRESSED.contains(item.entry.transferSyntaxUid());
            if (batch.isEmpty()) {
                compressible = alike;
            } else if (alike != compressible) {
                continue;
            } else if (bytes + item.entry.length() > share || batch.size() >= mostInstances) {
                break;
            }
            bytes += item.entry.length();
            batch.add(item.entry);
            taken.add(item);
        }
        taken.forEach(item -> stage(item, Stage.SENDING));
        return batch.isEmpty() ? Optional.empty() : Optional.of(new Task.Send(uid, batch, compressible));
    }

    private boolean sendable(Item item, Instant now) {
        if (now.isBefore(item.notBefore)) {
            return false;
        }
        if (item.entry.quarantined()) {
            // The first with this UID has to arrive first, or the center would take this one for it.
            return items.values().stream()
                    .noneMatch(other -> !other.entry.quarantined()
                            && other.entry.sopInstanceUid().equals(item.entry.sopInstanceUid())
                            && (other.stage == Stage.WAITING || other.stage == Stage.SENDING));
        }
        return item.announced || nameless();
    }

    Optional<Task> confirmation(Instant now) {
        if (confirming || nameless() || now.isBefore(confirmNotBefore) || !waiting.isEmpty()) {
            return Optional.empty();
        }
        List<SpoolEntry> sent = entries(Stage.SENT);
        if (sent.isEmpty() || count(Stage.SENDING) > 0) {
            return Optional.empty();
        }
        confirming = true;
        return Optional.of(new Task.Confirm(
                uid, sent, items.values().stream().map(item -> item.entry).toList(), confirmed));
    }

    List<SpoolEntry> entries(Stage stage) {
        return items.values().stream()
                .filter(item -> item.stage == stage)
                .map(item -> item.entry)
                .toList();
    }

    int count(Stage stage) {
        return (int) items.values().stream().filter(item -> item.stage == stage).count();
    }

    long waitingBytes() {
        return waiting.values().stream().mapToLong(item -> item.entry.length()).sum();
    }

    void retryAfter(Collection<SpoolEntry> entries, Instant notBefore) {
        for (SpoolEntry entry : entries) {
            Item item = items.get(entry.id());
            if (item != null) {
                item.notBefore = notBefore;
                stage(item, Stage.WAITING);
            }
        }
    }

    /** Nothing of it is put off any more. */
    void retryNow() {
        announceNotBefore = Instant.EPOCH;
        confirmNotBefore = Instant.EPOCH;
        waiting.values().forEach(item -> item.notBefore = Instant.EPOCH);
    }

    /** Nothing of it is in the spool any more, and it is too old to be shown. */
    boolean forgettable(Instant now, Duration shown) {
        return items.isEmpty() && lastReceivedAt.plus(shown).isBefore(now);
    }

    StudyStatus status() {
        int waitingCount = waiting.size() + count(Stage.SENDING);
        List<String> refusals = items.values().stream()
                .filter(item -> item.stage == Stage.REFUSED)
                .map(item -> item.refusal)
                .distinct()
                .sorted()
                .toList();
        return new StudyStatus(
                header,
                List.copyOf(devices),
                confirmed + items.size(),
                waitingCount,
                count(Stage.SENT),
                confirmed,
                count(Stage.REFUSED),
                quarantined,
                duplicates,
                firstReceivedAt,
                lastReceivedAt,
                items.values().stream()
                        .filter(item -> item.stage == Stage.WAITING || item.stage == Stage.SENDING)
                        .map(item -> item.entry.receivedAt())
                        .findFirst()
                        .orElse(null),
                refusals);
    }
}
