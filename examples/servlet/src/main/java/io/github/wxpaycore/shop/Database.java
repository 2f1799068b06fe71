package io.github.wxpaycore.shop;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Locale;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * Transactions over any JDBC URL. It stands where your shop has its own DataSource.
 */
final class Database {

    /** What is done between begin and commit. */
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private static final int CONNECTIONS = 20;

    private final Driver driver;
    private final String url;
    private final Semaphore turns;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Database(String url) throws SQLException {
        boolean h2 = url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:h2:mem:");
        this.url = h2 ? durable(url) : url;
        this.driver = driver(this.url);
        // H2 may keep half of a transaction, or lose one, if it is killed while several run at the same time.
        this.turns = new Semaphore(h2 ? 1 : CONNECTIONS, true);
    }

    /** Commits when the work returns; rolls back when it throws. */
    <T> T transaction(Work<T> work) throws SQLException {
        turns.acquireUninterruptibly();
        try {
            return alone(work);
        } finally {
            turns.release();
        }
    }

    void close() throws SQLException {
        closed = true;
        for (Connection c = idle.poll(); c != null; c = idle.poll()) {
            c.close();
        }
        // A driver that lives in WEB-INF/lib must not stay behind in the JVM when the web app is unloaded.
        ClassLoader ours = Database.class.getClassLoader();
        for (Driver d : DriverManager.drivers().filter(d -> d.getClass().getClassLoader() == ours).toList()) {
            DriverManager.deregisterDriver(d);
        }
    }

    private <T> T alone(Work<T> work) throws SQLException {
        Connection connection = connection();
        try {
            T result = work.in(connection);
            connection.commit();
            keep(connection);
            return result;
        } catch (Throwable failure) {
            // Nobody knows what state this connection is in, so it is not used again.
            try (connection) {
                connection.rollback();
            } catch (SQLException gone) {
                failure.addSuppressed(gone);
            }
            throw failure;
        }
    }

    private Connection connection() throws SQLException {
        for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
            if (kept.isValid(1)) {
                return kept;
            }
            kept.close();
        }
        Connection fresh = driver.connect(url, new Properties());
        fresh.setAutoCommit(false);
        return fresh;
    }

    private void keep(Connection connection) throws SQLException {
        if (closed) {
            connection.close();
        } else {
            idle.push(connection);
        }
    }

    /** Not DriverManager.getConnection: it does not see drivers that live in WEB-INF/lib. */
    private static Driver driver(String url) throws SQLException {
        for (Driver driver : ServiceLoader.load(Driver.class, Database.class.getClassLoader())) {
            if (driver.acceptsURL(url)) {
                return driver;
            }
        }
        throw new Config.Fault("no JDBC driver for jdbc_url was found: put its jar where README.md says, or"
                + " correct jdbc_url.");
    }

    /**
     * Three settings for H2 that a shop needs. H2 writes a commit to its file up to half a second later; a killed process
     * would lose payments that were already answered with SUCCESS. WRITE_DELAY=0 writes it before commit returns.
     * DB_CLOSE_ON_EXIT=FALSE keeps H2 from closing under requests that a graceful stop still lets finish. Its trace file
     * would hold values.
     */
    private static String durable(String url) {
        StringBuilder settings = new StringBuilder(url);
        for (String setting : new String[] {"WRITE_DELAY=0", "DB_CLOSE_ON_EXIT=FALSE", "TRACE_LEVEL_FILE=0"}) {
            String name = setting.substring(0, setting.indexOf('=') + 1);
            if (!url.toUpperCase(Locale.ROOT).contains(";" + name)) {
                settings.append(';').append(setting);
            }
        }
        return settings.toString();
    }
}
