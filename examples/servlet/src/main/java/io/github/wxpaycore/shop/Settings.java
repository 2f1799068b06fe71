package io.github.wxpaycore.shop;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.function.UnaryOperator;

/** The raw texts behind {@link Config}: a properties file, and the environment above it. */
final class Settings {
    private final UnaryOperator<String> environment;
    private final String file;
    private final Properties properties = new Properties();

    Settings(UnaryOperator<String> environment) {
        this.environment = environment;
        this.file = environment.apply("WXPAY_CONFIG");
        if (file != null) {
            read(Path.of(file));
        }
    }

    /** The value, or the given text when it is set nowhere or empty. */
    String get(String name, String otherwise) {
        String value = environment.apply("WXPAY_" + name.toUpperCase(Locale.ROOT));
        value = value != null ? value : properties.getProperty(name, "");
        return value.isBlank() ? otherwise : value.strip();
    }

    String required(String name) {
        String value = get(name, null);
        if (value == null) {
            String variable = "WXPAY_" + name.toUpperCase(Locale.ROOT);
            throw new Config.Fault(file != null
                    ? name + " is missing: add a line " + name + "=... to " + file + ", or set " + variable + "."
                    : name + " is missing: name a properties file in WXPAY_CONFIG, or set " + variable + ".");
        }
        return value;
    }

    private void read(Path path) {
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            String why = !Files.exists(path) ? "does not exist"
                    : Files.isDirectory(path) ? "is a folder"
                    : !Files.isReadable(path) ? "may not be read by this user"
                    : "is not a properties file in UTF-8";
            throw new Config.Fault("the file named by WXPAY_CONFIG, " + path + ", " + why
                    + ": write it as README.md shows, or correct WXPAY_CONFIG.");
        }
    }
}
