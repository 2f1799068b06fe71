/* Lengths over every limit, numbers that no enum has, lists that are none. */
#include "abuse.h"

/* Lengths over every limit, also absurd ones: refused without a look at the memory. */
void limits(void)
{
    static wxp_field many[1025];
    static const size_t LENGTHS[] = { WXP_MAX_TEXT + 1, SIZE_MAX / 2, SIZE_MAX / 2 + 1, SIZE_MAX - 1, SIZE_MAX };
    char out[ROOM];
    union left left;
    wxp_where place;
    enum verb verb;
    size_t i;
    memset(many, 0, sizeof many);
    for (i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++)
        for (verb = ENCODE; verb < VERBS; verb++) {
            struct arguments good = sound(out, sizeof out, &left, &place), bad = good;
            wxp_field list[1] = { FIELD("body", "test") };
            wxp_api_key key = KEY;
            wxp_verified message;
            if (takes_fields(verb)) {
                bad.fields = many;
                bad.count = LENGTHS[i];
                refused(verb, bad, WXP_SIZE, "fields");
                bad.count = 1025;
                refused(verb, bad, WXP_SIZE, "fields");
                bad.fields = list;
                bad.count = 1;
                list[0].value_len = LENGTHS[i];
                refused(verb, bad, WXP_SIZE, "list");
                list[0].value_len = 4;
                list[0].name_len = LENGTHS[i];
                refused(verb, bad, WXP_SIZE, "list");
            }
            if (takes_xml(verb)) {
                bad = good;
                bad.xml = XML;
                bad.xml_len = LENGTHS[i];
                bad.out = NULL;
                bad.cap = 0;
                CHECK(call(verb, &bad) == WXP_SIZE && strcmp(place.field, "document") == 0 && left.len == 0);
            }
            if (takes_key(verb)) {
                bad = good;
                bad.key = &key;
                key.secret_len = LENGTHS[i];
                refused(verb, bad, WXP_SIZE, "key");
                key.secret_len = 257;
                refused(verb, bad, WXP_SIZE, "key");
                key = KEY;
                key.previous = SECRET;
                key.previous_len = LENGTHS[i];
                refused(verb, bad, WXP_SIZE, "key");
            }
            memset(&message, 0, sizeof message);
            message.fields.text = out;
            message.fields.len = LENGTHS[i] + (i == 0 ? 65536 : 0);
            CHECK(wxp_expect(&message, NULL, 0, &place) == WXP_SIZE);
            CHECK(wxp_get(&message.fields, "a") == NULL);
            /* `cap` may promise more than there is to need. */
            bad = good;
            bad.cap = SIZE_MAX;
            if (!takes_xml(verb))
                CHECK(call(verb, &bad) == WXP_OK);
        }
}

/* Numbers that no enum has. */
void numbers(void)
{
    static const uint32_t KINDS[] = { 9, 65535, 65536, 65543, 0x7FFFFFFF, 0x80000000u, 0xFFFFFFFFu };
    static const uint32_t ALGORITHMS[] = { 3, 256, 257, 0x80000000u, 0xFFFFFFFFu };
    char out[ROOM];
    union left left;
    wxp_where place;
    enum verb verb;
    size_t i;
    for (verb = ENCODE; verb < VERBS; verb++) {
        struct arguments a = sound(out, sizeof out, &left, &place);
        for (i = 0; takes_kind(verb) && i < sizeof KINDS / sizeof KINDS[0]; i++) {
            a.kind = KINDS[i];
            refused(verb, a, WXP_ARG, "kind");
        }
        a.kind = WXP_KIND_UNLISTED;
        for (i = 0; takes_key(verb) && i < sizeof ALGORITHMS / sizeof ALGORITHMS[0]; i++) {
            wxp_api_key key = KEY;
            key.algorithm = ALGORITHMS[i];
            a.key = &key;
            refused(verb, a, WXP_ARG, "key");
        }
    }
    CHECK(strcmp(wxp_code_name(WXP_OK), "OK") == 0 && strcmp(wxp_code_name(WXP_NO_SIGN), "NO_SIGN") == 0);
    CHECK(strcmp(wxp_code_name(4), "UNKNOWN") == 0 && strcmp(wxp_code_name(-1), "UNKNOWN") == 0);
    CHECK(strcmp(wxp_code_name(INT32_MIN), "UNKNOWN") == 0 && strlen(wxp_code_sentence(INT32_MAX)) > 0);
}

/* Lists that this library did not make. */
void lists(void)
{
    wxp_flat flat = { 8, "a\0b\0c\0d", 2 };
    wxp_verified message;
    wxp_field field, expected[1] = { FIELD("a", "b") };
    wxp_where place;
    size_t at = 0;
    CHECK(strcmp(wxp_get(&flat, "c"), "d") == 0 && wxp_get(&flat, "b") == NULL && wxp_get(&flat, NULL) == NULL);
    CHECK(wxp_get(NULL, "a") == NULL && wxp_next(NULL, &at, &field) == 0 && wxp_next(&flat, NULL, &field) == 0);
    at = SIZE_MAX;
    CHECK(wxp_next(&flat, &at, &field) == 0);
    at = 0;
    CHECK(wxp_next(&flat, &at, NULL) == 0);
    flat.len = 7;
    CHECK(wxp_get(&flat, "c") == NULL);
    memset(&message, 0, sizeof message);
    message.fields = flat;
    CHECK(wxp_expect(&message, expected, 1, &place) == WXP_ARG);
    message.fields.len = 8;
    CHECK(wxp_expect(&message, expected, 1, &place) == WXP_OK);
    message.fields.count = 3;
    CHECK(wxp_expect(&message, expected, 1, &place) == WXP_ARG);
    message.fields.count = SIZE_MAX;
    CHECK(wxp_expect(&message, expected, 1, &place) == WXP_SIZE);
    message.fields.count = 2;
    message.kind = 9;
    CHECK(wxp_expect(&message, expected, 1, &place) == WXP_ARG && wxp_expect(NULL, expected, 1, &place) == WXP_ARG);
}
