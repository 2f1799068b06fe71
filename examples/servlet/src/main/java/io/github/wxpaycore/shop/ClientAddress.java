package io.github.wxpaycore.shop;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who the payer is, as an IP address for spbill_create_ip. X-Forwarded-For is text that any client can send, so it
 * counts only as far as our own proxies wrote it: read from the right, past every trusted address, to the first other.
 */
final class ClientAddress {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");

    private ClientAddress() {
    }

    static String of(HttpServletRequest request, Set<InetAddress> trusted) {
        String forwarded = String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")));
        return of(request.getRemoteAddr(), forwarded, trusted);
    }

    static String of(String peer, String forwarded, Set<InetAddress> trusted) {
        String client = peer;
        List<String> hops = List.of(forwarded.split(","));
        for (int i = hops.size() - 1; i >= 0 && isTrusted(client, trusted); i--) {
            Optional<InetAddress> hop = parse(hops.get(i).strip());
            if (hop.isEmpty()) {
                break;
            }
            client = hop.get().getHostAddress();
        }
        return client;
    }

    /** An address written in digits. Names are refused: looking one up would let a header ask our DNS. */
    static Optional<InetAddress> parse(String text) {
        boolean digits = IPV4.matcher(text).matches() || text.contains(":") && IPV6.matcher(text).matches();
        try {
            return digits ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isTrusted(String address, Set<InetAddress> trusted) {
        return parse(address).filter(trusted::contains).isPresent();
    }
}
