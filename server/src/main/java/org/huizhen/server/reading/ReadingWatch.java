package org.huizhen.server.reading;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.huizhen.server.core.Actor;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/**
 * Clocks that have run out: a missed target calls the next reader, then the head of the center; a preliminary report that
 * nobody reviews becomes an alarm. Each is counted once.
 */
final class ReadingWatch {
    private static final Actor CLOCK = new Actor.Server("reading-watch");
    private static final int BATCH = 50;
    private static final String OPEN =
            "state in ('submitted', 'claimed', 'preliminary', 'written', 'amending', 'amendmentWritten')";

    private final Database database;
    private final RequestDesk desk;
    private final TurnaroundTargets targets;

    ReadingWatch(Database database, RequestDesk desk, TurnaroundTargets targets) {
        this.database = database;
        this.desk = desk;
        this.targets = targets;
    }

    /** Returns how many alarms were raised. */
    int run() {
        return all(
                        OPEN + " and clock_started and missed_level = 0 and due_at <= :now",
                        "reader",
                        RequestEvent.OVERDUE,
                        request -> request.missedLevel = 1)
                + all(
                        OPEN + " and clock_started and missed_level = 1 and due_at <= :headBefore",
                        "head",
                        RequestEvent.OVERDUE_AT_HEAD,
                        request -> request.missedLevel = 2)
                + all(
                        OPEN + " and preliminary_alarm_at is null and preliminary_due_at <= :now",
                        "preliminary",
                        RequestEvent.PRELIMINARY_OVERDUE,
                        null);
    }

    private int all(String condition, String kind, RequestEvent event, Consumer<ReadingRequest> mark) {
        int total = 0;
        int found;
        do {
            found = database.write(transaction -> {
                List<ReadingRequest> late = lock(transaction, condition);
                for (ReadingRequest request : late) {
                    Instant due = request.dueAt;
                    if (mark == null) {
                        due = request.preliminary.dueAt();
                        request.preliminary = request.preliminary.alarmed(transaction.now());
                    } else {
                        mark.accept(request);
                    }
                    ReadingRequests.saveAlarms(transaction.handle(), request);
                    count(transaction, request, kind, due);
                    StudyFacts study = Studies.get(transaction.handle(), request.origin.study());
                    desk.record(new RequestDesk.Case(transaction, request, study, CLOCK), event);
                }
                return late.size();
            });
            total += found;
        } while (found == BATCH);
        return total;
    }

    private List<ReadingRequest> lock(Transaction transaction, String condition) {
        Handle handle = transaction.handle();
        return handle.createQuery(
                        "select r.* from reading_request r where r.id in (select id from reading_request where "
                                + condition + " order by due_at limit :most) for update skip locked")
                .configure(
                        org.jdbi.v3.core.statement.SqlStatements.class,
                        settings -> settings.setUnusedBindingAllowed(true))
                .bind("now", transaction.now())
                .bind("headBefore", transaction.now().minus(targets.headAfter()))
                .bind("most", BATCH)
                .map((row, context) -> ReadingRequests.request(row))
                .list();
    }

    private static void count(Transaction transaction, ReadingRequest request, String kind, Instant due) {
        transaction
                .handle()
                .createUpdate("""
                        insert into reading_miss (reading_request_id, kind, due_at, at) values (:id, :kind, :due, :now)
                        on conflict do nothing
                        """)
                .bind("id", request.id())
                .bind("kind", kind)
                .bind("due", due)
                .bind("now", transaction.now())
                .execute();
    }
}
