/* NULL where something is needed, lengths of 0, texts that are none. */
#include "abuse.h"

/* NULL where something is needed. */
void nulls(void)
{
    char out[ROOM];
    union left left;
    wxp_where place;
    enum verb verb;
    struct arguments good = sound(out, sizeof out, &left, &place), bad;
    size_t i;
    for (verb = ENCODE; verb < VERBS; verb++) {
        bad = good;
        bad.result = NULL;
        refused(verb, bad, WXP_ARG, "result");
        bad = good;
        bad.out = NULL;
        refused(verb, bad, WXP_ARG, "out");
        if (takes_fields(verb)) {
            bad = good;
            bad.fields = NULL;
            refused(verb, bad, WXP_ARG, "fields");
        }
        if (takes_xml(verb)) {
            bad = good;
            bad.xml = NULL;
            refused(verb, bad, WXP_ARG, "document");
        }
        if (takes_key(verb)) {
            wxp_api_key key = KEY;
            bad = good;
            bad.key = NULL;
            refused(verb, bad, WXP_ARG, "key");
            bad.key = &key;
            key.secret = NULL;
            refused(verb, bad, WXP_ARG, "key");
            key = KEY;
            key.previous_len = 1;
            refused(verb, bad, WXP_ARG, "key");
        }
    }
    for (i = 0; i < 4; i++) {
        static const char *const NAMES[] = { "appId", "package", "nonceStr", "timeStamp" };
        bad = good;
        bad.texts[i] = NULL;
        refused(MINI_PROGRAM, bad, WXP_ARG, NAMES[i]);
    }
}

/* NULL with a length inside the list, and texts that are not UTF-8. */
void fields(void)
{
    char out[ROOM];
    union left left;
    wxp_where place;
    enum verb verb;
    for (verb = ENCODE; verb <= VERIFY; verb++) {
        wxp_field list[2] = { FIELD("appid", "wx1"), FIELD("body", "test") };
        struct arguments a = sound(out, sizeof out, &left, &place);
        a.fields = list;
        a.count = 2;
        list[1].value = NULL;
        refused(verb, a, WXP_ARG, "body");
        list[1].name = NULL;
        refused(verb, a, WXP_ARG, "fields");
        list[1].name = "bo\xFFy";
        list[1].value = "test";
        refused(verb, a, WXP_NAME, "bo?y");
        list[1].name = "body";
        list[1].value = "te\xFFt";
        CHECK(call(verb, &a) == WXP_UTF8 && place.offset == 2 && strcmp(place.field, "body") == 0);
        list[1].value = "te\x01t";
        CHECK(call(verb, &a) == WXP_CHAR && place.offset == 2 && strcmp(place.field, "body") == 0);
    }
}

/* Length 0 with any pointer is an empty input. */
void empty(void)
{
    char out[ROOM];
    size_t len, at = 0;
    union left left;
    wxp_where place;
    wxp_field list[1] = { FIELD("body", "") };
    wxp_field field;
    const wxp_field *strange = (const wxp_field *)(uintptr_t)1;
    const char *odd = (const char *)(uintptr_t)1;
    wxp_api_key key = KEY;

    CHECK(wxp_encode(NULL, 0, out, sizeof out, &len, &place) == WXP_OK && len == 11 && memcmp(out, "<xml></xml>", 11) == 0);
    CHECK(wxp_encode(strange, 0, out, sizeof out, &len, &place) == WXP_OK && len == 11);
    list[0].value = odd;
    CHECK(wxp_encode(list, 1, out, sizeof out, &len, &place) == WXP_OK && len == 24);
    list[0].value = NULL;
    CHECK(wxp_encode(list, 1, out, sizeof out, &len, &place) == WXP_OK && len == 24);
    list[0].name = odd;
    list[0].name_len = 0;
    CHECK(wxp_encode(list, 1, out, sizeof out, &len, &place) == WXP_NAME);
    CHECK(wxp_sign(strange, 0, &KEY, out, sizeof out, &len, &place) == WXP_ARG);
    CHECK(wxp_verify(NULL, 0, &KEY, WXP_KIND_UNLISTED, out, sizeof out, &left.verified, &place) == WXP_NO_SIGN);
    CHECK(wxp_decode_unverified(NULL, 0, NULL, 0, &left.flat, &place) == WXP_SYNTAX && place.offset == 0);
    CHECK(wxp_decode_unverified(odd, 0, odd == NULL ? out : (char *)(uintptr_t)1, 0, &left.flat, &place) == WXP_SYNTAX);
    CHECK(wxp_decode_unverified("<xml/>", 6, out, 6, &left.flat, &place) == WXP_OK && left.flat.count == 0 && left.flat.len == 0);
    CHECK(wxp_next(&left.flat, &at, &field) == 0 && wxp_get(&left.flat, "") == NULL);
    key.secret_len = 0;
    CHECK(wxp_sign(FIELDS, COUNT, &key, out, sizeof out, &len, &place) == WXP_ARG);
    CHECK(wxp_expect(&left.verified, strange, 0, &place) == WXP_OK || left.verified.fields.count == 0);
}
