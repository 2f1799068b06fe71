package io.github.wxpaycore.gateway;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What has come in and gone out, for people who watch. Holds the last entries only, and no secret. */
final class Traffic {
    private static final int KEPT = 500;
    private static final Pattern SESSION_KEY = Pattern.compile("(\"session_key\":\")[^\"]*");

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<String> secrets;
    private final Clock clock;
    private long seq;

    private record Entry(long seq, String json) {
    }

    Traffic(List<String> secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Something has reached the gateway: a request, or the answer to a notice. */
    void in(String path, String body) {
        add("in", path, body);
    }

    /** Something has left the gateway: a reply, or a notice. */
    void out(String path, String body) {
        add("out", path, body);
    }

    /** All entries after the one with this number, as a JSON array. */
    synchronized String since(long number) {
        return entries.stream().filter(entry -> entry.seq > number).map(Entry::json)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private synchronized void add(String direction, String path, String body) {
        seq++;
        entries.addLast(new Entry(seq, Json.object("seq", seq, "time", clock.instant().toString(),
                "direction", direction, "path", masked(path), "body", masked(body))));
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
    }

    private String masked(String text) {
        String masked = SESSION_KEY.matcher(text).replaceAll("$1***");
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return masked;
    }
}
