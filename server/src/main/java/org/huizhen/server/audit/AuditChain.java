package org.huizhen.server.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.config.KeyPurpose;
import org.huizhen.config.Keys;
import org.huizhen.config.VersionedKey;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/**
 * Chains committed audit rows (decision 9): {@code mac(n) = HMAC(key, mac(n-1) ‖ n ‖ row)}. One sequencer at a time works,
 * by an advisory lock, in batches.
 */
final class AuditChain {
    static final int BATCH = 500;
    static final byte[] BEGINNING = new byte[32];
    private static final long LOCK = 0x4155444954L;

    /** The row's columns as text in a fixed order; what is chained and what is compared later. */
    private static final String ROW = """
            to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.actor, e.user_id::text,
            e.organization_id::text, e.session_id::text, e.address, e.action, e.outcome, e.object_kind, e.object_id,
            e.patient_id::text, e.detail::text
            """;

    private static final int COLUMNS = 12;

    private final Database database;
    private final Keys keys;

    AuditChain(Database database, Keys keys) {
        this.database = database;
        this.keys = keys;
    }

    /** Where the chain ends; sequence 0 and zeros before its first row. */
    @SuppressWarnings("ArrayRecordComponent") // compared by value below, never handed out
    record Head(long sequence, byte[] mac) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Head head && sequence == head.sequence && Arrays.equals(mac, head.mac);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sequence);
        }

        @Override
        public String toString() {
            return "Head[" + sequence + "]";
        }
    }

    /** A row as the chain sees it. */
    record Row(UUID id, List<String> columns) {}

    /** Chains everything that waits; answers how many rows. */
    int advance() {
        int all = 0;
        int chained;
        do {
            chained = database.write(this::batch);
            all += chained;
        } while (chained == BATCH);
        return all;
    }

    private int batch(Transaction transaction) {
        Handle handle = transaction.handle();
        boolean mine = handle.createQuery("select pg_try_advisory_xact_lock(:lock)")
                .bind("lock", LOCK)
                .mapTo(Boolean.class)
                .one();
        if (!mine) {
            return 0;
        }
        List<Row> rows = handle.createQuery(
                        "select e.id, " + ROW + " from audit_unchained u join audit_event e on e.id = u.event_id"
                                + " order by e.at, e.id limit :batch")
                .bind("batch", BATCH)
                .map((row, context) -> row(row, 0))
                .list();
        Head head = head(handle);
        VersionedKey key = keys.current(KeyPurpose.AUDIT);
        for (Row row : rows) {
            Head next = new Head(head.sequence() + 1, mac(key, head, row));
            handle.createUpdate("""
                            with chained as (
                              insert into audit_chain (sequence, event_id, previous, mac, key_version)
                              values (:sequence, :event, :previous, :mac, :key) returning event_id)
                            delete from audit_unchained where event_id = (select event_id from chained)
                            """)
                    .bind("sequence", next.sequence())
                    .bind("event", row.id())
                    .bind("previous", head.mac())
                    .bind("mac", next.mac())
                    .bind("key", key.version())
                    .execute();
            head = next;
        }
        return rows.size();
    }

    Head head(Handle handle) {
        Optional<Head> last = handle.createQuery("select sequence, mac from audit_chain order by sequence desc limit 1")
                .map((row, context) -> new Head(row.getLong(1), row.getBytes(2)))
                .findOne();
        return last.orElse(new Head(0, BEGINNING));
    }

    static Row row(ResultSet row, int skip) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            columns.add(row.getString(skip + 2 + i));
        }
        return new Row(row.getObject(skip + 1, UUID.class), Collections.unmodifiableList(columns));
    }

    static String rowColumns() {
        return ROW;
    }

    /** Lengths before values, so that no two rows have the same bytes; -1 is null. */
    static byte[] mac(VersionedKey key, Head previous, Row row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(previous.mac());
            out.writeLong(previous.sequence() + 1);
            out.writeUTF(row.id().toString());
            for (String column : row.columns()) {
                if (column == null) {
                    out.writeInt(-1);
                } else {
                    byte[] text = column.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(text.length);
                    out.write(text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return key.hmac(bytes.toByteArray());
    }
}
