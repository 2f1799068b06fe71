package io.github.wxpaycore.gateway;

import java.util.Iterator;
import java.util.List;

/** The command line. */
record Options(boolean help, int port, double scale) {
    static final String HELP = """
            A stand-in for WeChat Pay API v2 on this machine, for demos and tests. Nothing is stored.
            在本机模拟微信支付 API v2，用于演示和测试；不保存任何数据。

              java -jar wxpay-gateway.jar [--port N] [--retry-scale X]

              --port N         port on 127.0.0.1; 0, the default, takes any free one
                               本机端口；默认 0，表示任选一个空闲端口
              --retry-scale X  multiplies the documented waits: the notice schedule of 15 s to 6 h, and the five
                               minutes before an order may be closed; default 1, demos use 0.001
                               缩放文档规定的等待时间：通知重试间隔（15 秒至 6 小时）和关单前的 5 分钟；默认 1，演示用 0.001
              --help           this text
                               显示本说明

            Keys never stand on the command line. The environment names a properties file:
            密钥不写在命令行里，由环境变量指定 properties 文件：

              WXPAY_GATEWAY_MERCHANTS=merchants.properties

              mch_id=10000100
              appid=wx2421b1c4370ec43b
              app_secret=...
              api_key=...
              previous_key=...     optional: the key before the last reset, still accepted (可选：重置前的旧密钥，仍可验签)
              mch_id.2=...         a second merchant: the same names with a suffix (第二个商户：同名加后缀)

            The shop's server calls (商户服务器调用):
              GET  /sns/jscode2session?appid=&secret=&js_code=&grant_type=authorization_code
              POST /pay/unifiedorder   /pay/orderquery   /pay/closeorder
            The phone does (手机端动作):
              POST /phone/login                          like wx.login (相当于 wx.login)
              POST /phone/pay                            like wx.requestPayment, and the payer agrees (相当于确认支付)
              GET  /phone/notices?out_trade_no=          how the delivery of the notice stands (通知送达情况)
              GET  /phone/notices/body?out_trade_no=     the genuine notice (真实的通知原文)
              POST /phone/resend?out_trade_no=           sends it once more (立即重发通知)
              GET  /log?since=N                          all messages in and out, without secrets (全部报文，不含密钥)
            """;

    /** @throws Stop if there is something that is not understood */
    static Options parse(List<String> arguments) {
        boolean help = false;
        int port = 0;
        double scale = 1;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext();) {
            String option = rest.next();
            switch (option) {
                case "--help", "-h" -> help = true;
                case "--port" -> port = port(rest);
                case "--retry-scale" -> scale = scale(rest);
                // Not more than the name: somebody may have put a key behind it.
                default -> throw new Stop("unknown option " + option.split("=", 2)[0] + " (--help lists them).");
            }
        }
        return new Options(help, port, scale);
    }

    private static int port(Iterator<String> rest) {
        String text = rest.hasNext() ? rest.next() : "";
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
            throw new Stop("--port needs a number from 0 to 65535.");
        }
        return Integer.parseInt(text);
    }

    private static double scale(Iterator<String> rest) {
        String text = rest.hasNext() ? rest.next() : "";
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,9})?")) {
            throw new Stop("--retry-scale needs a number such as 0.001.");
        }
        return Double.parseDouble(text);
    }
}
