package org.huizhen.server.exchange;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The codes on printed reports: 100 random bits each, one per version, made at its first print. */
final class VerificationCodes {
    /** Crockford's base 32: no letters that look like digits. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    record Version(ReportId report, int number) {}

    private VerificationCodes() {}

    static String of(Transaction transaction, ReportId report, int number) {
        Handle handle = transaction.handle();
        handle.createUpdate("""
                        insert into report_verification (code, report_id, number, created_at)
                        values (:code, :report, :number, :now) on conflict (report_id, number) do nothing
                        """)
                .bind("code", next())
                .bind("report", report)
                .bind("number", number)
                .bind("now", transaction.now())
                .execute();
        return handle.createQuery("select code from report_verification where report_id = :report and number = :number")
                .bind("report", report)
                .bind("number", number)
                .mapTo(String.class)
                .one();
    }

    /** As people type it: case and dashes do not matter. */
    static Optional<Version> find(Handle handle, String code) {
        String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
        return handle.createQuery("select report_id, number from report_verification where code = :code")
                .bind("code", plain)
                .map((row, context) ->
                        new Version(new ReportId(row.getObject("report_id", UUID.class)), row.getInt("number")))
                .findOne();
    }

    /** In groups of five. */
    static String grouped(String code) {
        return code.replaceAll("(.{5})(?!$)", "$1-");
    }

    private static String next() {
        return RANDOM.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }
}
