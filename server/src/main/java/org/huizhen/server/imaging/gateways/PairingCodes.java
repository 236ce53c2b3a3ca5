package org.huizhen.server.imaging.gateways;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.GatewayId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;

/** One-time codes by which a gateway becomes known; kept as hashes. */
final class PairingCodes {

    /** What a code stands for. */
    record Claim(UUID codeId, OrganizationId organization, Optional<String> aeTitle) {}

    void insert(
            Transaction transaction,
            byte[] codeHash,
            OrganizationId organization,
            Optional<String> aeTitle,
            String createdBy,
            Instant expiresAt) {
        transaction
                .handle()
                .createUpdate("""
                        insert into pairing_code
                          (id, code_hash, organization_id, ae_title, created_by, created_at, expires_at)
                        values (:id, :hash, :organization, :aeTitle, :by, :now, :expires)
                        """)
                .bind("id", Uuids.next())
                .bind("hash", codeHash)
                .bind("organization", organization)
                .bind("aeTitle", aeTitle.orElse(null))
                .bind("by", createdBy)
                .bind("now", transaction.now())
                .bind("expires", expiresAt)
                .execute();
    }

    /** Uses the code up; empty when it is unknown, used or expired. */
    Optional<Claim> use(Transaction transaction, byte[] codeHash) {
        return transaction
                .handle()
                .createQuery("""
                        update pairing_code set used_at = :now
                        where code_hash = :hash and used_at is null and expires_at > :now
                        returning id, organization_id, ae_title
                        """)
                .bind("now", transaction.now())
                .bind("hash", codeHash)
                .map((row, context) -> new Claim(
                        row.getObject("id", UUID.class),
                        new OrganizationId(row.getObject("organization_id", UUID.class)),
                        Optional.ofNullable(row.getString("ae_title"))))
                .findOne();
    }

    void usedBy(Transaction transaction, UUID codeId, GatewayId gateway) {
        transaction
                .handle()
                .createUpdate("update pairing_code set gateway_id = :gateway where id = :id")
                .bind("gateway", gateway)
                .bind("id", codeId)
                .execute();
    }
}
