package io.github.wxpaycore;

import java.util.LinkedHashMap;
import java.util.Map;

/** Public sample data of the official documentation. */
final class Samples {
    static final String SECRET = "192006250b4c09247ec02edce69f6a2d";
    static final String OTHER_SECRET = "8934e7d15453e97507ef794cf7b0519d";

    private Samples() {
    }

    static Map<String, String> map(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** The example of the page on signature rules. */
    static Map<String, String> rulesPage() {
        return map("appid", "wxd930ea5d5a258f4f", "mch_id", "10000100", "device_info", "1000", "body", "test",
            "nonce_str", "ibuaiVcKdpRxkhJA");
    }

    static Map<String, String> payNotice() {
        return map("appid", "wx2421b1c4370ec43b", "attach", "支付测试", "bank_type", "CFT", "fee_type", "CNY", "is_subscribe", "Y",
            "mch_id", "10000100", "nonce_str", "5d2b6c2a8db53831f7eda20af46e531c", "openid", "oUpF8uMEb4qRXf22hE3X68TekukE",
            "out_trade_no", "1409811653", "result_code", "SUCCESS", "return_code", "SUCCESS", "time_end", "20140903131540",
            "total_fee", "1", "trade_type", "JSAPI", "transaction_id", "1004400740201409030005092168");
    }
}
