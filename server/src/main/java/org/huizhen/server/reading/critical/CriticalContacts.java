package org.huizhen.server.reading.critical;

import java.util.ArrayList;
import java.util.List;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The duty posts of organizations, in the order in which they are telephoned. */
final class CriticalContacts {
    /** A post: 病区值班电话, 总值班. */
    record Contact(String name, String phone) {}

    private CriticalContacts() {}

    static List<Contact> of(Handle handle, OrganizationId organization) {
        return handle.createQuery(
                        "select name, phone from critical_contact where organization_id = :organization order by position")
                .bind("organization", organization)
                .map((row, context) -> new Contact(row.getString("name"), row.getString("phone")))
                .list();
    }

    /** Whom to telephone: the organization's posts, else its own number; empty when it has neither. */
    static List<Contact> toCall(Handle handle, OrganizationId organization) {
        List<Contact> posts = of(handle, organization);
        if (!posts.isEmpty()) {
            return posts;
        }
        return handle.createQuery("select name, phone from organization where id = :id and phone is not null")
                .bind("id", organization)
                .map((row, context) -> new Contact(row.getString("name"), row.getString("phone")))
                .list();
    }

    static void replace(Transaction transaction, OrganizationId organization, List<Contact> contacts) {
        Handle handle = transaction.handle();
        handle.createUpdate("delete from critical_contact where organization_id = :organization")
                .bind("organization", organization)
                .execute();
        List<Contact> ordered = new ArrayList<>(contacts);
        for (int position = 0; position < ordered.size(); position++) {
            handle.createUpdate("""
                            insert into critical_contact (id, organization_id, position, name, phone)
                            values (:id, :organization, :position, :name, :phone)
                            """)
                    .bind("id", Uuids.next())
                    .bind("organization", organization)
                    .bind("position", position)
                    .bind("name", ordered.get(position).name().strip())
                    .bind("phone", ordered.get(position).phone().strip())
                    .execute();
        }
    }
}
