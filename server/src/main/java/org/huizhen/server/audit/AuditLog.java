package org.huizhen.server.audit;

import java.util.Locale;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Id;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;

/** Writes audit rows inside the change's own transaction; chaining happens later, in batches. */
public final class AuditLog {

    /**
     * Records a look at something once per session: opening the same case again, or scrolling in it, adds no row. Only for
     * persons and entries about an object.
     */
    public void look(Transaction transaction, AuditEntry entry) {
        if (entry.actor() instanceof Actor.Person person) {
            int first = transaction
                    .handle()
                    .createUpdate("""
                            insert into audit_look (session_id, action, object_id) values (:session, :action, :object)
                            on conflict do nothing
                            """)
                    .bind("session", person.sessionId())
                    .bind("action", entry.action())
                    .bind("object", entry.objectId().orElseThrow())
                    .execute();
            if (first == 0) {
                return;
            }
        }
        record(transaction, entry);
    }

    public void record(Transaction transaction, AuditEntry entry) {
        // Checked by the tests, which run with assertions; in operation no act may fail for want of a word.
        assert AuditActions.known(entry.action()) : entry.action() + " is not in actions.txt";
        UUID id = Uuids.next();
        Actor.Person person = entry.actor() instanceof Actor.Person p ? p : null;
        String address = switch (entry.actor()) {
            case Actor.Person p -> p.address();
            case Actor.Gateway gateway -> gateway.address();
            case Actor.Server ignored -> null;
        };
        transaction
                .handle()
                .createUpdate("""
                        with event as (
                          insert into audit_event (id, at, actor, user_id, organization_id, session_id, address, action,
                            outcome, object_kind, object_id, patient_id, detail)
                          values (:id, :at, :actor, :user, :organization, :session, :address, :action,
                            :outcome, :objectKind, :objectId, :patient, cast(:detail as jsonb))
                          returning id)
                        insert into audit_unchained (event_id) select id from event
                        """)
                .bind("id", id)
                .bind("at", transaction.now())
                .bind("actor", entry.actor().label())
                .bind("user", person == null ? null : person.userId().value())
                .bind(
                        "organization",
                        entry.actor().organization().map(OrganizationId::value).orElse(null))
                .bind("session", person == null ? null : person.sessionId().value())
                .bind("address", address)
                .bind("action", entry.action())
                .bind("outcome", entry.outcome().name().toLowerCase(Locale.ROOT))
                .bind("objectKind", entry.objectKind().orElse(null))
                .bind("objectId", entry.objectId().orElse(null))
                .bind("patient", entry.patient().map(Id::value).orElse(null))
                .bind("detail", entry.detail().toString())
                .execute();
    }
}
