package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.wxpaycore.gateway.Merchants.Merchant;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Login: the phone gets a code, the shop's server changes it once into an openid. */
final class Session {
    private static final Duration CODE_LIFE = Duration.ofMinutes(5);

    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Merchants merchants;
    private final Clock clock;

    private record Code(String phone, Instant issued, AtomicBoolean used) {
        boolean isOld(Instant now) {
            return now.isAfter(issued.plus(CODE_LIFE));
        }
    }

    Session(Merchants merchants, Clock clock) {
        this.merchants = merchants;
        this.clock = clock;
    }

    /** What wx.login does on this phone. */
    String login(String phone) {
        codes.values().removeIf(code -> code.isOld(clock.instant()));
        String code = Nonce.letters(32);
        codes.put(code, new Code(phone, clock.instant(), new AtomicBoolean()));
        return code;
    }

    /** GET /sns/jscode2session. JSON labelled text/plain, as WeChat does it. */
    Http.Reply jscode2session(Http.Request request) {
        try {
            return Http.Reply.text(200, session(request.query()));
        } catch (Refusal refusal) {
            return Http.Reply.text(200, Json.object("errcode", Integer.parseInt(refusal.code),
                    "errmsg", refusal.getMessage() + ", rid: " + Nonce.hex(8) + "-" + Nonce.hex(8)));
        }
    }

    private String session(Map<String, String> query) {
        String appId = present(query, "appid", "41002", "appid missing");
        String secret = present(query, "secret", "41004", "appsecret missing");
        String given = present(query, "js_code", "41008", "missing code");
        refuseUnless("authorization_code".equals(query.get("grant_type")), "40002", "invalid grant_type");
        Merchant merchant = merchants.byAppId(appId).orElseThrow(() -> new Refusal("40013", "invalid appid"));
        refuseUnless(Sign.same(merchant.appSecret(), secret), "40125", "invalid appsecret");
        Code code = codes.get(given);
        refuseUnless(code != null && !code.isOld(clock.instant()), "40029", "invalid code");
        refuseUnless(code.used.compareAndSet(false, true), "40163", "code been used");
        return Json.object("session_key", Base64.getEncoder().encodeToString(Nonce.bytes(16)),
                "openid", openId(appId, code.phone));
    }

    private static String present(Map<String, String> query, String name, String code, String text) {
        refuseUnless(!query.getOrDefault(name, "").isEmpty(), code, text);
        return query.get(name);
    }

    private static void refuseUnless(boolean good, String code, String text) {
        if (!good) {
            throw new Refusal(code, text);
        }
    }

    /** The same phone has the same openid at each login, and another one in another app: 28 characters. */
    private static String openId(String appId, String phone) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((appId + "\n" + phone).getBytes(UTF_8));
            return "o" + Base64.getUrlEncoder().encodeToString(digest).substring(0, 27);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
