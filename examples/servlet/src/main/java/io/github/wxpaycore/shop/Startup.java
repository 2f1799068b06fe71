package io.github.wxpaycore.shop;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.sql.SQLException;
import java.util.logging.Logger;

/** Opens the shop when the server starts the web app, and closes it when the server stops or reloads it. */
public final class Startup implements ServletContextListener {
    private static final Logger LOG = Logger.getLogger("shop");

    /** In a stock Tomcat the settings may also be context parameters; the embedded server has opened the shop already. */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        if (App.of(context) != null) {
            return;
        }
        try {
            context.setAttribute(App.ATTRIBUTE, App.open(Config.load(name -> setting(context, name), null)));
        } catch (Config.Fault fault) {
            LOG.severe("shop: " + fault.getMessage());
            throw fault;
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        App app = App.of(event.getServletContext());
        if (app != null) {
            try {
                app.close();
            } catch (SQLException notClosed) {
                LOG.warning("the database did not close cleanly (SQLState " + notClosed.getSQLState() + ")");
            }
        }
    }

    private static String setting(ServletContext context, String name) {
        String parameter = context.getInitParameter(name);
        return parameter != null ? parameter : System.getenv(name);
    }
}
