package org.huizhen.server.imaging.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.blob.StagedBlob;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;

/**
 * Makes arrivals durable and known: files first, then one transaction for the request (decision 2). What is here already
 * is told apart by UID, transfer syntax and digest (decision 3).
 */
final class Ingest {
    private final Database database;
    private final BlobStore blobs;
    private final StudyIngest studies;
    private final InstanceRows instances = new InstanceRows();

    Ingest(Database database, BlobStore blobs, StudyIngest studies) {
        this.database = database;
        this.blobs = blobs;
        this.studies = studies;
    }

    /** What became of each arrival, in their order. After it returns, what was stored is durable and committed. */
    List<Outcome> store(Sender sender, List<Arrival> arrivals) {
        Map<Arrival, Outcome> outcomes = new HashMap<>();
        List<Arrival> candidates = new ArrayList<>();
        Map<String, Arrival> firstOfUid = new LinkedHashMap<>();
        for (Arrival arrival : arrivals) {
            switch (arrival.content()) {
                case Arrival.Unreadable unreadable -> outcomes.put(arrival, new Outcome.Failed(unreadable.reason()));
                case Arrival.Readable readable -> {
                    Arrival first =
                            firstOfUid.putIfAbsent(readable.index().instance().uid(), arrival);
                    if (first == null || !sameBytes(first, readable)) {
                        candidates.add(arrival);
                    }
                }
            }
        }
        outcomes.putAll(storeCandidates(sender, candidates));
        List<Outcome> answer = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            Outcome outcome = outcomes.get(arrival);
            // The same bytes twice in one request: what became of the first holds for the second.
            answer.add(
                    outcome != null
                            ? outcome
                            : again(outcomes.get(firstOfUid.get(arrival.uids().sopInstance()))));
        }
        return answer;
    }

    private Map<Arrival, Outcome> storeCandidates(Sender sender, List<Arrival> candidates) {
        if (candidates.isEmpty()) {
            return Map.of();
        }
        publish(sender, candidates);
        Map<String, List<Arrival>> byStudy = candidates.stream()
                .collect(Collectors.groupingBy(
                        arrival -> arrival.uids().study(), TreeMap::new, Collectors.toCollection(ArrayList::new)));
        // One order of UIDs for all senders, so that two of them do not wait for each other.
        byStudy.values()
                .forEach(list -> list.sort(
                        (a, b) -> a.uids().sopInstance().compareTo(b.uids().sopInstance())));
        return database.write(transaction -> {
            Map<Arrival, Outcome> outcomes = new HashMap<>();
            byStudy.forEach((uid, list) -> outcomes.putAll(studies.store(transaction, sender, list)));
            discardUnused(transaction, outcomes);
            return outcomes;
        });
    }

    /** Instances whose very bytes are here already need no second file. */
    private void publish(Sender sender, List<Arrival> candidates) {
        Map<String, InstanceRows.Known> known = database.read(handle -> instances.known(
                handle,
                candidates.stream().map(arrival -> arrival.uids().sopInstance()).toList()));
        List<StagedBlob> fresh = new ArrayList<>();
        for (Arrival arrival : candidates) {
            Arrival.Readable readable = arrival.readable().orElseThrow();
            InstanceRows.Known one = known.get(arrival.uids().sopInstance());
            if (one == null
                    || !one.organization().equals(sender.organization())
                    || !one.sameBytes(readable.index().instance().transferSyntaxUid(), readable.digest())) {
                fresh.add(readable.blob());
            }
        }
        blobs.publish(fresh);
    }

    private void discardUnused(Transaction transaction, Map<Arrival, Outcome> outcomes) {
        List<StagedBlob> published = outcomes.keySet().stream()
                .map(arrival -> arrival.readable().orElseThrow().blob())
                .filter(StagedBlob::published)
                .toList();
        Map<java.util.UUID, StagedBlob> byId =
                published.stream().collect(Collectors.toMap(blob -> blob.id().value(), blob -> blob));
        byId.keySet().removeAll(instances.named(transaction.handle(), java.util.Set.copyOf(byId.keySet())));
        transaction.afterCommit(() -> byId.values().forEach(blob -> blobs.delete(blob.id())));
    }

    private static boolean sameBytes(Arrival first, Arrival.Readable second) {
        Arrival.Readable one = first.readable().orElseThrow();
        return Arrays.equals(one.digest(), second.digest())
                && one.index()
                        .instance()
                        .transferSyntaxUid()
                        .equals(second.index().instance().transferSyntaxUid());
    }

    private static Outcome again(Outcome first) {
        return first instanceof Outcome.Stored ? new Outcome.AlreadyStored() : first;
    }
}
