/*
 * Checks a payment notice: the posted body on standard input, the answer for WeChat on standard output, one line for the
 * log on standard error. A CGI script can be as short as this.  支付结果通知校验：标准输入为报文，标准输出为应答。
 *
 *     WXPAY_KEY_FILE=key WXPAY_APPID=.. WXPAY_MCH_ID=.. ./notify OUT_TRADE_NO TOTAL_FEE < notice.xml
 *
 * The two arguments stand for what a real shop looks up in its database.
 */
#include "shop.h"

static void answer(const char *return_code, const char *return_msg)
{
    wxp_field fields[2];
    char out[256];
    size_t len;
    fields[0] = field("return_code", return_code);
    fields[1] = field("return_msg", return_msg);
    if (wxp_encode(fields, 2, out, sizeof out, &len, NULL) == WXP_OK)
        printf("%.*s\n", (int)len, out);
}

int main(int argc, char **argv)
{
    static char xml[WXP_MAX_TEXT + 1], out[WXP_MAX_TEXT + 1];
    char line[258];
    wxp_field expected[4];
    wxp_verified notice;
    wxp_where place;
    wxp_api_key key;
    size_t len;
    int code;

    if (argc != 3) {
        fputs("usage: notify OUT_TRADE_NO TOTAL_FEE < notice.xml\n", stderr);
        return 2;
    }
    key = read_key(line, sizeof line);
    len = fread(xml, 1, sizeof xml, stdin);

    /* Genuine? */
    code = wxp_decode_verified(xml, len, &key, WXP_KIND_PAY_NOTICE, out, sizeof out, &notice, &place);

    /* Ours, and what was ordered? */
    if (code == WXP_OK) {
        expected[0] = field("appid", setting("WXPAY_APPID"));
        expected[1] = field("mch_id", setting("WXPAY_MCH_ID"));
        expected[2] = field("out_trade_no", argv[1]);
        expected[3] = field("total_fee", argv[2]);
        code = wxp_expect(&notice, expected, 4, &place);
    }
    if (code != WXP_OK) {
        refused("notice", code, &place);
        answer("FAIL", wxp_code_name(code));
        return 1;
    }

    /* Really paid? Book it once: WeChat sends a notice again until it is answered. */
    if (notice.succeeded)
        fprintf(stderr, "paid: %s by %s\n", argv[1], wxp_get(&notice.fields, "transaction_id"));
    else
        fprintf(stderr, "not paid: %s\n", argv[1]);
    answer("SUCCESS", "OK");
    return 0;
}
