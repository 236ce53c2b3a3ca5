package org.huizhen.server.reading;

import static org.huizhen.server.reading.Studies.instant;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The table of those who have yet to say that they know of a changed or withdrawn report. */
final class ReportAcknowledgements {
    /** @param person who is asked; null: anybody of the organization */
    record Row(
            UUID id,
            ReportId reportId,
            UUID readingRequestId,
            int number,
            String kind,
            String reason,
            RequestView.OrganizationView organization,
            PersonRef person,
            RequestView.PatientView patient,
            String modality,
            Instant askedAt,
            int escalations,
            Instant acknowledgedAt,
            String acknowledgedBy) {}

    private ReportAcknowledgements() {}

    /** Asks everybody who opened an earlier version, save the one who changes it. Returns how many. */
    static int askOpeners(
            Transaction transaction, Reports.Head head, int number, String kind, String reason, UserId but) {
        return transaction
                .handle()
                .createUpdate("""
                        insert into report_acknowledgement (id, report_id, number, kind, reason, organization_id, user_id,
                          user_name, asked_at, escalate_at)
                        select gen_random_uuid(), :report, :number, :kind, :reason, o.organization_id, o.user_id,
                          u.display_name, :now, :now
                        from (select distinct organization_id, user_id from report_opening
                          where report_id = :report and user_id <> :but) o
                        join app_user u on u.id = o.user_id
                        """)
                .bind("report", head.id())
                .bind("number", number)
                .bind("kind", kind)
                .bind("reason", reason)
                .bind("but", but)
                .bind("now", transaction.now())
                .execute();
    }

    /** Asks the clinic as a whole, where none of its people is asked already. */
    static int askClinic(Transaction transaction, Reports.Head head, int number, String kind) {
        return transaction
                .handle()
                .createUpdate("""
                        insert into report_acknowledgement (id, report_id, number, kind, organization_id, asked_at, escalate_at)
                        select :id, :report, :number, :kind, :organization, :now, :now
                        where not exists (select 1 from report_acknowledgement a where a.report_id = :report
                          and a.number = :number and a.organization_id = :organization)
                        """)
                .bind("id", Uuids.next())
                .bind("report", head.id())
                .bind("number", number)
                .bind("kind", kind)
                .bind("organization", head.organization())
                .bind("now", transaction.now())
                .execute();
    }

    static void waitFor(Transaction transaction, ReportId report, Duration patience) {
        transaction
                .handle()
                .createUpdate("""
                        update report_acknowledgement set escalate_at = :until
                        where report_id = :report and acknowledged_at is null and escalate_at <= :now
                        """)
                .bind("until", transaction.now().plus(patience))
                .bind("report", report)
                .bind("now", transaction.now())
                .execute();
    }

    /** The person's own, those of their organization as a whole, and colleagues' that have been escalated. */
    static int acknowledge(Transaction transaction, ReportId report, Actor.Person person) {
        return transaction
                .handle()
                .createUpdate("""
                        update report_acknowledgement set acknowledged_at = :now, acknowledged_by = :me,
                          acknowledged_by_name = :name
                        where report_id = :report and acknowledged_at is null
                        """ + " and " + MINE)
                .bind("now", transaction.now())
                .bind("me", person.userId())
                .bind("own", person.organizationId())
                .bind("name", person.displayName())
                .bind("report", report)
                .execute();
    }

    private static final String MINE =
            "(user_id = :me or (organization_id = :own and (user_id is null or escalations > 0)))";

    static boolean asked(Handle handle, ReportId report, Actor.Person person) {
        return handle.createQuery("select exists (select 1 from report_acknowledgement where report_id = :report"
                        + " and acknowledged_at is null and " + MINE + ")")
                .bind("report", report)
                .bind("me", person.userId())
                .bind("own", person.organizationId())
                .mapTo(Boolean.class)
                .one();
    }

    /** Reports somebody of which has been silent too long; their turn is counted and put off. */
    static List<ReportId> escalate(Transaction transaction, Duration patience, int most) {
        return transaction
                .handle()
                .createQuery("""
                        with late as (select id from report_acknowledgement
                            where acknowledged_at is null and escalate_at <= :now
                            order by escalate_at limit :most for update skip locked),
                          moved as (update report_acknowledgement a
                            set escalations = escalations + 1, escalate_at = :next from late where a.id = late.id
                            returning a.report_id)
                        select distinct report_id from moved
                        """)
                .bind("now", transaction.now())
                .bind("next", transaction.now().plus(patience))
                .bind("most", most)
                .mapTo(UUID.class)
                .map(ReportId::new)
                .list();
    }

    /** The oldest first; of the scope's clinics, or only what the person is to acknowledge. */
    static List<Row> list(
            Handle handle, Scope scope, Actor.Person person, boolean open, boolean mine, Optional<ReportId> report) {
        var query = scope.bind(handle.createQuery("""
                        select a.*, o.name as asked_organization, r.reading_request_id, s.patient_id, s.patient_name,
                          s.patient_sex, s.patient_birth_date, s.modality, s.study_id
                        from report_acknowledgement a
                        join report r on r.id = a.report_id
                        join organization o on o.id = a.organization_id
                        join study_summary s on s.study_id = r.study_id
                        where
                        """ + scope.condition("r.organization_id")
                        + (open ? " and a.acknowledged_at is null" : "")
                        + (mine
                                ? " and (a.user_id = :me or (a.organization_id = :own"
                                        + " and (a.user_id is null or a.escalations > 0)))"
                                : "")
                        + (report.isPresent() ? " and a.report_id = :report" : "")
                        + " order by a.asked_at, a.id limit 500"))
                .bind("me", person.userId())
                .bind("own", person.organizationId())
                .bind("report", report.orElse(null));
        return query.map((row, context) -> {
                    UUID asked = row.getObject("user_id", UUID.class);
                    UUID patient = row.getObject("patient_id", UUID.class);
                    java.sql.Date birth = row.getDate("patient_birth_date");
                    return new Row(
                            row.getObject("id", UUID.class),
                            new ReportId(row.getObject("report_id", UUID.class)),
                            row.getObject("reading_request_id", UUID.class),
                            row.getInt("number"),
                            row.getString("kind"),
                            row.getString("reason"),
                            new RequestView.OrganizationView(
                                    row.getObject("organization_id", UUID.class), row.getString("asked_organization")),
                            asked == null ? null : new PersonRef(new UserId(asked), row.getString("user_name")),
                            patient == null
                                    ? null
                                    : new RequestView.PatientView(
                                            patient,
                                            row.getString("patient_name"),
                                            Studies.sex(row.getString("patient_sex")),
                                            birth == null ? null : birth.toLocalDate()),
                            row.getString("modality"),
                            instant(row, "asked_at"),
                            row.getInt("escalations"),
                            instant(row, "acknowledged_at"),
                            row.getString("acknowledged_by_name"));
                })
                .list();
    }
}
