package org.huizhen.server.signaling;

import java.util.EnumMap;
import java.util.Map;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Event;
import org.jdbi.v3.core.Handle;

/** What one session gets to know: by the permission that the resource asks for, and how far the roles reach. */
final class Audience {
    /** The permission without which one does not learn that such a resource has changed. */
    private static final Map<String, Permission> NEEDED = Map.of(
            "readingRequest", Permission.READING_LIST,
            "criticalFinding", Permission.CRITICAL_READ,
            "report", Permission.REPORT_READ,
            "study", Permission.STUDY_READ,
            "examOrder", Permission.ORDER_READ,
            "patient", Permission.PATIENT_READ,
            "recognitionResult", Permission.RECOGNITION_READ,
            "recognitionDecision", Permission.RECOGNITION_READ,
            "gateway", Permission.GATEWAY_ADMINISTER);

    private final Map<Permission, Scope> scopes;

    private Audience(Map<Permission, Scope> scopes) {
        this.scopes = scopes;
    }

    static Audience of(Access access, Handle handle, Actor.Person person) {
        Map<Permission, Scope> scopes = new EnumMap<>(Permission.class);
        Access.permissions(person.roles()).forEach((permission, reach) -> {
            if (NEEDED.containsValue(permission)) {
                scopes.put(permission, access.scope(handle, person, permission));
            }
        });
        return new Audience(scopes);
    }

    boolean hears(Event event) {
        Permission needed = NEEDED.get(event.aggregate());
        if (needed == null || event.organizationId().isEmpty()) {
            return false;
        }
        Scope scope = scopes.get(needed);
        return scope != null && scope.covers(event.organizationId().get());
    }
}
