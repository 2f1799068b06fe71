/* Numbers and layouts that compiled programs rely on. They never change; a new one is added here as well. */
#include "wxpay.h"

#define PIN(name, condition) typedef char name[(condition) ? 1 : -1]

PIN(ok, WXP_OK == 0 && WXP_ABI == 1 && WXP_MAX_TEXT == 65536);
PIN(algorithms, WXP_MD5 == 0 && WXP_HMAC_SHA256 == 1 && WXP_VERIFY_ONLY == 2);
PIN(callers, WXP_ARG == 1 && WXP_SHORT == 2 && WXP_SIZE == 3);
PIN(fields, WXP_NAME == 10 && WXP_CHAR == 11 && WXP_UTF8 == 12 && WXP_DUPLICATE == 13);
PIN(meaning, WXP_AMBIGUOUS == 14 && WXP_FIELD == 15 && WXP_MISSING == 16);
PIN(documents, WXP_SYNTAX == 20 && WXP_DOCTYPE == 21 && WXP_ENTITY == 22 && WXP_ENCODING == 23 && WXP_STRUCTURE == 24);
PIN(trust, WXP_NO_SIGN == 30 && WXP_SIGN_FORMAT == 31 && WXP_SIGN_TYPE == 32 && WXP_MISMATCH == 33);
PIN(more_trust, WXP_IDENTITY == 34 && WXP_DECRYPT == 35 && WXP_INTERNAL == 99);
PIN(kinds, WXP_KIND_UNLISTED == 0 && WXP_KIND_UNIFIED_ORDER == 1 && WXP_KIND_UNIFIED_ORDER_REPLY == 2);
PIN(more_kinds, WXP_KIND_ORDER_QUERY == 3 && WXP_KIND_ORDER_QUERY_REPLY == 4 && WXP_KIND_CLOSE_ORDER == 5);
PIN(most_kinds, WXP_KIND_CLOSE_ORDER_REPLY == 6 && WXP_KIND_PAY_NOTICE == 7 && WXP_KIND_NOTICE_ANSWER == 8);

/* In words, so that one line serves machines of 32 and 64 bits. */
#define WORD sizeof(void *)
PIN(field_size, sizeof(wxp_field) == 4 * WORD);
PIN(field_places, offsetof(wxp_field, name_len) == WORD && offsetof(wxp_field, value) == 2 * WORD && offsetof(wxp_field, value_len) == 3 * WORD);
PIN(key_size, sizeof(wxp_api_key) == 5 * WORD);
PIN(key_places, offsetof(wxp_api_key, secret) == WORD && offsetof(wxp_api_key, previous) == 3 * WORD);
PIN(flat_size, sizeof(wxp_flat) == 3 * WORD);
PIN(flat_places, offsetof(wxp_flat, len) == 0 && offsetof(wxp_flat, text) == WORD && offsetof(wxp_flat, count) == 2 * WORD);
PIN(verified_size, sizeof(wxp_verified) == (WORD == 8 ? 40 : 24));
PIN(verified_places, offsetof(wxp_verified, kind) == 3 * WORD && offsetof(wxp_verified, succeeded) == 3 * WORD + 4);
PIN(verified_end, offsetof(wxp_verified, previous_key) == 3 * WORD + 8);
PIN(where_size, sizeof(wxp_where) == (WORD == 8 ? 80 : 76) || sizeof(wxp_where) == 80);
PIN(where_places, offsetof(wxp_where, offset) == 0 && offsetof(wxp_where, field) == 8 && sizeof ((wxp_where *)0)->field == 65);

int main(void)
{
    return wxp_abi() == WXP_ABI ? 0 : 1;
}
