package org.huizhen.server.database;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.huizhen.server.core.Id;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.jackson2.Jackson2Config;
import org.jdbi.v3.jackson2.Jackson2Plugin;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The truth (decision 7): a pool of connections, reads, and transactions whose events wake consumers after commit. */
public final class Database implements AutoCloseable {
    private static final int ATTEMPTS = 4;
    /** Serialization failure and deadlock: PostgreSQL asks for the transaction to be run again. */
    private static final Set<String> RETRYABLE = Set.of("40001", "40P01");
    /** It is being stopped, has crashed, is starting. */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03");

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Clock clock;
    private final Outbox outbox;
    private final Probe probe;

    public Database(String url, String user, String password, int poolSize, Clock clock, ObjectMapper json) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("huizhen");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(Math.min(2, poolSize));
        config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
        // Set once a connection: asking for it in each transaction would cost a round trip.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setInitializationFailTimeout(-1); // who opens us decides whether to wait for a database that is away
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "huizhen");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        this.pool = new HikariDataSource(config);
        this.clock = clock;
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin()).installPlugin(new Jackson2Plugin());
        jdbi.getConfig(Jackson2Config.class).setMapper(json);
        jdbi.registerArgument(new IdArguments());
        this.outbox = new Outbox(this, json);
        this.probe = new Probe(url, user, password);
    }

    /** Brings the schema to this version; migrations that have landed are never edited. */
    public void migrate() {
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                // Each package has its range of numbers, so a newer one may be lower.
                .outOfOrder(true)
                .load()
                .migrate();
    }

    public <T> T read(Function<Handle, T> question) {
        return jdbi.withHandle(question::apply);
    }

    /** Runs the change in one transaction (read committed), again when PostgreSQL asks for it. */
    public <T> T write(Function<Transaction, T> change) {
        for (int attempt = 1; ; attempt++) {
            Transaction[] used = new Transaction[1];
            try {
                T answer = jdbi.inTransaction(handle -> {
                    used[0] = new Transaction(handle, now(), outbox);
                    return change.apply(used[0]);
                });
                used[0].committed();
                return answer;
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !RETRYABLE.contains(sqlState(e))) {
                    throw e;
                }
            }
        }
    }

    /** To the microsecond, as PostgreSQL keeps it: what is read back equals what was written, never a bit later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    public void run(Consumer<Transaction> change) {
        write(transaction -> {
            change.accept(transaction);
            return null;
        });
    }

    /** Whether it answers now; said within about a second. */
    public boolean answers() {
        return probe.answers();
    }

    public Outbox outbox() {
        return outbox;
    }

    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        outbox.close();
        probe.close();
        pool.close();
    }

    /** Whether the database could not be reached, rather than refused what it was asked: it may answer later. */
    public static boolean away(Throwable thrown) {
        String state = sqlState(thrown);
        for (Throwable cause = thrown; state.isEmpty() && cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true; // no connection of the pool became free
            }
        }
        return state.startsWith("08") || AWAY.contains(state);
    }

    /** The SQLSTATE behind an exception, empty when no SQL error lies at its root. */
    public static String sqlState(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    private static final class IdArguments extends AbstractArgumentFactory<Id> {
        IdArguments() {
            super(Types.OTHER);
        }

        @Override
        protected Argument build(Id id, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, id.value());
        }
    }
}
