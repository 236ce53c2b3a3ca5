package org.huizhen.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.huizhen.config.Keys;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.core.Actor;
import org.huizhen.server.database.TestDatabase;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditChainIT {
    private static final int ROWS = AuditChain.BATCH + 20;

    @TempDir
    Path folder;

    private TestDatabase test;
    private AuditFeature audit;

    @BeforeEach
    void chainSome() {
        test = TestDatabase.create();
        audit = new AuditFeature(
                test.database(),
                new Access(Clock.systemUTC(), new Grants()),
                Keys.open(folder.resolve("keys.yaml")),
                folder.resolve("audit/head.log"));
        write(ROWS);
        audit.chain();
        audit.exportHead();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aTrailLeftAloneIsWhole() {
        assertThat(audit.verify()).isEqualTo(new AuditFeature.Verdict(ROWS, List.of()));
        write(3);
        assertThat(audit.verify().whole())
                .as("rows that wait for the sequencer")
                .isTrue();
    }

    @Test
    void findsAChangedRow() {
        tamper(
                handle -> handle.execute(
                        "update audit_event set actor = 'somebody else' where id = (select event_id from audit_chain where sequence = 7)"));
        assertThat(audit.verify().findings()).containsExactly("row 7 was changed");
    }

    @Test
    void findsAChangedDetail() {
        tamper(
                handle -> handle.execute(
                        "update audit_event set detail = '{\"n\": \"x\"}' where id = (select event_id from audit_chain where sequence = 9)"));
        assertThat(audit.verify().findings()).containsExactly("row 9 was changed");
    }

    @Test
    void findsAMissingRow() {
        tamper(handle -> handle.execute("""
                with gone as (delete from audit_chain where sequence = 7 returning event_id)
                insert into audit_unchained select event_id from gone
                """));
        assertThat(audit.verify().findings()).contains("rows 7 to 7 are missing");
    }

    @Test
    void findsTwoRowsThatChangedPlaces() {
        tamper(handle -> {
            handle.execute(
                    "create temp table pair as select sequence, event_id from audit_chain where sequence in (7, 8)");
            handle.execute("delete from audit_chain where sequence in (7, 8)");
        });
        tamper(handle -> handle.execute("""
                insert into audit_chain
                select case when e.rank = 1 then 8 else 7 end, e.id, '\\x00', '\\x00', 1 from (
                  select id, rank() over (order by at, id) from audit_event
                  where id not in (select event_id from audit_chain)) e
                """));
        assertThat(audit.verify().findings()).isNotEmpty();
    }

    @Test
    void findsACutTailByTheExportedHead() {
        tamper(handle -> handle.execute("delete from audit_chain where sequence > " + (ROWS - 5)));
        assertThat(audit.verify().findings()).anyMatch(finding -> finding.startsWith("the tail is missing"));
    }

    @Test
    void findsAnEventWrittenPastTheSequencer() {
        tamper(handle -> handle.execute("""
                insert into audit_event (id, at, actor, action, outcome)
                values (gen_random_uuid(), now(), 'ghost', 'patient.open', 'success')
                """));
        assertThat(audit.verify().findings()).containsExactly("1 events stand outside the chain");
    }

    private void tamper(Consumer<Handle> change) {
        test.database().run(transaction -> change.accept(transaction.handle()));
    }

    private void write(int rows) {
        AuditLog log = new AuditLog();
        for (int i = 0; i < rows; i += 10) {
            int from = i;
            test.database().run(transaction -> {
                for (int n = from; n < Math.min(rows, from + 10); n++) {
                    log.record(
                            transaction,
                            AuditEntry.success(new Actor.Server("test"), "study.open")
                                    .with("n", Integer.toString(n)));
                }
            });
        }
    }
}
