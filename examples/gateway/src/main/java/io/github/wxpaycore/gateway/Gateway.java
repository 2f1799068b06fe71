package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A stand-in for WeChat Pay API v2: starts here, and wires the parts together. */
public final class Gateway implements AutoCloseable {
    private static final String MERCHANTS = "WXPAY_GATEWAY_MERCHANTS";

    private final Notices notices;
    private final Http http;

    Gateway(int port, Merchants merchants, double scale, Clock clock) throws IOException {
        Traffic traffic = new Traffic(merchants.secrets(), clock);
        Orders orders = new Orders();
        Session session = new Session(merchants, clock);
        http = new Http(port, traffic);
        notices = new Notices(traffic, scale);
        Api api = new Api(merchants, orders, clock, Duration.ofMillis(Math.round(300_000 * scale)));
        Phone phone = new Phone(session, orders, notices, clock);
        http.logged("GET", "/sns/jscode2session", session::jscode2session);
        http.logged(null, "/pay/unifiedorder", api::unifiedOrder);
        http.logged(null, "/pay/orderquery", api::orderQuery);
        http.logged(null, "/pay/closeorder", api::closeOrder);
        http.logged("POST", "/phone/login", phone::login);
        http.logged("POST", "/phone/pay", phone::pay);
        http.route("GET", "/phone/notices", phone::notices);
        http.route("GET", "/phone/notices/body", phone::body);
        http.route("POST", "/phone/resend", phone::resend);
        http.route("GET", "/log", request -> Http.Reply.json(200,
                traffic.since(Long.parseLong(request.query().getOrDefault("since", "0")))));
        http.start();
    }

    String address() {
        return "http://127.0.0.1:" + http.port();
    }

    @Override
    public void close() {
        http.close();
        notices.close();
    }

    /** A thread that does not keep the process alive. */
    static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "gateway");
        thread.setDaemon(true);
        return thread;
    }

    /** Starts the gateway; exit code 2 and one sentence if it cannot. */
    public static void main(String[] arguments) {
        // Chinese text whatever the locale is.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        int code = run(List.of(arguments), System.getenv(), out, err);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                out.print(Options.HELP);
                return 0;
            }
            String file = environment.getOrDefault(MERCHANTS, "");
            if (file.isEmpty()) {
                throw new Stop(MERCHANTS + " is not set: it must name a properties file with mch_id, appid, "
                        + "app_secret and api_key (--help shows one).");
            }
            Gateway gateway = open(options, Merchants.load(Path.of(file)));
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
            out.println("gateway listening on " + gateway.address());
            out.flush();
            return 0;
        } catch (Stop stop) {
            err.println("gateway: " + stop.getMessage());
            return 2;
        }
    }

    private static Gateway open(Options options, Merchants merchants) {
        try {
            return new Gateway(options.port(), merchants, options.scale(), Clock.systemUTC());
        } catch (BindException e) {
            throw new Stop("port " + options.port() + " is taken or not allowed: choose another one, "
                    + "or --port 0 for any free one.");
        } catch (IOException e) {
            throw new Stop("cannot listen on port " + options.port() + ": " + e.getMessage() + ".");
        }
    }
}
