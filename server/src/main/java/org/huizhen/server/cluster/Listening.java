package org.huizhen.server.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection that listens, made anew whenever it breaks. */
final class Listening implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final int WAIT_MILLIS = 1_000;
    /** A line that says nothing is asked whether it still stands. */
    private static final Duration PROBE = Duration.ofSeconds(5);

    private static final int ANSWER_MILLIS = 4_000;
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Executor SAME_THREAD = Runnable::run;

    /** Opens a connection outside the pool. */
    @FunctionalInterface
    interface Connector {
        Connection open() throws SQLException;
    }

    private final Connector connector;
    private final Consumer<String> heard;
    private final Runnable missed;
    private final Thread thread;
    private volatile Connection connection;
    private volatile boolean closed;

    Listening(Connector connector, Consumer<String> heard, Runnable missed) {
        this.connector = connector;
        this.heard = heard;
        this.missed = missed;
        this.thread = Thread.ofPlatform().name("cluster-listen").daemon().unstarted(this::run);
    }

    /** Returns when it listens. */
    void start() {
        try {
            connect();
        } catch (SQLException e) {
            LOG.warn("cannot listen to other nodes yet: {}", e.getMessage());
        }
        thread.start();
    }

    private void connect() throws SQLException {
        Connection fresh = connector.open();
        try (Statement statement = fresh.createStatement()) {
            statement.execute("listen " + Wire.CHANNEL);
        } catch (SQLException e) {
            fresh.close();
            throw e;
        }
        connection = fresh;
    }

    @SuppressWarnings("CatchingUnchecked") // the boundary of this thread
    private void run() {
        while (!closed) {
            try {
                if (connection == null) {
                    connect();
                    // Nobody kept what was said meanwhile.
                    missed.run();
                }
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    if (connection != null) {
                        LOG.warn("the line to other nodes broke, it is made anew: {}", e.toString());
                    }
                    part();
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
        part();
    }

    private void listen(Connection line) throws SQLException {
        PGConnection postgres = line.unwrap(PGConnection.class);
        long probed = System.nanoTime();
        while (!closed) {
            PGNotification[] notifications = postgres.getNotifications(WAIT_MILLIS);
            if (notifications != null) {
                for (PGNotification notification : notifications) {
                    heard.accept(notification.getParameter());
                }
            }
            if (System.nanoTime() - probed > PROBE.toNanos()) {
                line.setNetworkTimeout(SAME_THREAD, ANSWER_MILLIS);
                try (Statement statement = line.createStatement()) {
                    statement.execute("select 1");
                }
                line.setNetworkTimeout(SAME_THREAD, 0);
                probed = System.nanoTime();
            }
        }
    }

    private void part() {
        Connection former = connection;
        connection = null;
        if (former != null) {
            try {
                former.abort(SAME_THREAD);
            } catch (SQLException e) {
                LOG.debug("the broken line could not be closed", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Connection line = connection;
        try {
            if (line != null) {
                line.abort(SAME_THREAD);
            }
            thread.join(2 * WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.debug("the line was closed already", e);
        }
    }
}
