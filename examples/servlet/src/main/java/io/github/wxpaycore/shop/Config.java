package io.github.wxpaycore.shop;

import io.github.wxpaycore.ApiKey;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the shop must know. It comes from the properties file named by WXPAY_CONFIG; each value may also be set (or
 * overridden) by the environment, {@code api_key} as {@code WXPAY_API_KEY}. Never from an argument, which every user of
 * the machine could read.
 */
record Config(String appId, String appSecret, String mchId, ApiKey key, String signType, String notifyUrl,
        String apiBase, String sessionBase, String jdbcUrl, Set<InetAddress> trustedProxies, Duration askAfter) {

    /** Something that must be put right before the shop can start: one sentence, and what to do. */
    static final class Fault extends RuntimeException {
        Fault(String sentence) {
            super(sentence);
        }
    }

    /** {@code ownNotifyUrl} is used when notify_url is not set; null where the server does not know its own address. */
    static Config load(UnaryOperator<String> environment, String ownNotifyUrl) {
        Settings settings = new Settings(environment);
        String signType = settings.get("sign_type", "MD5");
        return new Config(
                settings.required("appid"),
                settings.required("app_secret"),
                settings.required("mch_id"),
                key(settings, signType),
                signType,
                webAddress("notify_url", ownNotifyUrl == null ? settings.required("notify_url")
                        : settings.get("notify_url", ownNotifyUrl)),
                secureBase("api_base", settings.get("api_base", "https://api.mch.weixin.qq.com")),
                secureBase("session_base", settings.get("session_base", "https://api.weixin.qq.com")),
                settings.get("jdbc_url", "jdbc:h2:file:./orders"),
                addresses(settings.get("trusted_proxy", "127.0.0.1,::1")),
                seconds(settings.get("ask_after", "10")));
    }

    /** The two fields that say whose messages these are; every request carries them, every answer must. */
    Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("appid", appId);
        identity.put("mch_id", mchId);
        return identity;
    }

    /** A request starts with who asks. MD5 is what the gateway takes when sign_type is absent. */
    Map<String, String> request(String nonce) {
        Map<String, String> request = identity();
        request.put("nonce_str", nonce);
        if (!signType.equals("MD5")) {
            request.put("sign_type", signType);
        }
        return request;
    }

    /** Without the secrets, in case somebody logs it. */
    @Override
    public String toString() {
        return "Config[appid " + appId + ", mch_id " + mchId + "]";
    }

    private static ApiKey key(Settings settings, String signType) {
        String secret = secret("api_key", settings.required("api_key"));
        ApiKey key = switch (signType) {
            case "MD5" -> ApiKey.md5(secret);
            case "HMAC-SHA256" -> ApiKey.hmacSha256(secret);
            default -> throw new Fault("sign_type is neither MD5 nor HMAC-SHA256: write one of the two, or leave it out.");
        };
        String previous = settings.get("previous_key", "");
        return previous.isEmpty() ? key : key.orPrevious(secret("previous_key", previous));
    }

    private static String secret(String name, String value) {
        if (value.length() != 32) {
            throw new Fault(name + " has " + value.length() + " characters, an API v2 key has 32:"
                    + " copy it from the merchant console again, without quotes or blanks.");
        }
        return value;
    }

    private static String webAddress(String name, String value) {
        URI uri;
        try {
            uri = URI.create(value);
        } catch (IllegalArgumentException notAnAddress) {
            uri = URI.create("");
        }
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new Fault(name + " is not a complete web address without a query: write it like https://shop.example/notify.do.");
        }
        return value;
    }

    /** TLS vouches for answers that carry no signature, so plain http is for stand-ins on this machine only. */
    private static String secureBase(String name, String value) {
        URI uri = URI.create(webAddress(name, value));
        boolean here = Set.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost());
        if (uri.getScheme().equals("http") && !here) {
            throw new Fault(name + " must begin with https:// (http:// is accepted for this machine only).");
        }
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    private static Set<InetAddress> addresses(String list) {
        Set<InetAddress> addresses = new HashSet<>();
        for (String address : list.split(",")) {
            addresses.add(ClientAddress.parse(address.strip()).orElseThrow(() -> new Fault(
                    "trusted_proxy is not a list of IP addresses: write them like 127.0.0.1,::1.")));
        }
        return Set.copyOf(addresses);
    }

    private static Duration seconds(String value) {
        if (!value.matches("[0-9]{1,6}")) {
            throw new Fault("ask_after is not a number of seconds: write it like 10.");
        }
        return Duration.ofSeconds(Long.parseLong(value));
    }
}
