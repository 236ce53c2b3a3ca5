package org.huizhen.server.signaling.register;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Role;
import org.jdbi.v3.core.Handle;

/** Whom one may call or invite: people who may enter rooms, departments and organizations, over the whole consortium. */
final class Callees {
    /** @param organization its name; @param department its name, for people who have one */
    record Callee(String kind, UUID id, String name, Optional<String> organization, Optional<String> department) {}

    private Callees() {}

    /**
     * By kind (departments, people, organizations), organization and name.
     *
     * @param part of a name of theirs, their department's or organization's; empty for all
     * @param asking not in the list themselves
     */
    static List<Callee> matching(Handle handle, String part, UUID asking, int rows) {
        String like = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        return handle.createQuery("""
                        select kind, id, name, organization, department from (
                          select 0 as rank, 'department' as kind, d.id, d.name, o.name as organization, null as department
                          from department d join organization o on o.id = d.organization_id
                          union all
                          select 1, 'person', u.id, u.display_name, o.name, d.name
                          from app_user u join organization o on o.id = u.organization_id
                            left join department d on d.id = u.department_id
                          where u.active and u.id <> :asking
                            and exists (select 1 from user_role r where r.user_id = u.id and r.role = any(:roles))
                          union all
                          select 2, 'organization', o.id, o.name, null, null from organization o) callee
                        where name ilike :part or organization ilike :part or department ilike :part
                        order by rank, organization, name, id limit :rows
                        """)
                .bind("asking", asking)
                .bindArray("roles", String.class, rolesThatEnter())
                .bind("part", like)
                .bind("rows", rows)
                .map((row, context) -> new Callee(
                        row.getString("kind"),
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        Optional.ofNullable(row.getString("organization")),
                        Optional.ofNullable(row.getString("department"))))
                .list();
    }

    private static List<String> rolesThatEnter() {
        return Arrays.stream(Role.values())
                .filter(role -> role.permissions().containsKey(Permission.ROOM_JOIN))
                .map(Role::identifier)
                .toList();
    }
}
