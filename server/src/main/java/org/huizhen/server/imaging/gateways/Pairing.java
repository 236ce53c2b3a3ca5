package org.huizhen.server.imaging.gateways;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.GatewayId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;

/** Makes one-time codes and turns them into gateways with a token; both are shown once and kept as hashes. */
public final class Pairing {
    private final Database database;
    private final AuditLog audit;
    private final Duration validity;
    private final Tokens tokens = new Tokens();
    private final PairingCodes codes = new PairingCodes();
    private final Gateways gateways;
    private final PairingThrottle throttle;

    Pairing(Database database, AuditLog audit, Gateways gateways, Duration validity, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.gateways = gateways;
        this.validity = validity;
        this.throttle = new PairingThrottle(clock);
    }

    public record Code(String code, Instant expiresAt) {}

    record Paired(GatewayId gatewayId, String token, OrganizationId organization, Optional<String> aeTitle) {}

    /** A code for the gateway of the organization. */
    public Code create(Actor actor, OrganizationId organization, Optional<String> aeTitle) {
        return database.write(transaction -> create(transaction, actor, organization, aeTitle));
    }

    Code create(Transaction transaction, Actor actor, OrganizationId organization, Optional<String> aeTitle) {
        String code = tokens.pairingCode();
        Instant expiresAt = transaction.now().plus(validity);
        codes.insert(transaction, Tokens.hashOfCode(code), organization, aeTitle, actor.label(), expiresAt);
        audit.record(
                transaction,
                AuditEntry.success(actor, "gateway.createPairingCode").about("organization", organization));
        return new Code(code, expiresAt);
    }

    /** @throws ApiException {@code invalid-request} for a code that does not hold, {@code too-many-requests} after many */
    Paired pair(String code, Optional<String> name, String address) {
        throttle.admit(address);
        Paired paired = database.write(transaction -> pair(transaction, code, name, address));
        if (paired == null) {
            throttle.failed(address);
            throw ApiException.invalid("code", "unknown-used-or-expired", "code");
        }
        return paired;
    }

    private Paired pair(Transaction transaction, String code, Optional<String> name, String address) {
        Optional<PairingCodes.Claim> claim = codes.use(transaction, Tokens.hashOfCode(code));
        if (claim.isEmpty()) {
            audit.record(
                    transaction,
                    AuditEntry.success(new Actor.Server("pairing"), "gateway.pair")
                            .refused()
                            .with("address", address));
            return null;
        }
        GatewayId id = GatewayId.next();
        String token = tokens.token();
        String called = name.filter(given -> !given.isBlank())
                .or(() -> claim.get().aeTitle())
                .orElse("gateway-" + id.toString().substring(24));
        gateways.insert(
                transaction, id, claim.get().organization(), called, claim.get().aeTitle(), Tokens.hash(token));
        codes.usedBy(transaction, claim.get().codeId(), id);
        audit.record(
                transaction,
                AuditEntry.success(new Actor.Gateway(id, claim.get().organization(), called, address), "gateway.pair")
                        .about("gateway", id));
        return new Paired(id, token, claim.get().organization(), claim.get().aeTitle());
    }
}
