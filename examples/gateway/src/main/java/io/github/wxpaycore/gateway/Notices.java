package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.xml.sax.SAXException;

/** Sends pay notices until the shop has understood them, or the schedule ends. All orders run side by side. */
final class Notices implements AutoCloseable {
    /** Seconds to wait after each failed attempt, as documented; the first attempt is made at once. */
    private static final int[] WAITS =
            {15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600};
    /** Time for one attempt: connecting, sending, and the whole answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final Map<Order, Notice> notices = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Gateway::daemon);
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(PATIENCE).build();
    private final Traffic traffic;
    private final double scale;

    /** @param scale what the documented waits are multiplied with */
    Notices(Traffic traffic, double scale) {
        this.traffic = traffic;
        this.scale = scale;
        timer.setRemoveOnCancelPolicy(true);
    }

    /** What came back: the HTTP status and body, or status 0 and the reason why nothing came. */
    record Answer(int status, String text) {
        /** Only this stops the retries: HTTP 200 and a message that says SUCCESS. */
        boolean isSuccess() {
            try {
                return status == 200 && "SUCCESS".equals(Xml.read(text.getBytes(UTF_8)).get("return_code"));
            } catch (CharacterCodingException | SAXException e) {
                return false;
            }
        }
    }

    /** How a delivery stands. */
    record Status(int attempts, boolean delivered, String lastAnswer) {
        static final Status NONE = new Status(0, false, "");
    }

    /** The notice of one order: its text never changes, however often it is sent. */
    static final class Notice {
        private final String url;
        private final String xml;
        private Status status = Status.NONE;

        private Notice(Order order) {
            this.url = order.get("notify_url");
            this.xml = Payment.notice(order);
        }

        String xml() {
            return xml;
        }

        synchronized Status status() {
            return status;
        }

        private synchronized void attempted() {
            status = new Status(status.attempts + 1, status.delivered, status.lastAnswer);
        }

        private synchronized void answered(Answer answer) {
            String text = answer.status == 200 || answer.status == 0
                    ? answer.text : "HTTP " + answer.status + ": " + answer.text;
            status = new Status(status.attempts, status.delivered || answer.isSuccess(), text);
        }
    }

    /** Starts the delivery for an order that has just been paid. */
    void send(Order order) {
        Notice notice = new Notice(order);
        notices.put(order, notice);
        timer.execute(() -> attempt(notice, 0));
    }

    Optional<Notice> of(Order order) {
        return Optional.ofNullable(notices.get(order));
    }

    private void attempt(Notice notice, int failures) {
        if (notice.status().delivered) {
            return;
        }
        post(notice).thenAccept(answer -> {
            if (!answer.isSuccess() && failures < WAITS.length) {
                long wait = Math.round(WAITS[failures] * 1e9 * scale);
                timer.schedule(() -> attempt(notice, failures + 1), wait, TimeUnit.NANOSECONDS);
            }
        });
    }

    /** Posts the notice once. The future never fails: an answer that did not come is an answer with status 0. */
    CompletableFuture<Answer> post(Notice notice) {
        notice.attempted();
        traffic.out(notice.url, notice.xml);
        HttpRequest request = HttpRequest.newBuilder(URI.create(notice.url))
                .header("Content-Type", "text/xml").header("Request-ID", Nonce.hex(32)).timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(notice.xml)).build();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        var exchange = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArrayConsumer(
                part -> part.ifPresent(bytes -> body.write(bytes, 0, Math.min(bytes.length, LONGEST_ANSWER - body.size())))));
        // The timeout of the request ends with the headers; this one also ends a body that only drips.
        var clock = timer.schedule(() -> exchange.cancel(true), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return exchange.handle((response, failure) -> {
            clock.cancel(false);
            Answer answer = failure == null
                    ? new Answer(response.statusCode(), body.toString(UTF_8))
                    : new Answer(0, "no answer: " + reason(failure));
            traffic.in(notice.url, answer.text);
            notice.answered(answer);
            return answer;
        });
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean late = cause instanceof CancellationException || cause instanceof HttpTimeoutException;
        return late ? "timeout" : cause.getClass().getSimpleName();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
