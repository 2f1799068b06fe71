package io.github.wxpaycore.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsFlatObjects() {
        assertEquals(Map.of(), Json.read(" { } "));
        assertEquals(Map.of("a", "1", "b", "\"\\/\n茶\ud83c\udf75"),
                Json.read("{\"a\" : \"1\",\n\"b\":\"\\\"\\\\\\/\\n茶\\uD83C\\udf75\"}"));
    }

    @Test
    void writesTextNumbersAndBooleans() {
        assertEquals("{\"a\":1,\"b\":true,\"c\":\"\\\"\\\\\\u000a茶\\ud83c\\udf75\"}",
                Json.object("a", 1, "b", true, "c", "\"\\\n茶🍵"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "null", "[]", "{", "{\"a\"}", "{\"a\":1}", "{\"a\":null}", "{\"a\":{}}", "{\"a\":\"1\",}", "{\"a\":\"1\"}x",
        "{\"a\":\"1\",\"a\":\"1\"}", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u00g0\"}", "{\"a\":\"\\u00", "{'a':'1'}"})
    void refuses(String text) {
        assertThrows(IllegalArgumentException.class, () -> Json.read(text));
    }
}
