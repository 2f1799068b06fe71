package io.github.wxpaycore;

/**
 * The border to the core. {@code use}: 0 MD5, 1 HMAC-SHA256, 2 verify only; {@code previous} may be null. The other
 * side works on copies. Answers are taken apart by {@link Flat}; null means that there was no memory for one.
 */
final class Native {
    /** What this class and the library must agree on; counted up when a signature below or an answer changes. */
    static final int ABI = 1;

    private static final Native CORE = new Native();
    /** Null when the library is there, else the whole story. Kept, because a class initializer fails with it only once. */
    private static final String FAILURE = new NativeLoader().load();

    private Native() {
    }

    /** @throws UnsatisfiedLinkError listing every attempt to load the library */
    static Native core() {
        if (FAILURE != null) {
            throw new UnsatisfiedLinkError(FAILURE);
        }
        return CORE;
    }

    static native int abi();

    native byte[] canonical(byte[] flat, int count);
    native byte[] sign(byte[] flat, int count, int use, byte[] secret, byte[] previous);
    native byte[] verify(byte[] flat, int count, int use, byte[] secret, byte[] previous, int kind);
    native byte[] encode(byte[] flat, int count);
    native byte[] encodeSigned(byte[] flat, int count, int use, byte[] secret, byte[] previous, int kind);
    native byte[] decodeVerified(byte[] xml, int use, byte[] secret, byte[] previous, int kind);
    native byte[] decodeUnverified(byte[] xml);
    native byte[] miniProgram(byte[] flat, int count, int use, byte[] secret, byte[] previous);
    native byte[] expect(byte[] flat, int count, int kind, byte[] expected, int expectedCount);
}
