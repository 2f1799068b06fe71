package io.github.wxpaycore.shop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the world says to a shop over HTTP: the buyer's phone, and WeChat with a notice. */
final class Phone {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final String shop;

    Phone(String shop) {
        this.shop = shop;
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(shop + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        // One limit for the whole answer: that of HttpRequest ends with the headers, and a killed shop may be gone by then.
        CompletableFuture<HttpResponse<String>> answer =
                HTTP.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return answer.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException(failed);
        } finally {
            answer.cancel(true);
        }
    }

    HttpResponse<String> prepay(String json, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = to("/prepay.do").header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.POST(BodyPublishers.ofString(json)));
    }

    /** A new order of tea; its number. */
    String order() throws IOException, InterruptedException {
        HttpResponse<String> answer = prepay("{\"code\":\"071abc\",\"item\":\"tea\"}");
        if (answer.statusCode() != 200) {
            throw new AssertionError("prepay.do answered " + answer.statusCode() + " " + answer.body());
        }
        return JsonParser.parseString(answer.body()).getAsJsonObject().get("out_trade_no").getAsString();
    }

    /** Posts a notice; the fields of the answer. */
    Map<String, String> notice(String xml) throws IOException, InterruptedException {
        return notice(xml.getBytes(StandardCharsets.UTF_8));
    }

    Map<String, String> notice(byte[] body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(to("/notify.do").header("Content-Type", "text/xml").POST(BodyPublishers.ofByteArray(body)));
        if (answer.statusCode() != 200) {
            throw new AssertionError("notify.do answered " + answer.statusCode());
        }
        return FakeWeChat.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** Sends just these bytes, and no more if the sender hangs up; all that the shop says until it closes the connection. */
    String raw(String request, boolean hangUp) throws IOException {
        URI address = URI.create(shop);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            if (hangUp) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    JsonObject state(String outTradeNo) throws IOException, InterruptedException {
        return JsonParser.parseString(send(to("/order.do?out_trade_no=" + outTradeNo).GET()).body()).getAsJsonObject();
    }

    /** "PAID 1": the state of an order and how often it was booked. */
    String booked(String outTradeNo) throws IOException, InterruptedException {
        JsonObject state = state(outTradeNo);
        return state.get("state").getAsString() + " " + state.get("bookings").getAsInt();
    }
}
