package io.github.wxpaycore.shop;

import io.github.wxpaycore.WxPay;
import jakarta.servlet.ServletContext;
import java.sql.SQLException;
import java.util.Map;

/** Everything the servlets share. Opened once when the web app starts, closed when it stops. */
record App(Config config, Database database, Orders orders, WeChat weChat, Reconcile reconcile) {
    static final String ATTRIBUTE = App.class.getName();

    static App of(ServletContext context) {
        return (App) context.getAttribute(ATTRIBUTE);
    }

    static App open(Config config) {
        loadLibrary();
        try {
            Database database = new Database(config.jdbcUrl());
            Orders orders = new Orders(database);
            WeChat weChat = new WeChat(config);
            return new App(config, database, orders, weChat, new Reconcile(config, orders, weChat));
        } catch (SQLException unusable) {
            // Not its message: that may repeat jdbc_url with the password in it.
            throw new Config.Fault("the database of jdbc_url cannot be used (SQLState " + unusable.getSQLState()
                    + "): check that the address and the password are right, that its folder is writable and that no other"
                    + " program has it open.");
        }
    }

    /** A missing native library is to be noticed when the shop starts, not when the first buyer pays. */
    private static void loadLibrary() {
        try {
            WxPay.canonical(Map.of("mch_id", "1"));
        } catch (LinkageError missing) {
            throw new Config.Fault(missing.getMessage());
        }
    }

    void close() throws SQLException {
        weChat.close();
        database.close();
    }
}
