package org.huizhen.server.reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Lists of requests, ordered by time left, and the counts of the saved views. */
final class Worklist {
    /** A claim that has run out counts as submitted here, whether or not the job has come by. */
    private static final String STATE =
            "case when r.state = 'claimed' and r.lease_until <= :now then 'submitted' else r.state end";

    private static final String MINE = """
            ((r.lease_holder = :me and r.lease_until > :now)
              or (r.writer_id = :me and r.state in ('written', 'amendmentWritten')))""";

    /**
     * What is asked for; empty lists and optionals ask for nothing.
     *
     * @param states as stored
     * @param patient local or master
     */
    record Filter(
            List<String> states,
            List<String> modalities,
            Optional<Priority> priority,
            Optional<OrganizationId> organization,
            Optional<UUID> patient,
            Optional<StudyId> study,
            boolean mine,
            Optional<String> words,
            Optional<Instant> from,
            Optional<String> alarm) {}

    /** Where a page begins: after the last row of the one before. */
    record Position(Instant dueAt, UUID id) {}

    record Counts(
            int emergency,
            int toRead,
            int toReview,
            int returned,
            int mine,
            int overdue,
            int preliminary,
            int lateImages) {}

    private static final Map<String, String> ALARMS = Map.of(
            "overdue", "r.due_at <= :now and r.clock_started and r.state in (OPEN)",
            "preliminary", "r.preliminary_at is not null and r.state in (OPEN)",
            "lateImages", "r.late_at is not null and r.state = 'final'");
    private static final String OPEN =
            "'submitted', 'claimed', 'preliminary', 'written', 'amending', 'amendmentWritten'";

    static Set<String> alarms() {
        return ALARMS.keySet();
    }

    private static String alarm(String name) {
        return ALARMS.get(name).replace("OPEN", OPEN);
    }

    private Worklist() {}

    /** One row more than {@code limit} when there are more. */
    static List<ReadingRequest> page(
            Handle handle, Scope scope, UserId me, Filter filter, Optional<Position> after, int limit, Instant now) {
        List<String> conditions = new ArrayList<>();
        conditions.add(scope.condition("r.organization_id"));
        if (!filter.states().isEmpty()) {
            conditions.add(STATE + " = any(:states)");
            conditions.add("r.state in (" + candidates(filter.states()) + ")");
        }
        if (!filter.modalities().isEmpty()) {
            conditions.add("r.modality = any(:modalities)");
        }
        filter.priority().ifPresent(value -> conditions.add("r.priority = :priority"));
        filter.organization().ifPresent(value -> conditions.add("r.organization_id = :organization"));
        filter.patient().ifPresent(value -> conditions.add(":patient in (s.patient_id, s.master_patient_id)"));
        filter.study().ifPresent(value -> conditions.add("r.study_id = :study"));
        filter.words()
                .ifPresent(value -> conditions.add(
                        "(position(lower(:words) in lower(s.patient_name)) > 0 or s.accession_number = :words)"));
        filter.from().ifPresent(value -> conditions.add("r.submitted_at >= :from"));
        filter.alarm().ifPresent(value -> conditions.add(alarm(value)));
        after.ifPresent(value -> conditions.add("(r.due_at, r.id) > (:afterDue, :afterId)"));
        if (filter.mine()) {
            conditions.add(MINE);
        }
        Query query = handle.createQuery(
                        "select r.* from reading_request r join study_summary s on s.study_id = r.study_id" + " where "
                                + String.join(" and ", conditions) + " order by r.due_at, r.id limit :limit")
                .bind("now", now)
                .bind("me", me)
                .bind("limit", limit + 1)
                .bindArray("states", String.class, filter.states())
                .bindArray("modalities", String.class, filter.modalities());
        filter.priority().ifPresent(value -> query.bind("priority", value.identifier()));
        filter.organization().ifPresent(value -> query.bind("organization", value));
        filter.patient().ifPresent(value -> query.bind("patient", value));
        filter.study().ifPresent(value -> query.bind("study", value));
        filter.words().ifPresent(value -> query.bind("words", value));
        filter.from().ifPresent(value -> query.bind("from", value));
        after.ifPresent(value -> query.bind("afterDue", value.dueAt()).bind("afterId", value.id()));
        return scope.bind(query)
                .map((row, context) -> ReadingRequests.request(row))
                .list();
    }

    /** Literals, so that the partial index over what is open fits; the names are those of {@link RequestState}. */
    private static String candidates(List<String> states) {
        Set<String> stored = new TreeSet<>(states);
        if (stored.contains(RequestState.SUBMITTED.stored())) {
            stored.add(RequestState.CLAIMED.stored());
        }
        return stored.stream()
                .map(state -> "'" + RequestState.ofStored(state).stored() + "'")
                .collect(Collectors.joining(", "));
    }

    static Counts counts(Handle handle, Scope scope, UserId me, Instant now) {
        return scope.bind(handle.createQuery("select"
                                + " count(*) filter (where r.priority = 'emergency' and r.state in (" + OPEN
                                + ")) as emergency,"
                                + " count(*) filter (where r.state in ('submitted', 'claimed', 'preliminary', 'amending')) as to_read,"
                                + " count(*) filter (where r.state in ('written', 'amendmentWritten')) as to_review,"
                                + " count(*) filter (where r.state = 'returned') as returned,"
                                + " count(*) filter (where " + alarm("overdue") + ") as overdue,"
                                + " count(*) filter (where " + alarm("preliminary") + ") as preliminary,"
                                + " count(*) filter (where " + alarm("lateImages") + ") as late_images,"
                                + " count(*) filter (where " + MINE + ") as mine"
                                + " from reading_request r where (r.state in (" + OPEN
                                + ", 'returned') or r.late_at is not null) and "
                                + scope.condition("r.organization_id"))
                        .bind("now", now)
                        .bind("me", me))
                .map((row, context) -> new Counts(
                        row.getInt("emergency"),
                        row.getInt("to_read"),
                        row.getInt("to_review"),
                        row.getInt("returned"),
                        row.getInt("mine"),
                        row.getInt("overdue"),
                        row.getInt("preliminary"),
                        row.getInt("late_images")))
                .one();
    }
}
