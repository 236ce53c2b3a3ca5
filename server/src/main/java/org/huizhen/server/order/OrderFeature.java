package org.huizhen.server.order;

import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.huizhen.server.access.Access;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.patient.PatientFeature;
import org.jdbi.v3.core.Handle;

/** Examinations ordered by hand, and the studies that answer them. */
public final class OrderFeature {
    private final ExamOrderResource resource;
    private final StudyOrders studies;

    /** What this feature stands on. */
    public record Ground(Database database, Access access, AuditLog audit, PatientFeature patients) {}

    /** Subscribes to the outbox (before its start). @param zone where days begin, for accession numbers */
    public OrderFeature(Ground ground, PriorResults results, ZoneId zone) {
        OrderTies ties = new OrderTies(ground.audit());
        Ordering ordering = new Ordering(
                new Ordering.Ground(ground.database(), ground.access(), ground.audit(), ground.patients()),
                results,
                ties,
                zone);
        this.resource = new ExamOrderResource(ground.database(), ground.access(), ground.patients(), results, ordering);
        this.studies = new StudyOrders(ground.patients());
        ground.database().outbox().subscribe("order", Set.of("study.arrived", "study.updated"), ties::onStudy);
    }

    public void routes(Routes routes) {
        resource.register(routes);
    }

    /** Every type of event that this feature publishes. */
    public static Set<String> eventTypes() {
        return Set.of(Ordering.ORDERED, Ordering.CANCELLED, OrderTies.PERFORMED);
    }

    /** The orders of those studies that have one, with what differs. The caller has asked access. */
    public Map<StudyId, StudyOrder> ofStudies(Handle handle, Collection<StudyId> ids) {
        return ids.isEmpty() ? Map.of() : studies.of(handle, ids);
    }
}
