package org.huizhen.server.organization;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.organization.OrganizationFeature.Department;
import org.huizhen.server.organization.OrganizationFeature.Draft;
import org.huizhen.server.organization.OrganizationFeature.OrganizationDetail;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The tables {@code organization} and {@code department}. */
final class Organizations {
    private static final String COLUMNS =
            "o.id, o.version, o.name, o.name_en, o.code, o.kind, o.parent_id, o.phone, o.depth";

    /** An organization and how deep it stands in the tree, for lists that go down it. */
    record Placed(OrganizationDetail organization, int depth) {}

    Optional<OrganizationDetail> find(Handle handle, OrganizationId id) {
        return handle.createQuery(
                        "select " + COLUMNS.replace("o.depth", "0 as depth") + " from organization o where o.id = :id")
                .bind("id", id)
                .map((row, context) -> map(row).organization())
                .findOne();
    }

    Optional<OrganizationDetail> byCode(Handle handle, String code) {
        return handle.createQuery("select " + COLUMNS.replace("o.depth", "0 as depth")
                        + " from organization o where o.code = :code")
                .bind("code", code)
                .map((row, context) -> map(row).organization())
                .findOne();
    }

    /** Parents before children, then by code; after the given key {@code (depth, code)}. */
    List<Placed> list(Handle handle, Scope scope, Optional<List<String>> after, int rows) {
        Query query = scope.bind(
                handle.createQuery("""
                with recursive tree as (
                    select t.*, 0 as depth from organization t where t.parent_id is null
                    union all
                    select t.*, tree.depth + 1 from organization t join tree on t.parent_id = tree.id)
                """ + "select " + COLUMNS + " from tree o where " + scope.condition("o.id")
                        + (after.isPresent() ? " and (o.depth, o.code) > (cast(:depth as int), :code)" : "")
                        + " order by o.depth, o.code limit :rows"));
        after.ifPresent(key -> query.bind("depth", key.get(0)).bind("code", key.get(1)));
        return query.bind("rows", rows).map((row, context) -> map(row)).list();
    }

    OrganizationId insert(Transaction transaction, Draft draft) {
        OrganizationId id = OrganizationId.next();
        transaction
                .handle()
                .createUpdate("""
                        insert into organization (id, code, name, name_en, kind, parent_id, phone, created_at)
                        values (:id, :code, :name, :nameEn, :kind, :parent, :phone, :now)
                        """)
                .bind("id", id)
                .bind("code", draft.code().strip())
                .bind("name", draft.name().strip())
                .bind("nameEn", draft.nameEn().orElse(null))
                .bind("kind", draft.level())
                .bind("parent", draft.parentId().orElse(null))
                .bind("phone", draft.phone().orElse(null))
                .bind("now", transaction.now())
                .execute();
        return id;
    }

    List<Department> departments(Handle handle, OrganizationId organization) {
        return handle.createQuery("""
                        select id, version, code, name, name_en, phone from department where organization_id = :organization
                        order by code
                        """)
                .bind("organization", organization)
                .map((row, context) -> new Department(
                        row.getObject("id", UUID.class),
                        row.getLong("version"),
                        row.getString("code"),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("name_en")),
                        Optional.ofNullable(row.getString("phone"))))
                .list();
    }

    void insertDepartment(Transaction transaction, OrganizationId organization, Department department) {
        transaction
                .handle()
                .createUpdate("""
                        insert into department (id, organization_id, code, name, name_en, phone, created_at)
                        values (:id, :organization, :code, :name, :nameEn, :phone, :now)
                        """)
                .bind("id", department.id())
                .bind("organization", organization)
                .bind("code", department.code())
                .bind("name", department.name())
                .bind("nameEn", department.nameEn().orElse(null))
                .bind("phone", department.phone().orElse(null))
                .bind("now", transaction.now())
                .execute();
    }

    private static Placed map(ResultSet row) throws SQLException {
        return new Placed(
                new OrganizationDetail(
                        row.getObject("id", UUID.class),
                        row.getLong("version"),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("name_en")),
                        row.getString("code"),
                        row.getString("kind"),
                        Optional.ofNullable(row.getObject("parent_id", UUID.class)),
                        Optional.ofNullable(row.getString("phone"))),
                row.getInt("depth"));
    }
}
