package io.github.wxpaycore;

/**
 * The API v2 key from the merchant console, with the algorithm it is used with. The key decides the algorithm, never the
 * message. It shows its secret to nobody: no getter, no {@code equals}, no serialization.
 *
 * <pre>{@code
 * ApiKey key = ApiKey.md5("192006250b4c09247ec02edce69f6a2d").orPrevious("8934e7d15453e97507ef794cf7b0519d");
 * assert key.toString().equals("ApiKey(MD5)");
 * }</pre>
 *
 * <p>A secret that is no text is refused at once, with a {@link WxPayException} UTF8. Its length is checked where it
 * is used: an empty one is ARG, one over 256 bytes is SIZE.
 */
public final class ApiKey {
    private static final String[] USES = {"MD5", "HMAC-SHA256", "verify only"};

    final int use;
    final byte[] secret;
    /** Null when there is none. */
    final byte[] previous;

    private ApiKey(int use, byte[] secret, byte[] previous) {
        this.use = use;
        this.secret = secret;
        this.previous = previous;
    }

    /** Signs with MD5 and accepts MD5 only. */
    public static ApiKey md5(String secret) {
        return new ApiKey(0, Flat.utf8("key", secret), null);
    }

    /** Signs with HMAC-SHA256 and accepts HMAC-SHA256 only; such requests carry {@code sign_type=HMAC-SHA256}. */
    public static ApiKey hmacSha256(String secret) {
        return new ApiKey(1, Flat.utf8("key", secret), null);
    }

    /**
     * Accepts both algorithms and signs nothing: for the notices of a shop whose orders use both. The length of
     * {@code sign} decides.
     */
    public static ApiKey verifyOnly(String secret) {
        return new ApiKey(2, Flat.utf8("key", secret), null);
    }

    /**
     * A key that also accepts the secret before the last reset, which WeChat goes on using for some days. Signing uses the
     * current one; {@link Verified#signedWithPreviousKey()} tells which one a message was signed with.
     */
    public ApiKey orPrevious(String oldSecret) {
        return new ApiKey(use, secret, Flat.utf8("key", oldSecret));
    }

    /** The algorithm, not the secret. */
    @Override
    public String toString() {
        return "ApiKey(" + USES[use] + ")";
    }
}
