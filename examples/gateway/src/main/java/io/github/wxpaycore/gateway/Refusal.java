package io.github.wxpaycore.gateway;

/**
 * Why WeChat refuses a request. With a code it is an answer about the business (result_code FAIL, signed); without
 * one the message itself was not accepted (return_code FAIL, not signed).
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The err_code, or null. */
    final String code;

    Refusal(String text) {
        this(null, text);
    }

    Refusal(String code, String text) {
        super(text, null, false, false);
        this.code = code;
    }
}
