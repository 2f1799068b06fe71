/**
 * WeChat Pay API v2 for Java: canonical order, signature, XML and verification, computed by the native core of wxpay-core.
 *
 * <p>Start with {@link io.github.wxpaycore.WxPay}. Everything takes and gives a plain {@code Map<String, String>};
 * values are text exactly as it is meant, amounts are in fen. All classes are immutable or stateless, so any number of
 * threads may use them. Nothing is ever logged, and nothing lives on the native side between two calls.
 *
 * <h2>The native library</h2>
 * The jar holds it. It is looked for in this order, and an {@link java.lang.UnsatisfiedLinkError} lists every attempt:
 * <ol>
 * <li>{@code -Dwxpay.native.path=FILE}: this file or none;
 * <li>{@code java.library.path};
 * <li>the copy in the jar, unpacked for a moment into a private folder inside {@code -Dwxpay.native.dir=FOLDER} (then no
 *     other folder is tried), else the temporary folder, {@code .cache} in the user's home, the working directory.
 * </ol>
 * Java 24 and later warn when a library is loaded by code that was not granted native access: start with
 * {@code --enable-native-access=ALL-UNNAMED}, or {@code --enable-native-access=io.github.wxpaycore} on the module path, or give
 * a runnable jar the manifest attribute {@code Enable-Native-Access: ALL-UNNAMED}.
 */
package io.github.wxpaycore;
