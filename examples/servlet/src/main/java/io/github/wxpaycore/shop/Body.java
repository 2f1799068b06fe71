package io.github.wxpaycore.shop;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** The bytes of a request exactly as they came: no form decoding, no character set. */
final class Body {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private Body() {
    }

    /**
     * Reads at most one byte more than the limit, so that the caller can tell "too long" from "just fits". A sender that
     * trickles its bytes is given up after ten seconds.
     */
    static byte[] read(HttpServletRequest request, int limit) throws IOException {
        long start = System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
        byte[] piece = new byte[4096];
        InputStream in = request.getInputStream();
        int left = limit + 1;
        for (int n; left > 0 && (n = in.read(piece, 0, Math.min(left, piece.length))) >= 0; left -= n) {
            body.write(piece, 0, n);
            if (System.nanoTime() - start > PATIENCE) {
                throw new IOException("the body took too long");
            }
        }
        return body.toByteArray();
    }
}
