package org.huizhen.server.reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** How the readers graded the images of each clinic, with the reasons, and what went back as waste. */
final class QualityFigures {
    private static final int MOST_REASONS = 20;

    /** How often a reason was named. */
    record Reason(String reason, int count) {}

    /**
     * Signed reports in force by the grade of their images.
     *
     * @param returned requests that went back to the clinic as waste
     */
    record Row(
            UUID organizationId,
            String organizationName,
            String modality,
            int a,
            int b,
            int c,
            int rejected,
            int returned,
            List<Reason> reasons) {}

    private record Graded(UUID organization, String name, String modality, String grade, String reason, int count) {}

    private QualityFigures() {}

    /** Counts a request that goes back while its draft calls the images waste; false where it does not. */
    static boolean noteWaste(Transaction transaction, ReadingRequest request, UUID by, String reason) {
        return transaction
                        .handle()
                        .createUpdate("""
                        insert into reading_waste (reading_request_id, organization_id, modality, reason, returned_by, at)
                        select r.reading_request_id, r.organization_id, :modality,
                          coalesce(nullif(d.content ->> 'qualityReason', ''), :reason), :by, :now
                        from report r join report_draft d on d.report_id = r.id
                        where r.reading_request_id = :request and d.content ->> 'imageQuality' = 'rejected'
                        """)
                        .bind("modality", request.modality)
                        .bind("reason", reason)
                        .bind("by", by)
                        .bind("now", transaction.now())
                        .bind("request", request.id())
                        .execute()
                > 0;
    }

    /** By organization and modality, in the order of their names. */
    static List<Row> of(
            Handle handle, Scope scope, Optional<OrganizationId> organization, Instant from, Instant until) {
        String conditions = scope.condition("x.organization_id")
                + (organization.isPresent() ? " and x.organization_id = :organization" : "");
        Query query = scope.bind(handle.createQuery("""
                        select x.organization_id, o.name, x.modality, x.grade, x.reason, count(*)::int as count from (
                          select r.organization_id, q.modality, v.image_quality as grade,
                            coalesce(v.content ->> 'qualityReason', '') as reason
                          from report r join report_version v on v.report_id = r.id and v.number = r.number
                          join reading_request q on q.id = r.reading_request_id
                          where r.status = 'final' and v.reviewed_at >= :from and v.reviewed_at < :until
                          union all
                          select w.organization_id, w.modality, 'returned', w.reason from reading_waste w
                          where w.at >= :from and w.at < :until) x
                        join organization o on o.id = x.organization_id where
                        """ + conditions
                        + " group by 1, 2, 3, 4, 5 order by o.name, x.organization_id, x.modality, count desc"))
                .bind("from", from)
                .bind("until", until);
        organization.ifPresent(id -> query.bind("organization", id));
        Map<List<Object>, List<Graded>> groups = new LinkedHashMap<>();
        query.map((row, context) -> new Graded(
                        row.getObject("organization_id", UUID.class),
                        row.getString("name"),
                        row.getString("modality"),
                        row.getString("grade"),
                        row.getString("reason").strip(),
                        row.getInt("count")))
                .forEach(graded -> groups.computeIfAbsent(
                                List.of(graded.organization(), graded.modality()), key -> new ArrayList<>())
                        .add(graded));
        return groups.values().stream().map(QualityFigures::row).toList();
    }

    private static Row row(List<Graded> graded) {
        Map<String, Integer> reasons = new LinkedHashMap<>();
        graded.stream()
                .filter(each -> !each.reason().isEmpty())
                .forEach(each -> reasons.merge(each.reason(), each.count(), Integer::sum));
        Graded first = graded.getFirst();
        return new Row(
                first.organization(),
                first.name(),
                first.modality(),
                count(graded, "A"),
                count(graded, "B"),
                count(graded, "C"),
                count(graded, "rejected"),
                count(graded, "returned"),
                reasons.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .limit(MOST_REASONS)
                        .map(entry -> new Reason(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static int count(List<Graded> graded, String grade) {
        return graded.stream()
                .filter(each -> each.grade().equals(grade))
                .mapToInt(Graded::count)
                .sum();
    }
}
