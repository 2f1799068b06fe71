package io.github.wxpaycore.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {
    @AutoClose
    private final World world = new World(0.001);

    private String login(String body) throws Exception {
        return Json.read(world.post("/phone/login", body).body()).get("code");
    }

    private String session(String appid, String secret, String code) throws Exception {
        var reply = world.get("/sns/jscode2session?appid=" + appid + "&secret=" + secret + "&js_code=" + code
                + "&grant_type=authorization_code");
        assertEquals("text/plain", reply.headers().firstValue("Content-Type").orElseThrow());
        return reply.body();
    }

    private Map<String, String> session(String code) throws Exception {
        return Json.read(session(World.APP, World.SECRET, code));
    }

    @Test
    void aCodeWorksOnceAndThePhoneKeepsItsOpenid() throws Exception {
        String code = login("{}");
        String openid = session(code).get("openid");
        assertEquals(28, openid.length());
        assertTrue(session(World.APP, World.SECRET, code).startsWith("{\"errcode\":40163,"));
        assertEquals(openid, session(login("")).get("openid"));
        assertNotEquals(openid, session(login("{\"phone\":\"another\"}")).get("openid"));
    }

    @Test
    void aCodeLivesFiveMinutes() throws Exception {
        String code = login("{}");
        world.clock.move(Duration.ofMinutes(5).plusSeconds(1));
        assertTrue(session(World.APP, World.SECRET, code).startsWith("{\"errcode\":40029,"));
    }

    @Test
    void aWrongSecretDoesNotUseTheCodeUp() throws Exception {
        String code = login("{}");
        assertTrue(session(World.APP, "wrong", code).startsWith("{\"errcode\":40125,"));
        assertEquals(28, session(code).get("openid").length());
    }

    @ParameterizedTest
    @CsvSource({"'', s, c, 41002", "a, '', c, 41004", "a, s, '', 41008", "nobody, s, c, 40013",
        World.APP + "," + World.SECRET + ", unknown, 40029"})
    void saysWhatIsWrong(String appid, String secret, String code, String errcode) throws Exception {
        assertTrue(session(appid, secret, code).startsWith("{\"errcode\":" + errcode + ","));
    }

    @Test
    void theLogShowsNoSecret() throws Exception {
        String key = session(login("{}")).get("session_key");
        session(World.APP, "almost-" + World.SECRET, "x");
        world.post("/pay/unifiedorder", "<xml><key>" + World.KEY + "</key><old>" + World.PREVIOUS_KEY + "</old></xml>");
        String log = world.get("/log").body();
        assertTrue(log.contains("/sns/jscode2session?appid=" + World.APP + "&secret=***&js_code="), log);
        for (String secret : new String[] {World.SECRET, World.KEY, World.PREVIOUS_KEY, key, "almost"}) {
            assertTrue(!log.contains(secret));
        }
    }
}
