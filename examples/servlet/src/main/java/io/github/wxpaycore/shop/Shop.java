package io.github.wxpaycore.shop;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the shop from the command line. In a stock Tomcat the WAR does without this class and {@link Server}. */
public final class Shop {
    private static final String HELP = """
            Usage: java -jar wxpay-shop.jar [--port N]
              --port N   listen on 127.0.0.1:N (default 8080; 0 takes a free port)
              --help     show this text
            The settings come from the properties file named by WXPAY_CONFIG, see README.md.

            用法：java -jar wxpay-shop.jar [--port N]
              --port N   监听 127.0.0.1:N（默认 8080；0 表示任选空闲端口）
              --help     显示本说明
            配置来自环境变量 WXPAY_CONFIG 所指的 properties 文件，见 README.md。
            """;
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    /** Kept in a field because a logger that nobody holds forgets its level. */
    private static Logger tomcatLog;

    private Shop() {
    }

    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            System.out.writeBytes(HELP.getBytes(StandardCharsets.UTF_8));
            return;
        }
        logToStderr();
        try {
            Server server = new Server(port(arguments), System::getenv);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shop-stop"));
            System.out.println("shop listening on http://127.0.0.1:" + server.port());
            server.await();
        } catch (Config.Fault fault) {
            System.err.println("shop: " + fault.getMessage());
            System.exit(2);
        }
    }

    /** One line an entry; Tomcat speaks only when something is wrong. */
    private static void logToStderr() {
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "%1$tF %1$tT %4$s %5$s%6$s%n");
        }
        tomcatLog = Logger.getLogger("org.apache");
        tomcatLog.setLevel(Level.WARNING);
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            try {
                handler.setEncoding("UTF-8");
            } catch (UnsupportedEncodingException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    private static int port(String[] arguments) {
        if (arguments.length == 0) {
            return 8080;
        }
        if (arguments.length == 2 && arguments[0].equals("--port") && arguments[1].matches("[0-9]{1,5}")
                && Integer.parseInt(arguments[1]) <= 65535) {
            return Integer.parseInt(arguments[1]);
        }
        throw new Config.Fault("these arguments are not understood: the only one is --port N, with N from 0 to 65535; see --help.");
    }
}
