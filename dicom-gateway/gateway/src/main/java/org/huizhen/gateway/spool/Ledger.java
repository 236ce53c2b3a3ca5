package org.huizhen.gateway.spool;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.huizhen.gateway.spool.Study.Item;
import org.huizhen.gateway.spool.Study.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in the spool, study by study, and what is to be done about it. Thread-safe; every change that must outlive
 * the process is in a segment or in the state log. Longer than others because every transition stands under its one lock.
 */
public final class Ledger {
    /** How long a finished study stays on the status page. */
    static final Duration SHOWN = Duration.ofDays(3);

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final SegmentFolder folder;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Map<String, Study> studies = new LinkedHashMap<>();
    private final Map<String, List<SpoolEntry>> byUid = new HashMap<>();
    private final Map<Integer, Integer> live = new HashMap<>();
    private final Set<Integer> open = new HashSet<>();
    private StateLog log;
    private long waitingInstances;
    private long waitingBytes;
    private long refused;
    private long received;
    private long delivered;
    private long duplicates;
    private int damaged;
    private Instant lastDelivered;
    private Instant lastLook = Instant.MIN;
    private volatile Urgency urgency = Urgency.NONE;

    Ledger(SegmentFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    // ---- receiving ----

    /** The instances with that UID; more than one where some are in quarantine. */
    List<SpoolEntry> known(String sopInstanceUid) {
        return locked(() -> byUid.getOrDefault(sopInstanceUid, List.of()));
    }

    void received(SpoolEntry entry) {
        locked(() -> {
            index(entry);
            received++;
            work.signalAll();
            return null;
        });
    }

    void repeated(Description description, Receipt receipt) {
        locked(() -> {
            duplicates++;
            Study study = studies.get(description.header().studyInstanceUid());
            if (study != null && receipt == Receipt.DUPLICATE) {
                study.duplicates++;
            }
            return null;
        });
    }

    private Item index(SpoolEntry entry) {
        Study study = studies.computeIfAbsent(
                entry.studyInstanceUid(),
                uid -> new Study(uid, entry.description().header(), entry.receivedAt()));
        byUid.merge(entry.sopInstanceUid(), List.of(entry), Ledger::joined);
        live.merge(entry.segment(), 1, Integer::sum);
        waitingInstances++;
        waitingBytes += entry.length();
        return study.add(entry);
    }

    private static List<SpoolEntry> joined(List<SpoolEntry> left, List<SpoolEntry> right) {
        List<SpoolEntry> both = new ArrayList<>(left);
        both.addAll(right);
        return List.copyOf(both);
    }

    void opened(int segment) {
        locked(() -> open.add(segment));
    }

    void sealed(int segment) {
        locked(() -> {
            open.remove(segment);
            retireIfEmpty(segment);
            return null;
        });
    }

    private void retireIfEmpty(int segment) {
        if (!open.contains(segment) && live.getOrDefault(segment, 0) == 0) {
            live.remove(segment);
            try {
                folder.retire(segment);
            } catch (IOException e) {
                LOG.warn("cannot remove segment {}: {}", segment, e.getMessage());
            }
        }
    }

    // ---- after a restart ----

    /**
     * Takes over what the segments hold and what the log says of it.
     *
     * @param segments all segment files there are; none of them is written any more
     * @return the lines that a new log begins with
     */
    List<String> restore(List<SpoolEntry> entries, List<String> lines, Set<Integer> segments, int damagedRecords) {
        Restore restore = Restore.parse(lines, clock.instant().minus(SHOWN));
        damaged = damagedRecords;
        restore.studies().forEach(study -> studies.put(study.uid, study));
        List<String> keep = new ArrayList<>();
        for (SpoolEntry entry : withoutRepeated(entries)) {
            if (restore.released().contains(entry.id())) {
                keep.add("X " + entry.id());
                continue;
            }
            Item item = index(entry);
            Study study = studies.get(entry.studyInstanceUid());
            String refusal = restore.refused().get(entry.id());
            if (refusal == null && !restore.sent().contains(entry.id())) {
                continue;
            }
            study.stage(item, refusal == null ? Stage.SENT : Stage.REFUSED);
            waitingInstances--;
            waitingBytes -= entry.length();
            if (refusal != null) {
                item.refusal = refusal;
                refused++;
            }
            keep.add(refusal == null ? "S " + entry.id() : "R " + entry.id() + " " + refusal);
        }
        segments.forEach(this::retireIfEmpty);
        studies.values().forEach(study -> keep.add(StudyLine.write(study)));
        return keep;
    }

    /** Of the same bytes twice, the earlier were refused when the disk failed; only the later are known to be on it. */
    private static Collection<SpoolEntry> withoutRepeated(List<SpoolEntry> entries) {
        Map<List<Object>, SpoolEntry> last = new LinkedHashMap<>();
        for (SpoolEntry entry : entries) {
            List<Object> bytes = List.of(entry.sopInstanceUid(), entry.transferSyntaxUid(), entry.sha256());
            last.remove(bytes);
            last.put(bytes, entry);
        }
        return last.values();
    }

    void log(StateLog newLog) {
        log = newLog;
    }

    // ---- forwarding ----

    /** From now on the most urgent studies go first. */
    public void urgency(Urgency order) {
        urgency = order;
    }

    /**
     * The next thing to do; the most urgent studies first, of these the oldest, telling before sending. Empty when nothing can
     * be done now.
     */
    public Optional<Task> next(long mostBytes, int mostInstances, int connections) {
        return locked(() -> {
            Instant now = clock.instant();
            if (now.isBefore(lastLook)) { // the clock was set back: what was put off would wait for it to catch up
                studies.values().forEach(Study::retryNow);
            }
            lastLook = now;
            Optional<Task> task = Optional.empty();
            for (Study study : inOrder()) {
                if (task.isEmpty()) {
                    task = study.announcement(now)
                            .or(() -> study.batch(now, mostBytes, mostInstances, connections))
                            .or(() -> study.confirmation(now));
                }
            }
            return task;
        });
    }

    private List<Study> inOrder() {
        Urgency order = urgency;
        return studies.values().stream()
                .filter(study -> !study.items.isEmpty())
                .sorted(Comparator.comparingInt(study -> order.rank(study.uid, study.header.modality(), study.devices)))
                .toList();
    }

    /** Waits until something may have changed, at most so long. */
    public void awaitWork(Duration most) throws InterruptedException {
        lock.lock();
        try {
            work.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            lock.unlock();
        }
    }

    /** The center knows of them now; those it has already need not be sent. */
    public void announced(Task.Announce task, Set<String> have) {
        inStudy(task, study -> {
            study.announcing = false;
            for (SpoolEntry entry : task.entries()) {
                Item item = study.items.get(entry.id());
                if (item != null && item.stage == Stage.WAITING) {
                    item.announced = true;
                    if (have.contains(entry.sopInstanceUid())) {
                        deliver(study, item);
                    }
                }
            }
        });
    }

    public void announceLater(Task.Announce task, Instant notBefore) {
        inStudy(task, study -> {
            study.announcing = false;
            study.announceNotBefore = notBefore;
        });
    }

    /** The center has stored the instance, or keeps it in quarantine. */
    public void delivered(SpoolEntry entry) {
        inStudy(entry.studyInstanceUid(), study -> {
            Item item = study.items.get(entry.id());
            if (item != null && item.stage != Stage.SENT) {
                deliver(study, item);
                if (study.uid.isEmpty() || entry.quarantined()) {
                    release(study, List.of(entry), Integer.MAX_VALUE); // no count or digest of the center covers it
                }
            }
        });
    }

    private void deliver(Study study, Item item) {
        study.stage(item, Stage.SENT);
        waitingInstances--;
        waitingBytes -= item.entry.length();
        delivered++;
        lastDelivered = clock.instant();
        log.append("S " + item.entry.id());
    }

    /** The center will never take it. @param reason a stable word or status code, no text of the center */
    public void refused(SpoolEntry entry, String reason) {
        inStudy(entry.studyInstanceUid(), study -> {
            Item item = study.items.get(entry.id());
            if (item != null && item.stage != Stage.REFUSED) {
                study.stage(item, Stage.REFUSED);
                item.refusal = reason;
                waitingInstances--;
                waitingBytes -= entry.length();
                refused++;
                log.append("R " + entry.id() + " " + reason.replaceAll("\\s", "_"));
            }
        });
    }

    /** They were not delivered: try again then. */
    public void sendLater(Collection<SpoolEntry> entries, Instant notBefore) {
        for (SpoolEntry entry : entries) {
            inStudy(entry.studyInstanceUid(), study -> {
                Item item = study.items.get(entry.id());
                if (item != null && item.stage == Stage.SENT) {
                    waitingInstances++;
                    waitingBytes += entry.length();
                    item.announced = false; // so that the center says what it has before bytes travel again
                }
                study.retryAfter(List.of(entry), notBefore);
            });
        }
    }

    /** What was put off may be tried at once: the reason for the delay is gone. */
    public void retryNow() {
        locked(() -> {
            studies.values().forEach(Study::retryNow);
            work.signalAll();
            return null;
        });
    }

    /**
     * The center has proved that it has these.
     *
     * @param announced different instances of the study that the center has ever been told of
     */
    public void confirmed(Task.Confirm task, Collection<SpoolEntry> proven, int announced) {
        inStudy(task, study -> {
            study.confirming = false;
            release(study, proven, announced);
        });
    }

    public void confirmLater(Task.Confirm task, Instant notBefore) {
        inStudy(task, study -> {
            study.confirming = false;
            study.confirmNotBefore = notBefore;
        });
    }

    private void release(Study study, Collection<SpoolEntry> entries, int announced) {
        for (SpoolEntry entry : entries) {
            Item item = study.items.get(entry.id());
            if (item == null || item.stage != Stage.SENT) {
                continue;
            }
            log.append("X " + entry.id());
            study.items.remove(entry.id());
            study.confirmed++;
            byUid.computeIfPresent(entry.sopInstanceUid(), (uid, known) -> {
                List<SpoolEntry> rest =
                        known.stream().filter(other -> other.id() != entry.id()).toList();
                return rest.isEmpty() ? null : rest;
            });
            live.merge(entry.segment(), -1, Integer::sum);
            retireIfEmpty(entry.segment());
        }
        // What was confirmed once and came again is known as a repetition to the center alone: it has left the spool.
        study.confirmed = (int) Math.min(study.confirmed, (long) announced + study.quarantined);
        log.append(StudyLine.write(study));
    }

    // ---- reading ----

    /** Studies that have something in the spool or came within the last days, oldest first. */
    public List<StudyStatus> studies() {
        return locked(() -> {
            Instant now = clock.instant();
            studies.values().removeIf(study -> study.forgettable(now, SHOWN));
            return studies.values().stream().map(Study::status).toList();
        });
    }

    public SpoolTotals totals() {
        return locked(() -> new SpoolTotals(
                waitingInstances,
                waitingBytes,
                refused,
                studies.values().stream().mapToLong(study -> study.quarantined).sum(),
                received,
                delivered,
                duplicates,
                damaged,
                studies.values().stream()
                        .map(study -> study.status().oldestWaiting())
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null),
                lastDelivered));
    }

    private void inStudy(Task task, Consumer<Study> change) {
        inStudy(task.studyInstanceUid(), change);
    }

    private void inStudy(String uid, Consumer<Study> change) {
        locked(() -> {
            Study study = studies.get(uid);
            if (study != null) {
                change.accept(study);
                work.signalAll();
            }
            return null;
        });
    }

    private <T> T locked(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }
}
