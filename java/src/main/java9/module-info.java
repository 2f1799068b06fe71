/** WeChat Pay API v2: signatures, XML and verification over the native core of wxpay-core. */
module io.github.wxpaycore {
    exports io.github.wxpaycore;
}
