package org.huizhen.server.organization;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.DepartmentId;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.Validation;
import org.jdbi.v3.core.Handle;

/** The consortium's tree: its routes, and what others ask of it. */
public final class OrganizationFeature {
    private static final Set<String> LEVELS = Set.of("center", "county", "township", "village");

    private final Organizations organizations = new Organizations();
    private final AuditLog audit;
    private final OrganizationResource resource;

    public OrganizationFeature(Database database, Access access, AuditLog audit) {
        this.audit = audit;
        this.resource = new OrganizationResource(database, access, this, organizations);
    }

    /**
     * An organization as the API shows it.
     *
     * @param level {@code center}, {@code county}, {@code township} or {@code village}
     */
    public record OrganizationDetail(
            UUID id,
            long version,
            String name,
            Optional<String> nameEn,
            String code,
            String level,
            Optional<UUID> parentId,
            Optional<String> phone) {}

    /** A department as the API shows it. */
    public record Department(
            UUID id, long version, String code, String name, Optional<String> nameEn, Optional<String> phone) {}

    /** What is needed to make an organization; one without parent is a root. */
    public record Draft(
            String name,
            Optional<String> nameEn,
            String code,
            String level,
            Optional<UUID> parentId,
            Optional<String> phone) {
        public Draft {
            nameEn = nameEn == null ? Optional.empty() : nameEn;
            parentId = parentId == null ? Optional.empty() : parentId;
            phone = phone == null ? Optional.empty() : phone;
        }
    }

    /** What is needed to make a department. */
    public record DepartmentDraft(String code, String name, Optional<String> nameEn, Optional<String> phone) {
        public DepartmentDraft {
            nameEn = nameEn == null ? Optional.empty() : nameEn;
            phone = phone == null ? Optional.empty() : phone;
        }
    }

    public void routes(Routes routes) {
        resource.routes(routes);
    }

    public Optional<OrganizationDetail> find(Handle handle, OrganizationId id) {
        return organizations.find(handle, id);
    }

    public Optional<OrganizationDetail> byCode(Handle handle, String code) {
        return organizations.byCode(handle, code);
    }

    /** @throws ApiException {@code invalid-request}, {@code conflict} when the code is taken */
    public OrganizationId create(Transaction transaction, Actor actor, Draft draft) {
        new Validation()
                .text("name", draft.name(), 1, 200)
                .text("code", draft.code(), 1, 64)
                .errorIf(
                        draft.level() == null || !LEVELS.contains(draft.level()),
                        "level",
                        "unknown",
                        String.join(", ", LEVELS))
                .errorIf(
                        draft.parentId().isPresent()
                                && find(
                                                transaction.handle(),
                                                new OrganizationId(
                                                        draft.parentId().get()))
                                        .isEmpty(),
                        "parentId",
                        "unknown",
                        "parentId")
                .orThrow();
        if (organizations.byCode(transaction.handle(), draft.code().strip()).isPresent()) {
            throw new ApiException(ErrorCode.CONFLICT);
        }
        OrganizationId id = organizations.insert(transaction, draft);
        audit.record(
                transaction,
                AuditEntry.success(actor, "organization.create")
                        .about("organization", id)
                        .with("code", draft.code()));
        return id;
    }

    /** @throws ApiException {@code invalid-request}, {@code conflict} when the organization has that code already */
    public DepartmentId createDepartment(
            Transaction transaction, Actor actor, OrganizationId organization, DepartmentDraft draft) {
        new Validation()
                .text("code", draft.code(), 1, 64)
                .text("name", draft.name(), 1, 200)
                .orThrow();
        if (organizations.departments(transaction.handle(), organization).stream()
                .anyMatch(department -> department.code().equals(draft.code().strip()))) {
            throw new ApiException(ErrorCode.CONFLICT);
        }
        DepartmentId id = DepartmentId.next();
        organizations.insertDepartment(
                transaction,
                organization,
                new Department(
                        id.value(), 1, draft.code().strip(), draft.name().strip(), draft.nameEn(), draft.phone()));
        audit.record(transaction, AuditEntry.success(actor, "department.create").about("department", id));
        return id;
    }

    List<Department> departments(Handle handle, OrganizationId organization) {
        return organizations.departments(handle, organization);
    }
}
