package org.huizhen.gateway.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.huizhen.dicom.encoding.FileMeta;
import org.huizhen.gateway.spool.Description;
import org.huizhen.gateway.spool.Ledger;
import org.huizhen.gateway.spool.Sha256;
import org.huizhen.gateway.spool.Spool;
import org.huizhen.gateway.spool.SpoolEntry;
import org.huizhen.gateway.spool.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one task at the center and tells the ledger what came of it. Thread-safe; blocks. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Spool spool;
    private final Ledger ledger;
    private final CenterClient client;
    private final String base;
    private final boolean compress;
    private final Backoff backoff;
    private final Clock clock;
    private final Map<Long, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Integer> studyFailures = new ConcurrentHashMap<>();

    Delivery(Spool spool, CenterClient client, String gatewayId, boolean compress, Backoff backoff, Clock clock) {
        this.spool = spool;
        this.ledger = spool.ledger();
        this.client = client;
        this.base = "/api/v1/gateways/" + gatewayId + "/studies/";
        this.compress = compress;
        this.backoff = backoff;
        this.clock = clock;
    }

    /** The center is back: what waited because of it need not wait out its pause. */
    void centerIsBack() {
        failures.clear();
        studyFailures.clear();
        ledger.retryNow();
    }

    /**
     * Carries out the task.
     *
     * @return false when something on our own side failed; the task is back in the ledger then
     * @throws CenterException when the line or the center failed; the task is back in the ledger then
     */
    boolean perform(Task task) {
        try {
            switch (task) {
                case Task.Announce announce -> announce(announce);
                case Task.Send send -> send(send);
                case Task.Confirm confirm -> confirm(confirm);
            }
            return true;
        } catch (CenterException e) {
            later(task, clock.instant());
            throw e;
        } catch (RuntimeException e) {
            // Whatever it is, it must neither lose the task nor be tried again at once.
            LOG.error("a task for the center failed", e);
            later(task, nextTry(task.studyInstanceUid()));
            return false;
        }
    }

    private void later(Task task, Instant notBefore) {
        switch (task) {
            case Task.Announce announce -> ledger.announceLater(announce, notBefore);
            case Task.Send send -> ledger.sendLater(send.entries(), notBefore);
            case Task.Confirm confirm -> ledger.confirmLater(confirm, notBefore);
        }
    }

    private void announce(Task.Announce task) {
        try {
            ledger.announced(task, have(task.studyInstanceUid(), task.sequence(), task.entries()));
            studyFailures.remove(task.studyInstanceUid());
        } catch (CenterException e) {
            if (e.kind() != CenterException.Kind.REFUSED) {
                throw e;
            }
            LOG.warn("the center refuses a manifest: {}", e.reason());
            ledger.announceLater(task, nextTry(task.studyInstanceUid()));
        }
    }

    private Set<String> have(String studyUid, long sequence, List<SpoolEntry> entries) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("seq", sequence);
        ArrayNode add = body.putArray("add");
        for (SpoolEntry entry : entries) {
            add.addObject()
                    .put("sopInstanceUid", entry.sopInstanceUid())
                    .put("sopClassUid", entry.description().sopClassUid())
                    .put("transferSyntaxUid", entry.transferSyntaxUid())
                    .put("bytes", entry.length())
                    .put("sha256", entry.sha256().hex());
        }
        Set<String> have = new HashSet<>();
        client.post(base + studyUid + "/manifest", body).path("have").forEach(uid -> have.add(uid.asText()));
        return have;
    }

    private void send(Task.Send task) {
        try {
            settle(task.entries(), client.store(body(task.entries(), task.compressible())));
        } catch (CenterException e) {
            if (e.kind() != CenterException.Kind.REFUSED) {
                throw e;
            }
            if (task.entries().size() == 1) {
                ledger.refused(task.entries().getFirst(), e.reason());
            } else {
                sendOneByOne(task);
            }
        } catch (UncheckedIOException e) {
            if (task.entries().size() == 1) {
                unreadable(task.entries().getFirst(), e);
            } else {
                sendOneByOne(task);
            }
        }
    }

    /** One of them is the reason of a failure: each goes alone, so that the others get through. */
    private void sendOneByOne(Task.Send task) {
        List<SpoolEntry> rest = new ArrayList<>(task.entries());
        while (!rest.isEmpty()) {
            SpoolEntry entry = rest.getFirst();
            try {
                settle(List.of(entry), client.store(body(List.of(entry), task.compressible())));
            } catch (CenterException alone) {
                if (alone.kind() != CenterException.Kind.REFUSED) {
                    ledger.sendLater(rest, clock.instant());
                    throw alone;
                }
                ledger.refused(entry, alone.reason());
            } catch (UncheckedIOException alone) {
                unreadable(entry, alone);
            }
            rest.removeFirst();
        }
    }

    private void unreadable(SpoolEntry entry, UncheckedIOException e) {
        LOG.error("instance {} cannot be read from the spool", entry.id(), e);
        ledger.sendLater(
                List.of(entry), clock.instant().plus(backoff.delay(failures.merge(entry.id(), 1, Integer::sum))));
    }

    private StowBody body(List<SpoolEntry> entries, boolean compressible) {
        List<StowBody.Part> parts = entries.stream().map(this::part).toList();
        return new StowBody(parts, compress && compressible);
    }

    private StowBody.Part part(SpoolEntry entry) {
        Description description = entry.description();
        StringBuilder headers = new StringBuilder();
        line(headers, "Huizhen-Device", description.origin().callingAeTitle());
        line(headers, "Huizhen-Device-Address", description.origin().address());
        line(headers, "Huizhen-Received-At", entry.receivedAt().toString());
        if (!description.origin().characterSet().isEmpty()) {
            line(headers, "Huizhen-Character-Set", description.origin().characterSet());
        }
        return new StowBody.Part(
                headers.toString(),
                FileMeta.encode(
                        description.sopClassUid(), description.sopInstanceUid(), description.transferSyntaxUid()),
                () -> spool.read(entry));
    }

    /** AE titles come from the network: only printable ASCII goes into a header. */
    private static void line(StringBuilder out, String name, String value) {
        out.append(name)
                .append(": ")
                .append(value.replaceAll("[^\\x20-\\x7e]", "?"))
                .append("\r\n");
    }

    private void settle(List<SpoolEntry> entries, StowAnswer answer) {
        for (SpoolEntry entry : entries) {
            StowAnswer.Failure failure = answer.failed().get(entry.sopInstanceUid());
            boolean stored = answer.stored().contains(entry.sopInstanceUid());
            if (failure != null ? failure.quarantined() : stored) {
                failures.remove(entry.id());
                ledger.delivered(entry);
            } else if (failure == null || failure.passing()) {
                int count = failures.merge(entry.id(), 1, Integer::sum);
                ledger.sendLater(List.of(entry), clock.instant().plus(backoff.delay(count)));
            } else {
                failures.remove(entry.id());
                LOG.warn("the center refuses instance {} for good: {}", entry.id(), failure.reason());
                ledger.refused(entry, failure.reason());
            }
        }
    }

    private void confirm(Task.Confirm task) {
        String uid = task.studyInstanceUid();
        JsonNode answer;
        try {
            answer = client.get(base + uid);
        } catch (CenterException e) {
            if (e.kind() != CenterException.Kind.REFUSED) {
                throw e;
            }
            ledger.confirmLater(task, nextTry(uid));
            return;
        }
        Set<String> missing = texts(answer.path("missing"));
        Set<String> conflicts = texts(answer.path("conflicts"));
        List<SpoolEntry> lost = task.entries().stream()
                .filter(entry -> missing.contains(entry.sopInstanceUid()))
                .toList();
        if (!lost.isEmpty()) {
            Instant then = nextTry(uid);
            LOG.warn("the center misses {} instances that it had taken; they are sent again", lost.size());
            ledger.sendLater(lost, then);
            ledger.confirmLater(task, then);
            return;
        }
        boolean proven = answer.path("confirmed").asBoolean()
                && digest(task.known(), conflicts).equals(answer.path("digest").asText());
        List<SpoolEntry> safe = new ArrayList<>(task.entries());
        if (!proven) {
            // The center's digest covers more or less than we still have: ask it instance by instance.
            long sequence = task.entries().getLast().id();
            Set<String> have = have(uid, sequence, task.entries());
            safe.removeIf(
                    entry -> !have.contains(entry.sopInstanceUid()) && !conflicts.contains(entry.sopInstanceUid()));
        }
        ledger.confirmed(task, safe, answer.path("announced").asInt(Integer.MAX_VALUE));
        if (safe.size() < task.entries().size()) {
            ledger.confirmLater(task, nextTry(uid));
        } else {
            studyFailures.remove(uid);
        }
    }

    /** SHA-256 over UID and digest of each instance in order of UID, in lower-case hexadecimal. */
    static String digest(List<SpoolEntry> entries, Set<String> conflicts) {
        MessageDigest digest = Sha256.digest();
        entries.stream()
                .filter(entry -> !entry.quarantined() && !conflicts.contains(entry.sopInstanceUid()))
                .sorted(Comparator.comparing(SpoolEntry::sopInstanceUid))
                .forEach(entry -> {
                    digest.update(entry.sopInstanceUid().getBytes(StandardCharsets.US_ASCII));
                    digest.update(entry.sha256().bytes());
                });
        return HexFormat.of().formatHex(digest.digest());
    }

    private Instant nextTry(String studyUid) {
        Duration delay = backoff.delay(studyFailures.merge(studyUid, 1, Integer::sum));
        return clock.instant().plus(delay);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
