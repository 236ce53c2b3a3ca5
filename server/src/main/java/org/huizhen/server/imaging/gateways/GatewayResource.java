package org.huizhen.server.imaging.gateways;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.GatewayId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;

/** Gateways for administrators, pairing for those that want to become one, heartbeats of those that are. */
final class GatewayResource {
    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final Gateways gateways;
    private final Pairing pairing;
    private final ObjectMapper json;
    private final GatewayFacts facts;

    /** What the resource shows besides its rows. */
    record GatewayFacts(
            Clock clock, Duration silence, Supplier<Optional<String>> certificatePin, TodaysStudies todaysStudies) {}

    GatewayResource(
            Database database,
            Access access,
            AuditLog audit,
            Gateways gateways,
            Pairing pairing,
            ObjectMapper json,
            GatewayFacts facts) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.gateways = gateways;
        this.pairing = pairing;
        this.json = json;
        this.facts = facts;
    }

    void register(Routes routes) {
        routes.get("/api/v1/gateways", Permission.GATEWAY_ADMINISTER, this::list);
        routes.post("/api/v1/gateways/pairing-codes", Permission.GATEWAY_ADMINISTER, this::createCode);
        routes.open(HandlerType.POST, "/api/v1/gateways/pair", this::pair);
        routes.post("/api/v1/gateways/{id}/revoke", Permission.GATEWAY_ADMINISTER, this::revoke);
        routes.post("/api/v1/gateways/{id}/heartbeat", Permission.GATEWAY_SELF, this::heartbeat);
    }

    record OrganizationRef(OrganizationId id, String name, Optional<String> code) {}

    record GatewayBody(
            GatewayId id,
            long version,
            String name,
            OrganizationRef organization,
            String state,
            Instant pairedAt,
            Optional<Instant> lastSeenAt,
            Optional<JsonNode> heartbeat,
            Optional<Double> clockOffsetSeconds) {}

    record CodeRequest(OrganizationId organizationId, String aeTitle) {}

    record CodeBody(String code, Instant expiresAt, OrganizationRef organization) {}

    record PairRequest(String code, String name) {}

    record Configuration(OrganizationRef organization, Optional<String> aeTitle) {}

    record PairBody(GatewayId gatewayId, String token, Optional<String> certificatePin, Configuration configuration) {}

    record Reason(String reason) {}

    record Heartbeat(
            String version,
            long waitingInstances,
            long waitingBytes,
            long refused,
            long diskFreeBytes,
            Instant clock,
            String line) {}

    record HeartbeatAnswer(Instant time, List<TodaysStudies.StudyState> studies, Map<String, String> priorities) {}

    private void list(Context context, Actor actor) {
        int limit = Page.limit(context);
        Optional<UUID> after = Page.cursor(context, 1).map(key -> Uuids.parse(key.getFirst()));
        List<Gateway> rows = database.read(handle -> {
            Scope scope = access.scope(handle, actor, Permission.GATEWAY_ADMINISTER);
            return gateways.list(handle, scope, after, limit + 1);
        });
        context.json(Page.of(rows, limit, row -> List.of(row.id().toString())).map(this::body));
    }

    private void createCode(Context context, Actor actor) {
        CodeRequest request = context.bodyAsClass(CodeRequest.class);
        if (request.organizationId() == null) {
            throw ApiException.invalid("organizationId", "required", "organizationId");
        }
        if (request.aeTitle() != null && request.aeTitle().length() > 16) {
            throw ApiException.invalid("aeTitle", "length", "1–16");
        }
        CodeBody body = database.write(transaction -> {
            OrganizationRef organization = organization(transaction.handle(), request.organizationId());
            access.require(
                    transaction.handle(), actor, Permission.GATEWAY_ADMINISTER, Subject.of(request.organizationId()));
            Pairing.Code code = pairing.create(
                    transaction, actor, request.organizationId(), Optional.ofNullable(request.aeTitle()));
            return new CodeBody(code.code(), code.expiresAt(), organization);
        });
        context.status(201).json(body);
    }

    private void pair(Context context) {
        PairRequest request = context.bodyAsClass(PairRequest.class);
        if (request.code() == null || request.code().isBlank() || request.code().length() > 100) {
            throw ApiException.invalid("code", "required", "code");
        }
        Pairing.Paired paired = pairing.pair(
                request.code(),
                Optional.ofNullable(request.name()).map(name -> name.substring(0, Math.min(100, name.length()))),
                context.ip());
        OrganizationRef organization = database.read(handle -> organization(handle, paired.organization()));
        context.json(new PairBody(
                paired.gatewayId(),
                paired.token(),
                facts.certificatePin().get(),
                new Configuration(organization, paired.aeTitle())));
    }

    private void revoke(Context context, Actor actor) {
        GatewayId id = GatewayId.parse(context.pathParam("id"));
        Reason reason = context.bodyAsClass(Reason.class);
        if (reason.reason() == null || reason.reason().isBlank()) {
            throw ApiException.invalid("reason", "required", "reason");
        }
        Gateway revoked = database.write(transaction -> {
            Gateway gateway =
                    gateways.find(transaction.handle(), id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            access.require(
                    transaction.handle(), actor, Permission.GATEWAY_ADMINISTER, Subject.of(gateway.organizationId()));
            if (!gateways.revoke(transaction, id)) {
                throw new ApiException(ErrorCode.WRONG_STATE, Map.of("state", "revoked", "allowed", "–"));
            }
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "gateway.revoke")
                            .about("gateway", id)
                            .with("reason", reason.reason()));
            return gateways.find(transaction.handle(), id).orElseThrow();
        });
        context.json(body(revoked));
    }

    private void heartbeat(Context context, Actor actor) throws Exception {
        Actor.Gateway gateway = ManifestResource.self(context, actor);
        Heartbeat heartbeat = context.bodyAsClass(Heartbeat.class);
        if (heartbeat.clock() == null || heartbeat.version() == null) {
            throw ApiException.invalid(heartbeat.clock() == null ? "clock" : "version", "required", "heartbeat");
        }
        Instant now = facts.clock().instant();
        double offset = Duration.between(now, heartbeat.clock()).toMillis() / 1000.0;
        String stored = json.writeValueAsString(heartbeat);
        context.json(database.write(transaction -> {
            gateways.seen(transaction, gateway, stored, offset);
            TodaysStudies today = facts.todaysStudies();
            return new HeartbeatAnswer(
                    now,
                    today.of(transaction.handle(), gateway.gatewayId(), now),
                    today.priorities(transaction.handle(), gateway.organizationId()));
        }));
    }

    private GatewayBody body(Gateway gateway) {
        return new GatewayBody(
                gateway.id(),
                gateway.version(),
                gateway.name(),
                new OrganizationRef(
                        gateway.organizationId(), gateway.organizationName(), Optional.of(gateway.organizationCode())),
                gateway.state(facts.clock().instant(), facts.silence()),
                gateway.pairedAt(),
                gateway.lastSeenAt(),
                gateway.heartbeat(),
                gateway.clockOffsetSeconds());
    }

    private static OrganizationRef organization(org.jdbi.v3.core.Handle handle, OrganizationId id) {
        return handle.createQuery("select name, code from organization where id = :id")
                .bind("id", id)
                .map((row, context) ->
                        new OrganizationRef(id, row.getString("name"), Optional.of(row.getString("code"))))
                .findOne()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
    }
}
