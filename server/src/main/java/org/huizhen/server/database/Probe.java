package org.huizhen.server.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks on a connection of its own whether the database answers within a second; the pool waits longer, and all of it may
 * be in use. Thread-safe.
 */
final class Probe implements AutoCloseable {
    private static final int SECONDS = 1;
    private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(200);

    private final String url;
    private final Properties properties = new Properties();
    private final ReentrantLock lock = new ReentrantLock();
    private Connection connection;

    Probe(String url, String user, String password) {
        this.url = url;
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "huizhen-probe");
        for (String limit : new String[] {"connectTimeout", "socketTimeout", "loginTimeout"}) {
            properties.setProperty(limit, Integer.toString(SECONDS));
        }
    }

    boolean answers() {
        try {
            if (!lock.tryLock(SECONDS, TimeUnit.SECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            long began = System.nanoTime();
            if (connection != null && connection.isValid(SECONDS)) {
                return true;
            }
            boolean late = System.nanoTime() - began > QUICK;
            disconnect();
            if (late) {
                return false;
            }
            connection = DriverManager.getConnection(url, properties);
            return connection.isValid(SECONDS);
        } catch (SQLException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException ignored) {
                // It is of no use any more either way.
            }
            connection = null;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            disconnect();
        } finally {
            lock.unlock();
        }
    }
}
