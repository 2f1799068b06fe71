package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The HTTP side: reads requests within limits, finds their route, writes the reply, keeps the log. */
final class Http implements AutoCloseable {
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int THREADS = 32;

    static {
        // The JDK server's own options, in seconds: nobody may hold a thread by sending slowly.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    record Request(String method, String path, Map<String, String> query, byte[] body) {
        String text() {
            return new String(body, UTF_8);
        }
    }

    record Reply(int status, String type, String body) {
        static Reply xml(String body) {
            return new Reply(200, "text/xml; charset=utf-8", body);
        }

        static Reply json(int status, String body) {
            return new Reply(status, "application/json; charset=utf-8", body);
        }

        static Reply text(int status, String body) {
            return new Reply(status, "text/plain", body);
        }
    }

    /** Answers a request; an IllegalArgumentException tells what is wrong with it. */
    interface Handler {
        Reply handle(Request request);
    }

    /** @param method the only one allowed, or null if the handler looks itself */
    private record Route(String method, Handler handler, boolean logged) {
    }

    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Gateway::daemon);
    private final HttpServer server;
    private final Traffic traffic;

    /** Takes the port on the loopback address, 0 for any free one. */
    Http(int port, Traffic traffic) throws IOException {
        this.traffic = traffic;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
    }

    void route(String method, String path, Handler handler) {
        routes.put(path, new Route(method, handler, false));
    }

    /** A route whose messages can be seen at /log. */
    void logged(String method, String path, Handler handler) {
        routes.put(path, new Route(method, handler, true));
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = reply.body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.type);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(reply.status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            return error(413, "the body is longer than 64 KiB");
        }
        Route route = routes.get(path);
        if (route == null) {
            return error(404, "no such address");
        }
        if (route.method != null && !route.method.equals(exchange.getRequestMethod())) {
            return error(405, "use " + route.method);
        }
        try {
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            Request request = new Request(exchange.getRequestMethod(), path, query, body);
            if (!route.logged) {
                return route.handler.handle(request);
            }
            String logged = path + shown(query);
            traffic.in(logged, request.text());
            Reply reply = route.handler.handle(request);
            traffic.out(logged, reply.body);
            return reply;
        } catch (IllegalArgumentException e) {
            return error(400, e.getMessage());
        } catch (RuntimeException e) {
            System.err.println("gateway: internal error at " + path + ": " + e.getClass().getName());
            return error(500, "internal error");
        }
    }

    private static Reply error(int status, String text) {
        return Reply.json(status, Json.object("error", text));
    }

    /** Names and values of a query string; the first one counts where a name comes twice. */
    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.putIfAbsent(URLDecoder.decode(parts[0], UTF_8), parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
        }
        return query;
    }

    /** The query for the log: a secret, right or wrong, is never written down. */
    private static String shown(Map<String, String> query) {
        return query.isEmpty() ? "" : query.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + (pair.getKey().equals("secret") ? "***" : pair.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    }
}
