package io.github.wxpaycore.gateway;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;

/** WeChat's times: fourteen digits, Beijing. */
final class Time {
    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter DIGITS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

    private Time() {
    }

    static String digits(Instant instant) {
        return DIGITS.format(instant.atOffset(BEIJING));
    }

    /** @throws DateTimeException if these are not fourteen digits of a real time */
    static Instant parse(String digits) {
        return LocalDateTime.parse(digits, DIGITS).toInstant(BEIJING);
    }
}
