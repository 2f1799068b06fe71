package io.github.wxpaycore.shop;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.reflect.TypeToken;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The small flat JSON objects spoken with the phone and with jscode2session. */
final class Json {
    private static final Gson GSON = new GsonBuilder().setStrictness(Strictness.STRICT).serializeNulls()
            .disableHtmlEscaping().create();
    private static final TypeToken<Map<String, JsonElement>> OBJECT = new TypeToken<>() { };

    private Json() {
    }

    /** The texts and numbers of one object, as text; what is nested is left out. Empty when this is no JSON object. */
    static Map<String, String> read(byte[] bytes) {
        Map<String, String> texts = new LinkedHashMap<>();
        try {
            Map<String, JsonElement> object = GSON.fromJson(new String(bytes, StandardCharsets.UTF_8), OBJECT);
            if (object != null) {
                object.forEach((name, value) -> {
                    if (value.isJsonPrimitive()) {
                        texts.put(name, value.getAsString());
                    }
                });
            }
            return texts;
        } catch (JsonParseException notJson) {
            return Map.of();
        }
    }

    /** The one shape of every "no": a stable code, what it is about, and a sentence. */
    static void refuse(HttpServletResponse response, int status, String error, String where, String message)
            throws IOException {
        Map<String, String> no = new LinkedHashMap<>();
        no.put("error", error);
        no.put("where", where);
        no.put("message", message);
        write(response, status, no);
    }

    static void write(HttpServletResponse response, int status, Map<String, ?> object) throws IOException {
        byte[] body = GSON.toJson(object).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
