package io.github.wxpaycore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The merchants this gateway knows, from a properties file. */
record Merchants(List<Merchants.Merchant> all) {

    /** A merchant number with the app it is bound to. Its secrets are never printed. */
    record Merchant(String mchId, String appId, String appSecret, List<String> keys) {
        @Override
        public String toString() {
            return "merchant " + mchId;
        }
    }

    Optional<Merchant> byMchId(String mchId) {
        return all.stream().filter(merchant -> merchant.mchId.equals(mchId)).findFirst();
    }

    Optional<Merchant> byAppId(String appId) {
        return all.stream().filter(merchant -> merchant.appId.equals(appId)).findFirst();
    }

    /** Everything that must not be shown to anybody. */
    List<String> secrets() {
        return all.stream().flatMap(m -> Stream.concat(m.keys.stream(), Stream.of(m.appSecret))).toList();
    }

    /**
     * Reads the file. The first merchant has plain names (mch_id, appid, app_secret, api_key, previous_key); further
     * ones have the same names with a suffix of their own (mch_id.2, appid.2 and so on). Other names are the shop's.
     *
     * @throws Stop if the file cannot be used; the message shows no value
     */
    static Merchants load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new Stop("cannot read the merchants file " + file + " (" + e.getClass().getSimpleName()
                    + "): it must be a readable properties file in UTF-8.");
        }
        List<Merchant> found = new ArrayList<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.equals("mch_id") || name.startsWith("mch_id.")) {
                found.add(merchant(properties, name.substring("mch_id".length()), file));
            }
        }
        if (found.isEmpty()) {
            throw new Stop("the merchants file " + file + " has no mch_id.");
        }
        if (found.stream().map(Merchant::mchId).distinct().count() < found.size()) {
            throw new Stop("the merchants file " + file + " has one mch_id twice.");
        }
        return new Merchants(List.copyOf(found));
    }

    private static Merchant merchant(Properties properties, String suffix, Path file) {
        List<String> keys = new ArrayList<>(List.of(value(properties, "api_key" + suffix, file)));
        String previous = properties.getProperty("previous_key" + suffix, "").strip();
        if (!previous.isEmpty()) {
            keys.add(previous);
        }
        return new Merchant(value(properties, "mch_id" + suffix, file), value(properties, "appid" + suffix, file),
                value(properties, "app_secret" + suffix, file), List.copyOf(keys));
    }

    private static String value(Properties properties, String name, Path file) {
        String value = properties.getProperty(name, "").strip();
        if (value.isEmpty()) {
            throw new Stop("the merchants file " + file + " has no " + name + ".");
        }
        return value;
    }
}
