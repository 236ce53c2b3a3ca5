package org.huizhen.server.reading.critical;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.CriticalFindingId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** All that happened to a finding, one row a step; the telephone log is the steps of kind {@code called}. */
final class CriticalSteps {
    /** @param by absent where the clock did it */
    record Step(
            Instant at,
            String kind,
            String by,
            String contact,
            String phone,
            String outcome,
            String person,
            String words) {
        static Step of(String kind, String words) {
            return new Step(null, kind, null, null, null, null, null, words);
        }

        Step calling(CriticalContacts.Contact to) {
            return to == null ? this : new Step(at, kind, by, to.name(), to.phone(), outcome, person, words);
        }

        Step ending(String how, String whom) {
            return new Step(at, kind, by, contact, phone, how, whom, words);
        }
    }

    private CriticalSteps() {}

    static void add(Transaction transaction, CriticalFindingId finding, Actor actor, Step step) {
        Actor.Person person = actor instanceof Actor.Person p ? p : null;
        UUID by = person == null ? null : person.userId().value();
        transaction
                .handle()
                .createUpdate("""
                        insert into critical_step (finding_id, number, at, kind, actor_id, actor_name, contact, phone,
                          outcome, person, words)
                        select :finding, coalesce(max(number), 0) + 1, :at, :kind, :by, :byName, :contact, :phone, :outcome,
                          :person, :words
                        from critical_step where finding_id = :finding
                        """)
                .bind("finding", finding)
                .bind("at", transaction.now())
                .bind("kind", step.kind())
                .bind("by", by)
                .bind("byName", person == null ? null : person.displayName())
                .bind("contact", step.contact())
                .bind("phone", step.phone())
                .bind("outcome", step.outcome())
                .bind("person", step.person())
                .bind("words", step.words())
                .execute();
    }

    static List<Step> of(Handle handle, CriticalFindingId finding) {
        return handle.createQuery("select * from critical_step where finding_id = :finding order by number")
                .bind("finding", finding)
                .map((row, context) -> new Step(
                        CriticalFindings.instant(row, "at"),
                        row.getString("kind"),
                        row.getString("actor_name"),
                        row.getString("contact"),
                        row.getString("phone"),
                        row.getString("outcome"),
                        row.getString("person"),
                        row.getString("words")))
                .list();
    }
}
