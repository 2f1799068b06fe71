#include <stdio.h>
#include <string.h>
#include "wxpay.h"

#define FIELD(name, value) { name, sizeof(name) - 1, value, sizeof(value) - 1 }

int main(void)
{
    // A real program reads its key from a file or the environment.
    const char *secret = "192006250b4c09247ec02edce69f6a2d";
    const wxp_api_key key = { WXP_MD5, secret, strlen(secret), NULL, 0 };
    const wxp_field query[] = {
        FIELD("appid", "wxd930ea5d5a258f4f"), FIELD("mch_id", "10000100"),
        FIELD("out_trade_no", "1415659990"), FIELD("nonce_str", "ibuaiVcKdpRxkhJA"),
    };
    const char *reply = "<xml><return_code>FAIL</return_code></xml>";
    char out[2048];
    size_t len;
    wxp_verified message;
    wxp_where place;
    int code;

    // What to post to /pay/orderquery.
    code = wxp_encode_signed(query, 4, &key, WXP_KIND_ORDER_QUERY, out, sizeof out, &len, &place);
    if (code != WXP_OK) {
        fprintf(stderr, "%s at %s: %s\n", wxp_code_name(code), place.field, wxp_code_sentence(code));
        return 1;
    }
    printf("%.*s\n", (int)len, out);

    // What came back: nothing in it is true before the signature holds.
    code = wxp_decode_verified(reply, strlen(reply), &key, WXP_KIND_ORDER_QUERY_REPLY, out, sizeof out, &message, &place);
    if (code == WXP_OK && message.succeeded)
        printf("paid: %s\n", wxp_get(&message.fields, "transaction_id"));
    else
        printf("not paid: %s at %s\n", wxp_code_name(code), place.field);
    return 0;
}
