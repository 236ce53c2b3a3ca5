package org.huizhen.server.organization;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
import org.huizhen.server.access.Subject;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.organization.OrganizationFeature.Department;
import org.huizhen.server.organization.OrganizationFeature.OrganizationDetail;

/** {@code /organizations}. */
final class OrganizationResource {
    private final Database database;
    private final Access access;
    private final OrganizationFeature feature;
    private final Organizations organizations;

    OrganizationResource(Database database, Access access, OrganizationFeature feature, Organizations organizations) {
        this.database = database;
        this.access = access;
        this.feature = feature;
        this.organizations = organizations;
    }

    void routes(Routes routes) {
        routes.get("/api/v1/organizations", Permission.ORGANIZATION_READ, this::list)
                .post("/api/v1/organizations", Permission.ORGANIZATION_ADMINISTER, this::create)
                .get("/api/v1/organizations/{id}", Permission.ORGANIZATION_READ, this::get)
                .get("/api/v1/organizations/{id}/departments", Permission.ORGANIZATION_READ, this::departments)
                .post(
                        "/api/v1/organizations/{id}/departments",
                        Permission.ORGANIZATION_ADMINISTER,
                        this::createDepartment);
    }

    private void list(Context context, Actor actor) {
        int limit = Page.limit(context);
        List<Organizations.Placed> rows = database.read(handle -> {
            Scope scope = access.scope(handle, actor, Permission.ORGANIZATION_READ);
            return organizations.list(handle, scope, Page.cursor(context, 2), limit + 1);
        });
        context.json(Page.of(
                        rows,
                        limit,
                        row -> List.of(
                                Integer.toString(row.depth()),
                                row.organization().code()))
                .map(Organizations.Placed::organization));
    }

    private void create(Context context, Actor actor) {
        OrganizationFeature.Draft draft = context.bodyAsClass(OrganizationFeature.Draft.class);
        // An administrator adds below an organization in reach; another root is made by the command line only.
        OrganizationId parent = new OrganizationId(
                draft.parentId().orElseThrow(() -> ApiException.invalid("parentId", "required", "parentId")));
        OrganizationDetail made = database.write(transaction -> {
            access.require(transaction.handle(), actor, Permission.ORGANIZATION_ADMINISTER, Subject.of(parent));
            OrganizationId id = feature.create(transaction, actor, draft);
            return feature.find(transaction.handle(), id).orElseThrow();
        });
        context.status(201)
                .header("Location", "/api/v1/organizations/" + made.id())
                .json(made);
    }

    private void get(Context context, Actor actor) {
        OrganizationDetail found = database.read(handle -> {
            OrganizationId id = OrganizationId.parse(context.pathParam("id"));
            access.require(handle, actor, Permission.ORGANIZATION_READ, Subject.of(id));
            return feature.find(handle, id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        });
        context.header("ETag", "\"" + found.version() + "\"").json(found);
    }

    private void departments(Context context, Actor actor) {
        List<Department> found = database.read(handle -> {
            OrganizationId id = OrganizationId.parse(context.pathParam("id"));
            access.require(handle, actor, Permission.ORGANIZATION_READ, Subject.of(id));
            return organizations.departments(handle, id);
        });
        context.json(new Page<>(found, Optional.empty()));
    }

    private void createDepartment(Context context, Actor actor) {
        OrganizationFeature.DepartmentDraft draft = context.bodyAsClass(OrganizationFeature.DepartmentDraft.class);
        OrganizationId id = OrganizationId.parse(context.pathParam("id"));
        Department made = database.write(transaction -> {
            access.require(transaction.handle(), actor, Permission.ORGANIZATION_ADMINISTER, Subject.of(id));
            var department = feature.createDepartment(transaction, actor, id, draft);
            return organizations.departments(transaction.handle(), id).stream()
                    .filter(found -> found.id().equals(department.value()))
                    .findFirst()
                    .orElseThrow();
        });
        context.status(201).json(made);
    }
}
