package org.huizhen.server.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The tables {@code app_user} and {@code user_role}. */
final class Users {
    private static final String COLUMNS = """
            u.id, u.version, u.organization_id, o.name as organization_name, d.id as department_id, d.name as department_name, u.username, u.display_name, u.locale,
              u.active, u.password_generated, u.last_sign_in_at,
              (select coalesce(array_agg(r.role order by r.role), '{}') from user_role r where r.user_id = u.id) as roles
            from app_user u join organization o on o.id = u.organization_id left join department d on d.id = u.department_id
            """;

    private static final String SELECT = "select " + COLUMNS;

    /** What {@link #map} reads, and more columns of tables that the caller joins to {@code u}. */
    static String selecting(String more) {
        return "select " + more + ", " + COLUMNS;
    }

    Optional<User> find(Handle handle, UserId id) {
        return handle.createQuery(SELECT + "where u.id = :id")
                .bind("id", id)
                .map((row, context) -> map(row))
                .findOne();
    }

    Optional<User> lock(Transaction transaction, UserId id) {
        return transaction
                .handle()
                .createQuery(SELECT + "where u.id = :id for update of u")
                .bind("id", id)
                .map((row, context) -> map(row))
                .findOne();
    }

    Optional<User> byUsername(Handle handle, String username) {
        return handle.createQuery(SELECT + "where lower(u.username) = lower(:username)")
                .bind("username", username.strip())
                .map((row, context) -> map(row))
                .findOne();
    }

    List<User> all(Handle handle) {
        return handle.createQuery(SELECT + "order by lower(u.username)")
                .map((row, context) -> map(row))
                .list();
    }

    /** In the order of user names, after the given key {@code (lower(username), id)}. */
    List<User> list(
            Handle handle,
            Scope scope,
            Optional<OrganizationId> organization,
            Optional<String> part,
            Optional<List<String>> after,
            int rows) {
        StringBuilder where = new StringBuilder("where " + scope.condition("u.organization_id"));
        organization.ifPresent(ignored -> where.append(" and u.organization_id = :organization"));
        part.ifPresent(
                ignored -> where.append(
                        " and (position(lower(:part) in lower(u.username)) > 0 or position(lower(:part) in lower(u.display_name)) > 0)"));
        after.ifPresent(
                ignored -> where.append(" and (lower(u.username), u.id) > (:afterName, cast(:afterId as uuid))"));
        Query query = scope.bind(handle.createQuery(SELECT + where + " order by lower(u.username), u.id limit :rows"));
        organization.ifPresent(id -> query.bind("organization", id));
        part.ifPresent(text -> query.bind("part", text));
        after.ifPresent(key -> query.bind("afterName", key.get(0)).bind("afterId", key.get(1)));
        return query.bind("rows", rows).map((row, context) -> map(row)).list();
    }

    void insert(Transaction transaction, User user, String passwordHash) {
        transaction
                .handle()
                .createUpdate("""
                        insert into app_user
                          (id, organization_id, department_id, username, display_name, locale, password_hash, password_generated, created_at)
                        values (:id, :organization, :department, :username, :displayName, :locale, :hash, :generated, :now)
                        """)
                .bind("id", user.id())
                .bind("organization", user.organizationId())
                .bind("department", user.department().map(User.Department::id).orElse(null))
                .bind("username", user.username())
                .bind("displayName", user.displayName())
                .bind("locale", user.locale())
                .bind("hash", passwordHash)
                .bind("generated", user.passwordGenerated())
                .bind("now", transaction.now())
                .execute();
        setRoles(transaction, user.id(), user.roles());
    }

    /** A department of that organization. */
    Optional<User.Department> department(Handle handle, OrganizationId organization, UUID id) {
        return handle.createQuery("select id, name from department where id = :id and organization_id = :organization")
                .bind("id", id)
                .bind("organization", organization)
                .map((row, context) -> new User.Department(row.getObject("id", UUID.class), row.getString("name")))
                .findOne();
    }

    /** Writes name, department, roles and whether it is active. */
    void change(Transaction transaction, User user) {
        transaction
                .handle()
                .createUpdate("""
                        update app_user set display_name = :name, department_id = :department, active = :active, version = version + 1
                        where id = :id
                        """)
                .bind("name", user.displayName())
                .bind("department", user.department().map(User.Department::id).orElse(null))
                .bind("active", user.active())
                .bind("id", user.id())
                .execute();
        setRoles(transaction, user.id(), user.roles());
    }

    void setPassword(Transaction transaction, UserId id, String hash, boolean generated) {
        transaction
                .handle()
                .createUpdate("""
                        update app_user set password_hash = :hash, password_generated = :generated, version = version + 1
                        where id = :id
                        """)
                .bind("hash", hash)
                .bind("generated", generated)
                .bind("id", id)
                .execute();
    }

    String passwordHash(Handle handle, UserId id) {
        return handle.createQuery("select password_hash from app_user where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one();
    }

    void signedIn(Transaction transaction, UserId id) {
        transaction
                .handle()
                .createUpdate("update app_user set last_sign_in_at = :now where id = :id")
                .bind("now", transaction.now())
                .bind("id", id)
                .execute();
    }

    private static void setRoles(Transaction transaction, UserId id, Set<String> roles) {
        transaction
                .handle()
                .createUpdate("delete from user_role where user_id = :id and not role = any(:roles)")
                .bind("id", id)
                .bindArray("roles", String.class, roles)
                .execute();
        transaction
                .handle()
                .createUpdate("""
                        insert into user_role (user_id, role) select :id, r from unnest(cast(:roles as text[])) r
                        on conflict do nothing
                        """)
                .bind("id", id)
                .bindArray("roles", String.class, roles)
                .execute();
    }

    static User map(ResultSet row) throws SQLException {
        Timestamp lastSignIn = row.getTimestamp("last_sign_in_at");
        String name = row.getString("department_name");
        return new User(
                new UserId(row.getObject("id", UUID.class)),
                row.getLong("version"),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("organization_name"),
                Optional.ofNullable(row.getObject("department_id", UUID.class))
                        .map(department -> new User.Department(department, name)),
                row.getString("username"),
                row.getString("display_name"),
                row.getString("locale"),
                Set.of((String[]) row.getArray("roles").getArray()),
                row.getBoolean("active"),
                row.getBoolean("password_generated"),
                Optional.ofNullable(lastSignIn).map(Timestamp::toInstant));
    }
}
