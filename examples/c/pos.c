/*
 * A till: places an order and prints the link that the customer scans.  收银机：下单并打印二维码链接。
 *
 *     WXPAY_KEY_FILE=key WXPAY_APPID=.. WXPAY_MCH_ID=.. WXPAY_NOTIFY_URL=.. ./pos OUT_TRADE_NO TOTAL_FEE BODY
 *
 * WXPAY_API_BASE replaces https://api.mch.weixin.qq.com, for trying it out. Amounts are in fen.
 */
#include <curl/curl.h>

#include "shop.h"

struct reply {
    char xml[WXP_MAX_TEXT + 1];
    size_t len;
};

/* Keeps what arrives; more than a document may have ends the transfer. */
static size_t keep(char *data, size_t size, size_t count, void *to)
{
    struct reply *reply = to;
    if (size * count > sizeof reply->xml - reply->len)
        return 0;
    memcpy(reply->xml + reply->len, data, size * count);
    reply->len += size * count;
    return size * count;
}

static int post(const char *xml, size_t len, struct reply *reply)
{
    const char *base = getenv("WXPAY_API_BASE");
    char url[512];
    CURL *curl = curl_easy_init();
    CURLcode done = CURLE_FAILED_INIT;
    snprintf(url, sizeof url, "%s/pay/unifiedorder", base != NULL ? base : "https://api.mch.weixin.qq.com");
    reply->len = 0;
    if (curl != NULL) {
        struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: text/xml; charset=utf-8");
        curl_easy_setopt(curl, CURLOPT_URL, url);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, xml);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)len);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, reply);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, 20L);
        done = curl_easy_perform(curl);
        curl_slist_free_all(headers);
        curl_easy_cleanup(curl);
    }
    if (done != CURLE_OK)
        fprintf(stderr, "cannot post: %s\n", curl_easy_strerror(done));
    return done == CURLE_OK;
}

/* 32 hexadecimal digits from the system's secure random source. */
static void make_nonce(char nonce[33])
{
    unsigned char random[16];
    FILE *file = fopen("/dev/urandom", "rb");
    size_t i;
    if (file == NULL || fread(random, 1, sizeof random, file) != sizeof random) {
        fputs("no random numbers\n", stderr);
        exit(2);
    }
    fclose(file);
    for (i = 0; i < sizeof random; i++)
        snprintf(nonce + 2 * i, 3, "%02x", random[i]);
}

int main(int argc, char **argv)
{
    static char xml[WXP_MAX_TEXT], out[WXP_MAX_TEXT + 1];
    static struct reply reply;
    char line[258], nonce[33];
    wxp_field order[9];
    wxp_verified message;
    wxp_where place;
    wxp_api_key key;
    size_t len;
    int code;

    if (argc != 4) {
        fputs("usage: pos OUT_TRADE_NO TOTAL_FEE BODY\n", stderr);
        return 2;
    }
    key = read_key(line, sizeof line);
    make_nonce(nonce);
    order[0] = field("appid", setting("WXPAY_APPID"));
    order[1] = field("mch_id", setting("WXPAY_MCH_ID"));
    order[2] = field("nonce_str", nonce);
    order[3] = field("body", argv[3]);
    order[4] = field("out_trade_no", argv[1]);
    order[5] = field("total_fee", argv[2]);
    order[6] = field("spbill_create_ip", "127.0.0.1");
    order[7] = field("notify_url", setting("WXPAY_NOTIFY_URL"));
    order[8] = field("trade_type", "NATIVE");

    code = wxp_encode_signed(order, 9, &key, WXP_KIND_UNIFIED_ORDER, xml, sizeof xml, &len, &place);
    if (code != WXP_OK) {
        refused("order", code, &place);
        return 1;
    }
    if (!post(xml, len, &reply))
        return 1;

    /* The reply is believed when its signature holds and it speaks of us: appid and mch_id are the first two fields. */
    code = wxp_decode_verified(reply.xml, reply.len, &key, WXP_KIND_UNIFIED_ORDER_REPLY, out, sizeof out, &message, &place);
    if (code == WXP_OK)
        code = wxp_expect(&message, order, 2, &place);
    if (code != WXP_OK) {
        refused("reply", code, &place);
        return 1;
    }
    if (!message.succeeded) {
        const char *why = wxp_get(&message.fields, "err_code");
        fprintf(stderr, "no order: %s\n", why != NULL ? why : "no reason given");
        return 1;
    }
    printf("prepay_id %s\n", wxp_get(&message.fields, "prepay_id"));
    if (wxp_get(&message.fields, "code_url") != NULL)
        printf("scan %s\n", wxp_get(&message.fields, "code_url"));
    return 0;
}
