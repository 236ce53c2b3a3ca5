package org.huizhen.server.reading;

import static org.huizhen.server.access.Permission.ORGANIZATION_ADMINISTER;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;

/** {@code /api/v1/reading-rules}: who writes and reviews for a clinic and modality, and what is filed on arrival. */
final class ReadingRuleResource {
    private static final String ROOT = "/api/v1/reading-rules";
    private static final int LONGEST_MODALITY = 16;

    private record RuleBody(
            @JsonProperty(required = true) OrganizationId organizationId,
            @JsonProperty(required = true) String modality,
            @JsonProperty(required = true) ReadingMode mode,
            @JsonProperty(required = true) Priority priority,
            Purpose purpose,
            Boolean onArrival) {
        static RuleBody of(ReadingRules.Rule rule) {
            return new RuleBody(
                    rule.organization(),
                    rule.modality(),
                    rule.mode(),
                    rule.priority(),
                    rule.purpose(),
                    rule.onArrival());
        }

        ReadingRules.Rule rule() {
            require("organizationId", organizationId != null);
            require("modality", modality != null && !modality.isBlank() && modality.length() <= LONGEST_MODALITY);
            require("mode", mode != null);
            require("priority", priority != null);
            return new ReadingRules.Rule(
                    organizationId,
                    modality,
                    mode,
                    priority,
                    purpose == null ? priority.usualPurpose() : purpose,
                    !Boolean.FALSE.equals(onArrival));
        }

        private static void require(String field, boolean there) {
            if (!there) {
                throw ApiException.invalid(field, "required", field);
            }
        }
    }

    private final Database database;
    private final Access access;
    private final AuditLog audit;

    ReadingRuleResource(Database database, Access access, AuditLog audit) {
        this.database = database;
        this.access = access;
        this.audit = audit;
    }

    void register(Routes routes) {
        routes.get(ROOT, ORGANIZATION_ADMINISTER, this::list);
        routes.post(ROOT, ORGANIZATION_ADMINISTER, this::set);
        routes.delete(ROOT + "/{organizationId}/{modality}", ORGANIZATION_ADMINISTER, this::remove);
    }

    private void list(Context context, Actor actor) {
        List<RuleBody> rules =
                database
                        .read(handle -> ReadingRules.all(handle, access.scope(handle, actor, ORGANIZATION_ADMINISTER)))
                        .stream()
                        .map(RuleBody::of)
                        .toList();
        context.json(new Page<>(rules, Optional.empty()));
    }

    /** From now on nothing is filed by itself, and what is filed by hand is of mode A. */
    private void remove(Context context, Actor actor) {
        OrganizationId organization = new OrganizationId(Uuids.parse(context.pathParam("organizationId")));
        String modality = context.pathParam("modality");
        database.run(transaction -> {
            access.require(transaction.handle(), actor, ORGANIZATION_ADMINISTER, Subject.of(organization));
            if (!ReadingRules.remove(transaction, organization, modality)) {
                throw new ApiException(ErrorCode.NOT_FOUND);
            }
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "reading.removeRule")
                            .about("organization", organization)
                            .with("modality", modality));
        });
        context.status(204);
    }

    /** Sets the rule of the organization and modality, whether or not there was one. */
    private void set(Context context, Actor actor) {
        ReadingRules.Rule rule = context.bodyAsClass(RuleBody.class).rule();
        database.run(transaction -> {
            access.require(transaction.handle(), actor, ORGANIZATION_ADMINISTER, Subject.of(rule.organization()));
            ReadingRules.set(transaction, rule);
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "reading.setRule")
                            .about("organization", rule.organization())
                            .with("modality", rule.modality())
                            .with("mode", rule.mode().name())
                            .with("priority", rule.priority().identifier())
                            .with("onArrival", Boolean.toString(rule.onArrival())));
        });
        context.json(RuleBody.of(rule));
    }
}
