package org.huizhen.server.reading.template;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The table {@code report_template}. */
final class ReportTemplates {
    /** @param owner empty: everybody of the organization uses it */
    record Kept(ReportTemplate template, OrganizationId organization, Optional<UserId> owner) {}

    private ReportTemplates() {}

    /** Those of the person and of their organization, by title. */
    static List<ReportTemplate> usableBy(Handle handle, Actor.Person person) {
        return handle.createQuery("""
                        select * from report_template
                        where organization_id = :organization and (owner_id is null or owner_id = :me)
                        order by title, id
                        """)
                .bind("organization", person.organizationId())
                .bind("me", person.userId())
                .map((row, context) -> kept(row).template())
                .list();
    }

    static Optional<Kept> lock(Transaction transaction, UUID id) {
        return transaction
                .handle()
                .createQuery("select * from report_template where id = :id for update")
                .bind("id", id)
                .map((row, context) -> kept(row))
                .findOne();
    }

    static int count(Handle handle, Actor.Person person, boolean own) {
        return handle.createQuery("select count(*) from report_template where organization_id = :organization and "
                        + (own ? "owner_id = :me" : "owner_id is null"))
                .configure(
                        org.jdbi.v3.core.statement.SqlStatements.class,
                        settings -> settings.setUnusedBindingAllowed(true))
                .bind("organization", person.organizationId())
                .bind("me", person.userId())
                .mapTo(Integer.class)
                .one();
    }

    static UUID insert(Transaction transaction, Actor.Person person, ReportTemplate.Draft draft) {
        UUID id = Uuids.next();
        bind(transaction.handle().createUpdate("""
                                        insert into report_template (id, version, organization_id, owner_id, title, code,
                                          modality, body_part, sex, findings, conclusion, positive, changed_by, changed_at)
                                        values (:id, 1, :organization, :owner, :title, :code, :modality, :bodyPart, :sex,
                                          :findings, :conclusion, :positive, :me, :now)
                                        """), draft)
                .bind("id", id)
                .bind("organization", person.organizationId())
                .bind(
                        "owner",
                        draft.scope() == ReportTemplate.Scope.OWN
                                ? person.userId().value()
                                : null)
                .bind("me", person.userId())
                .bind("now", transaction.now())
                .execute();
        return id;
    }

    static void update(Transaction transaction, UUID id, Actor.Person person, ReportTemplate.Draft draft) {
        bind(transaction.handle().createUpdate("""
                                        update report_template set version = version + 1, title = :title, code = :code,
                                          modality = :modality, body_part = :bodyPart, sex = :sex, findings = :findings,
                                          conclusion = :conclusion, positive = :positive, changed_by = :me, changed_at = :now
                                        where id = :id
                                        """), draft)
                .bind("id", id)
                .bind("me", person.userId())
                .bind("now", transaction.now())
                .execute();
    }

    static void delete(Transaction transaction, UUID id) {
        transaction
                .handle()
                .createUpdate("delete from report_template where id = :id")
                .bind("id", id)
                .execute();
    }

    private static Update bind(Update update, ReportTemplate.Draft draft) {
        return update.bind("title", draft.title().strip())
                .bind("code", blankToNull(draft.code()))
                .bind("modality", blankToNull(draft.modality()))
                .bind("bodyPart", blankToNull(draft.bodyPart()))
                .bind("sex", blankToNull(draft.sex()))
                .bind("findings", draft.findings() == null ? "" : draft.findings())
                .bind("conclusion", draft.conclusion() == null ? "" : draft.conclusion())
                .bind("positive", draft.positive());
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        UUID owner = row.getObject("owner_id", UUID.class);
        return new Kept(
                new ReportTemplate(
                        row.getObject("id", UUID.class),
                        row.getLong("version"),
                        owner == null ? ReportTemplate.Scope.DEPARTMENT : ReportTemplate.Scope.OWN,
                        row.getString("title"),
                        row.getString("code"),
                        row.getString("modality"),
                        row.getString("body_part"),
                        row.getString("sex"),
                        row.getString("findings"),
                        row.getString("conclusion"),
                        row.getObject("positive", Boolean.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                Optional.ofNullable(owner).map(UserId::new));
    }
}
