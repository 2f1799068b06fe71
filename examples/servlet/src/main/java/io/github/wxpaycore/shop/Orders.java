package io.github.wxpaycore.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The orders and what was booked for them. One order is paid at most once: the row lock makes notices that come at the
 * same moment wait for each other, and the unique key of bookings would stop a second one even without it.
 */
final class Orders {

    /** One row; amounts are fen. state is NOTPAY, PAID, or what the gateway calls a payment that will not come. */
    record Order(String outTradeNo, String item, long totalFee, String state, String transactionId) {
        boolean paid() {
            return state.equals("PAID");
        }

        /** What a message about the payment of this order must say. */
        Map<String, String> due() {
            return Map.of("out_trade_no", outTradeNo, "total_fee", Long.toString(totalFee), "fee_type", "CNY");
        }
    }

    private static final String[] TABLES = {
        "CREATE TABLE IF NOT EXISTS orders (out_trade_no VARCHAR(32) NOT NULL PRIMARY KEY, item VARCHAR(32) NOT NULL,"
            + " total_fee BIGINT NOT NULL, openid VARCHAR(128) NOT NULL, prepay_id VARCHAR(128), state VARCHAR(16) NOT NULL,"
            + " transaction_id VARCHAR(64), asked_at BIGINT NOT NULL)",
        "CREATE TABLE IF NOT EXISTS bookings (out_trade_no VARCHAR(32) NOT NULL PRIMARY KEY,"
            + " transaction_id VARCHAR(64) NOT NULL, total_fee BIGINT NOT NULL)"};

    private final Database database;

    Orders(Database database) throws SQLException {
        this.database = database;
        database.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    statement.execute(table);
                }
            }
            return null;
        });
    }

    void create(String outTradeNo, String item, long totalFee, String openid) throws SQLException {
        change("INSERT INTO orders (out_trade_no, item, total_fee, openid, state, asked_at) VALUES (?, ?, ?, ?, 'NOTPAY', ?)",
                outTradeNo, item, totalFee, openid, now());
    }

    void prepared(String outTradeNo, String prepayId) throws SQLException {
        change("UPDATE orders SET prepay_id = ? WHERE out_trade_no = ?", prepayId, outTradeNo);
    }

    Optional<Order> find(String outTradeNo) throws SQLException {
        return database.transaction(connection -> select(connection, outTradeNo, ""));
    }

    /** Books the payment of an order. True if this call did it, false if it was booked before. */
    boolean book(String outTradeNo, String transactionId) throws SQLException {
        return database.transaction(connection -> {
            Order order = select(connection, outTradeNo, " FOR UPDATE").orElseThrow();
            if (order.paid()) {
                return false;
            }
            change(connection, "UPDATE orders SET state = 'PAID', transaction_id = ? WHERE out_trade_no = ?",
                    transactionId, outTradeNo);
            change(connection, "INSERT INTO bookings (out_trade_no, transaction_id, total_fee) VALUES (?, ?, ?)",
                    outTradeNo, transactionId, order.totalFee());
            return true;
        });
    }

    /** Records that no money came (PAYERROR, CLOSED, REVOKED). A later payment is booked all the same. */
    void notPaid(String outTradeNo, String state) throws SQLException {
        change("UPDATE orders SET state = ? WHERE out_trade_no = ? AND state <> 'PAID'", state, outTradeNo);
    }

    int bookings(String outTradeNo) throws SQLException {
        return database.transaction(connection -> {
            try (PreparedStatement query = prepare(connection,
                    "SELECT COUNT(*) FROM bookings WHERE out_trade_no = ?", outTradeNo);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    /** True if WeChat may be asked about an unpaid order now; then nobody else may until the pause is over. */
    boolean mayAsk(String outTradeNo, Duration pause) throws SQLException {
        return change("UPDATE orders SET asked_at = ? WHERE out_trade_no = ? AND state <> 'PAID' AND asked_at <= ?",
                now(), outTradeNo, now() - pause.toMillis()) == 1;
    }

    private static Optional<Order> select(Connection connection, String outTradeNo, String lock) throws SQLException {
        try (PreparedStatement query = prepare(connection, "SELECT out_trade_no, item, total_fee, state, transaction_id"
                + " FROM orders WHERE out_trade_no = ?" + lock, outTradeNo);
                ResultSet row = query.executeQuery()) {
            return row.next()
                    ? Optional.of(new Order(row.getString(1), row.getString(2), row.getLong(3), row.getString(4), row.getString(5)))
                    : Optional.empty();
        }
    }

    private int change(String sql, Object... values) throws SQLException {
        return database.transaction(connection -> change(connection, sql, values));
    }

    private static int change(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static long now() {
        return Instant.now().toEpochMilli();
    }
}
