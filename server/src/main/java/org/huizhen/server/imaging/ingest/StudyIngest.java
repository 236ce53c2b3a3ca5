package org.huizhen.server.imaging.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.patient.PatientResolution;

/** Stores what one request brought of one study, inside the request's transaction. */
final class StudyIngest {
    private final PatientFeature patients;
    private final Completeness completeness;
    private final StudyRows studies = new StudyRows();
    private final InstanceRows instances = new InstanceRows();

    StudyIngest(PatientFeature patients, Completeness completeness) {
        this.patients = patients;
        this.completeness = completeness;
    }

    /** @param arrivals of one study, readable, published unless their bytes are here, in order of UID */
    Map<Arrival, Outcome> store(Transaction transaction, Sender sender, List<Arrival> arrivals) {
        Arrival first = arrivals.getFirst();
        InstanceIndex firstIndex = first.readable().orElseThrow().index();
        String issuer = sender.organizationCode() + "/" + first.device();
        boolean made = studies.insert(transaction, sender, issuer, firstIndex);
        StudyRow study =
                studies.lock(transaction.handle(), firstIndex.study().uid()).orElseThrow();
        Batch batch = new Batch(transaction, sender, study);
        if (!study.organization().equals(sender.organization())) {
            arrivals.forEach(arrival -> batch.quarantine(arrival, "otherOrganization", study.id()));
            batch.finish(false);
            return batch.outcomes;
        }
        if (made) {
            studies.setPatient(
                    transaction.handle(),
                    study.id(),
                    patients.resolve(transaction, sender.organization(), issuer, firstIndex.patient()));
            studies.lockAnnouncements(transaction.handle(), firstIndex.study().uid());
            studies.countAnnounced(transaction.handle(), study.id());
        }
        Set<Long> heard = new LinkedHashSet<>(Set.of(study.sentPatientKey()));
        for (Arrival arrival : arrivals) {
            InstanceIndex index = arrival.readable().orElseThrow().index();
            if (heard.add(index.patientKey())) {
                checkPatient(transaction, sender, arrival, index, study);
            }
        }
        batch.store(arrivals);
        batch.finish(made);
        return batch.outcomes;
    }

    /** Words about the patient that differ from those of the study's first instance. */
    private void checkPatient(
            Transaction transaction, Sender sender, Arrival arrival, InstanceIndex index, StudyRow study) {
        String said = PatientFeature.maskIfIdentityNumber(index.patient().patientId());
        boolean sameId = said.equals(study.sentPatientId());
        boolean agrees = sameId
                && !said.isEmpty()
                && patients.resolve(
                                transaction,
                                sender.organization(),
                                sender.organizationCode() + "/" + arrival.device(),
                                index.patient())
                        instanceof PatientResolution.Matched;
        if (!agrees) {
            studies.contradict(transaction.handle(), study.id());
        }
    }

    /** What happens to one study in one transaction. */
    private final class Batch {
        private final Transaction transaction;
        private final Sender sender;
        private final StudyRow study;
        private final Map<Arrival, Outcome> outcomes = new HashMap<>();
        private int received;
        private long bytes;
        private int conflicts;

        Batch(Transaction transaction, Sender sender, StudyRow study) {
            this.transaction = transaction;
            this.sender = sender;
            this.study = study;
        }

        void store(List<Arrival> arrivals) {
            Map<String, InstanceRows.Known> before = instances.known(
                    transaction.handle(),
                    arrivals.stream()
                            .map(arrival -> arrival.uids().sopInstance())
                            .toList());
            Map<String, InstanceIndex.Series> wanted = new LinkedHashMap<>();
            List<Arrival> fresh = new ArrayList<>();
            Map<String, Arrival> claimed = new HashMap<>();
            List<Arrival> rest = new ArrayList<>();
            for (Arrival arrival : arrivals) {
                InstanceIndex index = arrival.readable().orElseThrow().index();
                if (before.containsKey(index.instance().uid())
                        || claimed.putIfAbsent(index.instance().uid(), arrival) != null) {
                    rest.add(arrival);
                } else {
                    fresh.add(arrival);
                    wanted.putIfAbsent(index.series().uid(), index.series());
                }
            }
            insert(fresh, wanted, rest);
            Map<String, InstanceRows.Known> after = rest.isEmpty()
                    ? Map.of()
                    : instances.known(
                            transaction.handle(),
                            rest.stream()
                                    .map(arrival -> arrival.uids().sopInstance())
                                    .toList());
            rest.forEach(arrival -> compare(arrival, after.get(arrival.uids().sopInstance())));
        }

        /** Inserts what is new; what lost a race for its UID goes to {@code rest}. */
        private void insert(List<Arrival> fresh, Map<String, InstanceIndex.Series> wanted, List<Arrival> rest) {
            if (fresh.isEmpty()) {
                return;
            }
            Map<String, InstanceRows.KnownSeries> series = instances.series(transaction, study.id(), wanted);
            Map<UUID, Arrival> drafted = new HashMap<>();
            List<InstanceRows.Draft> drafts = new ArrayList<>();
            for (Arrival arrival : fresh) {
                Arrival.Readable readable = arrival.readable().orElseThrow();
                InstanceRows.KnownSeries home =
                        series.get(readable.index().series().uid());
                if (!home.study().equals(study.id())) {
                    quarantine(arrival, "otherStudy", home.study());
                    continue;
                }
                InstanceRows.Draft draft = new InstanceRows.Draft(Uuids.next(), home.id(), readable);
                drafts.add(draft);
                drafted.put(draft.id(), arrival);
            }
            instances.insert(transaction, study.id(), drafts);
            Map<String, InstanceRows.Known> winners = instances.known(
                    transaction.handle(),
                    drafts.stream()
                            .map(draft -> draft.arrival().index().instance().uid())
                            .toList());
            List<InstanceRows.Draft> stored = new ArrayList<>();
            Map<UUID, Integer> perSeries = new HashMap<>();
            for (InstanceRows.Draft draft : drafts) {
                Arrival arrival = drafted.get(draft.id());
                if (!winners.get(arrival.uids().sopInstance()).id().equals(draft.id())) {
                    rest.add(arrival);
                    continue;
                }
                stored.add(draft);
                perSeries.merge(draft.series(), 1, Integer::sum);
                received++;
                bytes += draft.arrival().blob().bytes();
                outcomes.put(arrival, new Outcome.Stored());
                if (draft.arrival().index().series().contrast()) {
                    studies.contrast(transaction.handle(), study.id());
                }
            }
            instances.insertHeaders(transaction.handle(), stored);
            instances.countSeries(transaction.handle(), perSeries);
        }

        private void compare(Arrival arrival, InstanceRows.Known known) {
            Arrival.Readable readable = arrival.readable().orElseThrow();
            String syntax = readable.index().instance().transferSyntaxUid();
            if (known == null || !known.study().equals(study.id())) {
                quarantine(arrival, "otherStudy", known == null ? study.id() : known.study());
            } else if (known.sameBytes(syntax, readable.digest())) {
                outcomes.put(arrival, new Outcome.AlreadyStored());
            } else if (!known.transferSyntaxUid().equals(syntax)) {
                instances.noteOtherEncoding(transaction, known.id(), readable);
                outcomes.put(arrival, new Outcome.OtherEncoding());
            } else {
                quarantine(arrival, "otherDigest", study.id());
            }
        }

        void quarantine(Arrival arrival, String reason, StudyId collidesWith) {
            String issuer = sender.organizationCode() + "/" + arrival.device();
            if (instances.quarantine(
                    transaction,
                    sender,
                    issuer,
                    collidesWith,
                    reason,
                    arrival.readable().orElseThrow())) {
                conflicts++;
            }
            outcomes.put(arrival, new Outcome.Failed(FailureReason.QUARANTINED));
        }

        void finish(boolean made) {
            if (received == 0 && conflicts == 0) {
                return;
            }
            StudyRow now = studies.count(transaction, study.id(), received, bytes, conflicts);
            boolean reopened = received > 0 && !study.arriving();
            if (made) {
                publish("study.arrived", now);
            } else if (reopened) {
                publish("study.reopened", now);
            } else if (received > 0) {
                publish("study.updated", now);
            }
            if (conflicts > 0) {
                publish("study.conflict", now);
            }
            completeness.settle(transaction, now);
        }

        private void publish(String type, StudyRow row) {
            ObjectNode payload = JsonNodeFactory.instance.objectNode();
            payload.put("received", row.received()).put("announced", Math.max(row.announced(), row.received()));
            payload.put("matched", row.matched()).put("state", row.state());
            transaction.publish(
                    Event.of(type, "study", row.id(), row.version(), row.organization(), transaction.now(), payload));
        }
    }
}
