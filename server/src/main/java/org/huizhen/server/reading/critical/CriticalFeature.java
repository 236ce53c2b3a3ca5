package org.huizhen.server.reading.critical;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.huizhen.server.access.Access;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;

/** Critical findings: raising, telephoning, escalation, and the handover of a shift that waits for them. */
public final class CriticalFeature {
    private final CriticalDesk desk;
    private final CriticalFindingResource findings;
    private final CriticalContactResource contacts;
    private final HandoverResource handovers;

    /** @param patience how long a contact has to answer before the next one is called */
    public CriticalFeature(Database database, Access access, AuditLog audit, Path catalog, Duration patience) {
        CriticalCatalog items = CriticalCatalog.load(catalog);
        this.desk = new CriticalDesk(database, access, audit, items, patience);
        this.findings = new CriticalFindingResource(database, access, audit, items, desk);
        this.contacts = new CriticalContactResource(database, access, audit);
        this.handovers = new HandoverResource(database, access, audit);
    }

    public void routes(Routes routes) {
        findings.register(routes);
        contacts.register(routes);
        handovers.register(routes);
    }

    /** Every type of event that this feature publishes. */
    public static Set<String> eventTypes() {
        return Stream.of("raised", "escalated", "notified", "acknowledged", "patientReached", "handled", "withdrawn")
                .map(type -> "criticalFinding." + type)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A job, every few seconds: passes the turn on where nobody has answered in time. Returns how many. */
    public int escalate() {
        return desk.escalate();
    }
}
