package io.github.wxpaycore.gateway;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What unifiedorder demands of its parameters. */
final class Rules {
    private static final List<String> REQUIRED =
            List.of("body", "out_trade_no", "total_fee", "spbill_create_ip", "notify_url", "trade_type");
    /** What else a trade_type demands; APP demands nothing else. */
    private static final Map<String, String> REQUIRED_BY_TRADE_TYPE =
            Map.of("JSAPI", "openid", "NATIVE", "product_id", "MWEB", "scene_info", "APP", "body");
    /** Longest texts, counted in characters. */
    private static final Map<String, Integer> LONGEST = Map.ofEntries(
            Map.entry("nonce_str", 32), Map.entry("device_info", 32), Map.entry("body", 128),
            Map.entry("detail", 6000), Map.entry("attach", 127), Map.entry("goods_tag", 32),
            Map.entry("notify_url", 256), Map.entry("product_id", 32), Map.entry("limit_pay", 32),
            Map.entry("openid", 128), Map.entry("scene_info", 256));
    private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z_\\-|*]{6,32}");
    private static final Pattern AMOUNT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}");
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private Rules() {
    }

    /** @throws Refusal naming a parameter that is missing or wrong */
    static void checkOrder(Map<String, String> order, Instant now) {
        REQUIRED.forEach(name -> require(order, name));
        String alsoRequired = REQUIRED_BY_TRADE_TYPE.get(order.get("trade_type"));
        refuseUnless(alsoRequired != null, "trade_type");
        require(order, alsoRequired);
        LONGEST.forEach((name, length) -> {
            String value = order.getOrDefault(name, "");
            refuseUnless(value.codePointCount(0, value.length()) <= length, name);
        });
        refuseUnless(NUMBER.matcher(order.get("out_trade_no")).matches(), "out_trade_no");
        refuseUnless(AMOUNT.matcher(order.get("total_fee")).matches(), "total_fee");
        refuseUnless(order.getOrDefault("fee_type", "CNY").matches("(CNY)?"), "fee_type");
        refuseUnless(isAddress(order.get("spbill_create_ip")), "spbill_create_ip");
        refuseUnless(isNotifyUrl(order.get("notify_url")), "notify_url");
        refuseUnless(isTimeAfter(Instant.MIN, order.getOrDefault("time_start", "")), "time_start");
        refuseUnless(isTimeAfter(now, order.getOrDefault("time_expire", "")), "time_expire");
    }

    /** @throws Refusal if the parameter is absent or empty */
    static void require(Map<String, String> request, String name) {
        if (request.getOrDefault(name, "").isEmpty()) {
            throw new Refusal("LACK_PARAMS", "缺少参数:" + name);
        }
    }

    private static void refuseUnless(boolean good, String name) {
        if (!good) {
            throw new Refusal("invalid " + name);
        }
    }

    /** An absolute http or https address without query, fragment and user. */
    private static boolean isNotifyUrl(String text) {
        try {
            URI url = URI.create(text);
            return url.getScheme() != null && SCHEMES.contains(url.getScheme()) && url.getHost() != null
                    && url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null
                    && url.getPort() != 0 && url.getPort() <= 65535;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** IPv4 or IPv6. No name is ever looked up: a text with a colon can only be an address. */
    private static boolean isAddress(String text) {
        if (IPV4.matcher(text).matches()) {
            return true;
        }
        try {
            return text.matches("[0-9A-Fa-f:.]{2,64}") && text.contains(":") && InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isTimeAfter(Instant limit, String text) {
        try {
            return text.isEmpty() || Time.parse(text).isAfter(limit);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
