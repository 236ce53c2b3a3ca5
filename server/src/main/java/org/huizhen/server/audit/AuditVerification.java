package org.huizhen.server.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huizhen.config.KeyPurpose;
import org.huizhen.config.Keys;
import org.huizhen.config.VersionedKey;
import org.huizhen.server.database.Database;
import org.jdbi.v3.core.Handle;

/** Walks the whole chain and says where it was tampered with: rows changed, missing, reordered, or the tail cut off. */
final class AuditVerification {
    private static final int BATCH = 2_000;
    private static final int MOST_FINDINGS = 100;

    private final Database database;
    private final Keys keys;
    private final AuditHeadFile file;

    AuditVerification(Database database, Keys keys, AuditHeadFile file) {
        this.database = database;
        this.keys = keys;
        this.file = file;
    }

    @SuppressWarnings("ArrayRecordComponent") // a row of the query, compared by value below
    private record Link(long sequence, byte[] previous, byte[] mac, int keyVersion, Optional<AuditChain.Row> row) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Link link && sequence == link.sequence && Arrays.equals(mac, link.mac);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sequence);
        }

        @Override
        public String toString() {
            return "Link[" + sequence + "]";
        }
    }

    AuditFeature.Verdict verify() {
        Map<Long, String> exported = file.all().stream()
                .collect(Collectors.toMap(AuditHeadFile.Line::sequence, AuditHeadFile.Line::mac, (a, b) -> b));
        List<String> findings = new ArrayList<>();
        AuditChain.Head head = new AuditChain.Head(0, AuditChain.BEGINNING);
        List<Link> links;
        do {
            long after = head.sequence();
            links = database.read(handle -> links(handle, after));
            for (Link link : links) {
                check(link, head, findings);
                String said = exported.get(link.sequence());
                if (said != null && !said.equals(HexFormat.of().formatHex(link.mac()))) {
                    findings.add("row " + link.sequence() + " differs from the exported head");
                }
                head = new AuditChain.Head(link.sequence(), link.mac());
            }
        } while (links.size() == BATCH && findings.size() < MOST_FINDINGS);
        long sequence = head.sequence();
        file.last()
                .filter(line -> line.sequence() > sequence)
                .ifPresent(line -> findings.add("the tail is missing: the chain ends at row " + sequence
                        + ", the exported head is row " + line.sequence()));
        long stray = database.read(
                handle -> handle.createQuery("""
                        select count(*) from audit_event e
                        where not exists (select 1 from audit_chain c where c.event_id = e.id)
                          and not exists (select 1 from audit_unchained u where u.event_id = e.id)
                        """).mapTo(Long.class).one());
        if (stray > 0) {
            findings.add(stray + " events stand outside the chain");
        }
        return new AuditFeature.Verdict(sequence, List.copyOf(findings));
    }

    private void check(Link link, AuditChain.Head head, List<String> findings) {
        if (link.sequence() != head.sequence() + 1) {
            findings.add("rows " + (head.sequence() + 1) + " to " + (link.sequence() - 1) + " are missing");
            return; // the next row is checked against this one's own mac
        }
        if (!Arrays.equals(link.previous(), head.mac())) {
            findings.add("row " + link.sequence() + " does not follow the row before it");
            return;
        }
        if (link.row().isEmpty()) {
            findings.add("the event of row " + link.sequence() + " is missing");
            return;
        }
        Optional<VersionedKey> key = keys.version(KeyPurpose.AUDIT, link.keyVersion());
        if (key.isEmpty()) {
            findings.add("row " + link.sequence() + " needs audit key " + link.keyVersion()
                    + ", which is not in the key file");
        } else if (!Arrays.equals(AuditChain.mac(key.get(), head, link.row().get()), link.mac())) {
            findings.add("row " + link.sequence() + " was changed");
        }
    }

    private static List<Link> links(Handle handle, long after) {
        return handle.createQuery(
                        "select c.sequence, c.previous, c.mac, c.key_version, e.id, " + AuditChain.rowColumns()
                                + " from audit_chain c left join audit_event e on e.id = c.event_id"
                                + " where c.sequence > :after order by c.sequence limit :rows")
                .bind("after", after)
                .bind("rows", BATCH)
                .map((row, context) -> new Link(
                        row.getLong(1),
                        row.getBytes(2),
                        row.getBytes(3),
                        row.getInt(4),
                        row.getObject(5, UUID.class) != null ? Optional.of(AuditChain.row(row, 4)) : Optional.empty()))
                .list();
    }
}
