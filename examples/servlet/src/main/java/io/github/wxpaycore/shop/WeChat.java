package io.github.wxpaycore.shop;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The two WeChat servers, by the JDK's HTTP client. It carries bytes; what they mean is decided where they are verified.
 * No message of an exception holds a URL, because the one of jscode2session holds the app_secret.
 */
final class WeChat {

    /** No answer that could be read; what WeChat did with the request is unknown. */
    static final class Unavailable extends Exception {
        Unavailable(String sentence) {
            super(sentence);
        }
    }

    /** jscode2session did not accept a login code. The number is WeChat's errcode. */
    static final class LoginRefused extends Exception {
        final String errcode;

        LoginRefused(String errcode) {
            super("jscode2session answered errcode " + errcode);
            this.errcode = errcode;
        }

        /** Codes that are wrong, old or used: the phone has to log in again. Everything else is our setup or WeChat. */
        boolean byThePhone() {
            return Set.of("40029", "40163").contains(errcode);
        }
    }

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration WHOLE_ANSWER = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final Config config;
    private final ExecutorService threads = Executors.newCachedThreadPool(WeChat::thread);
    private final HttpClient client;

    WeChat(Config config) {
        this.config = config;
        this.client = client();
    }

    /**
     * The payer's openid for a login code. The session_key that comes along ends here: a shop that does not decrypt user
     * data has no use for it, and it must never reach the phone.
     */
    String openid(String code) throws Unavailable, LoginRefused {
        String query = "appid=" + encode(config.appId()) + "&secret=" + encode(config.appSecret())
                + "&js_code=" + encode(code) + "&grant_type=authorization_code";
        URI uri = URI.create(config.sessionBase() + "/sns/jscode2session?" + query);
        Map<String, String> session = Json.read(send(HttpRequest.newBuilder(uri).GET()));
        String errcode = session.getOrDefault("errcode", "0");
        String openid = session.getOrDefault("openid", "");
        if (openid.isEmpty() || !errcode.equals("0")) {
            throw new LoginRefused(errcode.matches("-?[0-9]{1,9}") ? errcode : "?");
        }
        return openid;
    }

    /** Posts a signed message and returns the answer as it came: nothing in it is a fact before it is verified. */
    byte[] post(String path, byte[] xml) throws Unavailable {
        return send(HttpRequest.newBuilder(URI.create(config.apiBase() + path))
                .header("Content-Type", "text/xml; charset=utf-8")
                .POST(BodyPublishers.ofByteArray(xml)));
    }

    /** Ends the client's threads, which would otherwise outlive the web app for a while. */
    void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** One exchange, with one time limit from the first byte sent to the last byte read. */
    private byte[] send(HttpRequest.Builder request) throws Unavailable {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request.build(), head -> new LimitedBody(LONGEST_ANSWER));
        try {
            HttpResponse<byte[]> response = exchange.get(WHOLE_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new Unavailable("WeChat answered with HTTP status " + response.statusCode());
            }
            return response.body();
        } catch (ExecutionException failed) {
            throw new Unavailable("WeChat could not be reached (" + failed.getCause().getClass().getSimpleName() + ")");
        } catch (TimeoutException late) {
            throw new Unavailable("WeChat did not answer in time");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the shop is stopping");
        } finally {
            exchange.cancel(true);
        }
    }

    /** The client starts a thread that would hold on to the web app's class loader after a reload: it gets another one. */
    private HttpClient client() {
        Thread thread = Thread.currentThread();
        ClassLoader webApp = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(CONNECT).executor(threads).build();
        } finally {
            thread.setContextClassLoader(webApp);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "wechat");
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        return thread;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
