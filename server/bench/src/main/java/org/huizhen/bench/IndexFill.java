package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills the index of a center as years of work would, straight into its tables: what is searched by is there, bytes and
 * headers are not. Study number {@code n} belongs to patient {@code n / 3} of clinic {@code n / 3 mod 20}.
 */
final class IndexFill implements AutoCloseable {
    static final int CLINICS = 20;
    static final int STUDIES_A_PATIENT = 3;
    private static final int SERIES = 2;

    private final Connection connection;

    private IndexFill(Connection connection) {
        this.connection = connection;
    }

    /** @param postgres folder of the embedded cluster */
    static IndexFill connect(Path postgres, int port) throws IOException, SQLException {
        String password = Files.readString(postgres.resolve("password")).strip();
        Connection connection =
                DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/huizhen", "huizhen", password);
        try (Statement statement = connection.createStatement()) {
            // The rows fit one another by how they are made, and nothing here outlives the bench.
            statement.execute("set session_replication_role = replica");
            statement.execute("set timezone = 'UTC'; set synchronous_commit = off");
            statement.execute("set maintenance_work_mem = '1GB'");
        }
        return new IndexFill(connection);
    }

    /** Ids in the order of time, as the server's own are. @param n an SQL expression */
    private static String id(String kind, String n) {
        return "('01900000-0000-7%s-8000-' || lpad(to_hex(%s), 12, '0'))::uuid".formatted(kind, n);
    }

    static String patientId(long patient) {
        return "01900000-0000-7001-8000-%012x".formatted(patient);
    }

    static String studyUid(long study) {
        return "2.25.7700000000000." + study;
    }

    /** Adds the studies {@code from <= n < to}, their requests and reports. @param open of them are still to be read */
    void studies(long from, long to, int instances, int open) throws SQLException {
        Map<String, String> indexes = dropIndexes("instance");
        String n = "generate_series(%d::bigint, %d) n".formatted(from, to - 1);
        clinics();
        run("insert into master_patient (id, created_at) select distinct on (n / 3) " + id("000", "n / 3")
                + ", now() from " + n + " on conflict do nothing");
        run("""
                insert into patient (id, organization_id, issuer, local_id, local_id_hash, local_id_key, name, name_key, sex,
                  birth_date, master_patient_id, created_at, changed_at)
                select distinct on (n / 3) %s, %s, 'BENCH', 'P' || n / 3, sha256(('P' || n / 3)::bytea), 1,
                  'Bench ' || to_hex(n / 3 * 2654435761 %% 4294967296), upper('bench' || to_hex(n / 3 * 2654435761 %% 4294967296)),
                  'other', date '1970-01-01', %s, now(), now() from %s on conflict do nothing
                """.formatted(id("001", "n / 3"), id("002", "n / 3 % " + CLINICS), id("000", "n / 3"), n));
        run("set session_replication_role = origin"); // the triggers that keep what is searched by
        run("""
                insert into study (id, study_instance_uid, organization_id, issuer, patient_id, matched, sent_patient_id,
                  sent_patient_name, sent_patient_sex, sent_patient_key, modality, modalities, body_part, description,
                  accession_number, study_date, study_time, study_at, state, certainty, received, announced, series_count,
                  received_at, last_received_at, completed_at)
                select %s, '2.25.7700000000000.' || n, %s, 'BENCH', %s, true, 'P' || n / 3,
                  'Bench ' || to_hex(n / 3 * 2654435761 %% 4294967296), 'other', n / 3, m.modality, array[m.modality], 'CHEST',
                  'SYNTHETIC', 'A' || n, t.at::date, time '12:00', t.at, 'complete', 'confirmed', %d, %d, %d, t.at, t.at, t.at
                from %s, lateral (select (array['CT','DX','US','ECG'])[n %% 4 + 1] as modality) m,
                  lateral (select timestamptz '2025-01-01' + make_interval(mins => n::int / 2) as at) t
                """.formatted(
                id("003", "n"), id("002", "n / 3 % " + CLINICS), id("001", "n / 3"), instances, instances, SERIES, n));
        run("set session_replication_role = replica");
        run("""
                insert into series (id, study_id, series_instance_uid, modality, number, instance_count, received_at)
                select %s, %s, '2.25.7700000000000.' || n || '.' || k, 'CT', k, %d, now()
                from %s, generate_series(1, %d) k
                """.formatted(id("004", "n * 8 + k"), id("003", "n"), instances / SERIES, n, SERIES));
        run("""
                insert into instance (id, series_id, study_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, digest,
                  bytes, blob_id, patient_key, number, rows, columns, bits_allocated, received_at)
                select %s, %s, %s, '2.25.7700000000000.' || n || '.' || k / %d + 1 || '.' || k, '1.2.840.10008.5.1.4.1.1.2',
                  '1.2.840.10008.1.2.1', '\\x%s', 524288, %s, n / 3, k, 512, 512, 16, now()
                from %s, generate_series(0, %d) k
                """.formatted(
                        id("005", "n * 1024 + k"),
                        id("004", "n * 8 + k / " + instances / SERIES + " + 1"),
                        id("003", "n"),
                        instances / SERIES,
                        "00".repeat(32),
                        id("006", "n * 1024 + k"),
                        n,
                        instances - 1));
        run("""
                insert into reading_request (id, version, state, organization_id, study_id, modality, mode, priority, purpose,
                  clinical_info, filed_at, arrived_at, submitted_at, due_at, clock_started)
                select %s, 1, case when n < %d then 'final' else 'submitted' end, s.organization_id, s.id, s.modality, 'A',
                  'routine', 'outpatient', '', s.received_at, s.received_at, s.received_at, s.received_at + interval '4 hours',
                  true
                from %s join study s on s.id = %s
                """.formatted(id("007", "n"), to - open, n, id("003", "n")));
        run("""
                insert into report (id, version, reading_request_id, organization_id, study_id, status, number)
                select %s, 1, r.id, r.organization_id, r.study_id, 'final', 1
                from %s join reading_request r on r.id = %s where r.state = 'final'
                """.formatted(id("008", "n"), n, id("007", "n")));
        run("update reading_request set state = 'final' where state = 'submitted' and study_id < "
                + id("003", "" + from));
        recreate(indexes);
    }

    /** Adds recognized results {@code from <= n < to}, thirty a patient at most. @param patients known so far */
    void results(long from, long to, long patients) throws SQLException {
        Map<String, String> indexes = dropIndexes("recognition_result");
        run("""
                insert into recognition_result (id, version, report_id, report_number, study_id, organization_id, patient_id,
                  item_code, performed_at, performed_on, valid_until, qualified, mark, image_quality, incomplete, decided_at)
                select %s, 1, %s, 1, %s, %s, %s, i.codes[n / %d %% cardinality(i.codes) + 1],
                  timestamptz '2026-01-01' - make_interval(mins => (n %% 500000)::int), date '2026-01-01', date '2026-02-01',
                  true, 'HR', 'A', false, now()
                from generate_series(%d::bigint, %d) n,
                  (select array_agg(code order by code) as codes from recognition_item) i
                """.formatted(
                        id("009", "n"),
                        id("008", "n"),
                        id("003", "n % " + patients * STUDIES_A_PATIENT),
                        id("002", "n % " + patients + " % " + CLINICS),
                        id("001", "n % " + patients),
                        patients,
                        from,
                        to - 1));
        recreate(indexes);
    }

    /** Statistics and visibility as autovacuum leaves them. */
    void settle() throws SQLException {
        run("vacuum analyze");
        run("checkpoint");
    }

    /** Names of a few items that results carry. */
    List<String> items() throws SQLException {
        List<String> codes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select code from recognition_item order by code")) {
            while (rows.next()) {
                codes.add(rows.getString(1));
            }
        }
        return codes;
    }

    private void clinics() throws SQLException {
        run("""
                insert into organization (id, code, name, kind, parent_id, created_at)
                select %s, 'BENCH' || n, 'Clinic ' || n, 'township', c.id, now()
                from generate_series(0, %d) n, (select id from organization where kind = 'center') c
                on conflict do nothing
                """.formatted(id("002", "n"), CLINICS - 1));
    }

    private void run(String sql) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        System.out.printf(
                "  %6.1f s  %s%n",
                (System.nanoTime() - start) / 1e9,
                sql.strip().lines().findFirst().orElse("").replaceAll("\\(.*", ""));
    }

    /** Filling bare tables and sorting once is ten times as fast as filling indexed ones. */
    private Map<String, String> dropIndexes(String table) throws SQLException {
        Map<String, String> again = new LinkedHashMap<>();
        String sql = """
                select 'alter table ' || c.conrelid::regclass || ' drop constraint ' || c.conname,
                  'alter table ' || c.conrelid::regclass || ' add constraint ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
                from pg_constraint c where c.conrelid = ?::regclass and c.contype = 'u'
                union all
                select 'drop index ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid)
                from pg_index i where i.indrelid = ?::regclass and not i.indisunique
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            statement.setString(2, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    again.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        for (String drop : again.keySet()) {
            run(drop);
        }
        return again;
    }

    private void recreate(Map<String, String> indexes) throws SQLException {
        for (String create : indexes.values()) {
            run(create);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
