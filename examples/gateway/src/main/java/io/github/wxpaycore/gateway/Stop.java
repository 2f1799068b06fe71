package io.github.wxpaycore.gateway;

/** The gateway cannot start; the message is one sentence for the person who started it. */
final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stop(String sentence) {
        super(sentence);
    }
}
