package org.huizhen.server.reading.critical;

import static org.huizhen.server.access.Permission.ORGANIZATION_ADMINISTER;
import static org.huizhen.server.access.Permission.ORGANIZATION_READ;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.Validation;
import org.jdbi.v3.core.Handle;

/** {@code /api/v1/organizations/{id}/critical-contacts}: whom to telephone, in which order. */
final class CriticalContactResource {
    private static final String PATH = "/api/v1/organizations/{id}/critical-contacts";
    private static final int MOST = 20;
    private static final Pattern PHONE = Pattern.compile("[0-9+*#() -]{3,40}");

    private record ContactsBody(
            @JsonProperty(required = true) List<CriticalContacts.Contact> items) {}

    private final Database database;
    private final Access access;
    private final AuditLog audit;

    CriticalContactResource(Database database, Access access, AuditLog audit) {
        this.database = database;
        this.access = access;
        this.audit = audit;
    }

    void register(Routes routes) {
        routes.get(PATH, ORGANIZATION_READ, (context, actor) -> {
            OrganizationId id = id(context);
            answer(context, database.read(handle -> {
                require(handle, actor, ORGANIZATION_READ, id);
                return CriticalContacts.toCall(handle, id);
            }));
        });
        routes.put(PATH, ORGANIZATION_ADMINISTER, this::replace);
    }

    private void replace(Context context, Actor actor) {
        OrganizationId id = id(context);
        List<CriticalContacts.Contact> contacts =
                context.bodyAsClass(ContactsBody.class).items();
        Validation validation = new Validation().required("items", contacts);
        for (int i = 0; contacts != null && i < contacts.size(); i++) {
            CriticalContacts.Contact contact = contacts.get(i);
            String at = "items[" + i + "].";
            validation.text(at + "name", contact.name(), 1, 100);
            validation.errorIf(
                    contact.phone() == null
                            || !PHONE.matcher(contact.phone().strip()).matches(),
                    at + "phone",
                    "unreadable",
                    "0-9 + * # ( ) -");
        }
        validation.errorIf(contacts != null && contacts.size() > MOST, "items", "too-many", "≤ " + MOST);
        validation.orThrow();
        answer(context, database.write(transaction -> {
            require(transaction.handle(), actor, ORGANIZATION_ADMINISTER, id);
            CriticalContacts.replace(transaction, id, contacts);
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "organization.setCriticalContacts")
                            .about("organization", id)
                            .with("count", Integer.toString(contacts.size())));
            return CriticalContacts.of(transaction.handle(), id);
        }));
    }

    /** @throws ApiException {@code not-allowed} */
    private void require(Handle handle, Actor actor, Permission permission, OrganizationId id) {
        access.require(handle, actor, permission, Subject.of(id));
    }

    private static void answer(Context context, List<CriticalContacts.Contact> contacts) {
        context.json(new Page<>(contacts, Optional.empty()));
    }

    private static OrganizationId id(Context context) {
        return OrganizationId.parse(context.pathParam("id"));
    }
}
