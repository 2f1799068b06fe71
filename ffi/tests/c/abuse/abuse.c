/* Calls that a careful program would not make, each with its right code; and nothing is written where nothing belongs. */
#include "abuse.h"

const wxp_api_key KEY = { WXP_MD5, SECRET, 32, NULL, 0 };

const wxp_field FIELDS[COUNT + 1] = {
    FIELD("appid", "wxd930ea5d5a258f4f"), FIELD("mch_id", "10000100"), FIELD("device_info", "1000"),
    FIELD("body", "test"), FIELD("nonce_str", "ibuaiVcKdpRxkhJA"), FIELD("sign", SIGN),
};

const char XML[] =
    "<xml><appid>wxd930ea5d5a258f4f</appid><mch_id>10000100</mch_id><device_info>1000</device_info><body>test</body>"
    "<nonce_str>ibuaiVcKdpRxkhJA</nonce_str><sign>" SIGN "</sign></xml>";
const size_t XML_LEN = sizeof XML - 1;

struct arguments sound(char *out, size_t cap, union left *left, wxp_where *place)
{
    struct arguments made;
    made.fields = FIELDS;
    made.count = COUNT;
    made.key = &KEY;
    made.kind = WXP_KIND_UNLISTED;
    made.xml = XML;
    made.xml_len = XML_LEN;
    made.texts[0] = "wx2421b1c4370ec43b";
    made.texts[1] = "wx21201855730335ac86f8c43d1889123400";
    made.texts[2] = "e61463f8efa94090b1f366cccfbbb444";
    made.texts[3] = "1395712654";
    made.out = out;
    made.cap = cap;
    made.result = left;
    made.place = place;
    return made;
}

int call(enum verb verb, const struct arguments *a)
{
    /* What is verified has its signature. */
    size_t count = verb == VERIFY && a->count == COUNT ? COUNT + 1 : a->count;
    switch (verb) {
    case ENCODE:
        return wxp_encode(a->fields, count, a->out, a->cap, a->result, a->place);
    case ENCODE_SIGNED:
        return wxp_encode_signed(a->fields, count, a->key, a->kind, a->out, a->cap, a->result, a->place);
    case CANONICAL:
        return wxp_canonical(a->fields, count, a->out, a->cap, a->result, a->place);
    case SIGN_LIST:
        return wxp_sign(a->fields, count, a->key, a->out, a->cap, a->result, a->place);
    case VERIFY:
        return wxp_verify(a->fields, count, a->key, a->kind, a->out, a->cap, a->result, a->place);
    case DECODE_VERIFIED:
        return wxp_decode_verified(a->xml, a->xml_len, a->key, a->kind, a->out, a->cap, a->result, a->place);
    case DECODE_UNVERIFIED:
        return wxp_decode_unverified(a->xml, a->xml_len, a->out, a->cap, a->result, a->place);
    default:
        return wxp_mini_program(a->texts[0], a->texts[1], a->texts[2], a->texts[3], a->key, a->out, a->cap, a->result, a->place);
    }
}

int takes_fields(enum verb verb) { return verb <= VERIFY; }
int takes_key(enum verb verb) { return verb != ENCODE && verb != CANONICAL && verb != DECODE_UNVERIFIED; }
int takes_kind(enum verb verb) { return verb == ENCODE_SIGNED || verb == VERIFY || verb == DECODE_VERIFIED; }
int takes_xml(enum verb verb) { return verb == DECODE_VERIFIED || verb == DECODE_UNVERIFIED; }
int gives_list(enum verb verb) { return verb >= VERIFY; }

void refused(enum verb verb, struct arguments a, int code, const char *field)
{
    static char space[ROOM];
    union left left;
    wxp_where place;
    memset(space, PATTERN, sizeof space);
    memset(&left, PATTERN, sizeof left);
    memset(&place, PATTERN, sizeof place);
    a.out = a.out != NULL ? space : NULL;
    a.result = a.result != NULL ? &left : NULL;
    a.place = &place;
    if (call(verb, &a) != code || strcmp(place.field, field) != 0) {
        fprintf(stderr, "verb %d: %s at %s\n", verb, wxp_code_name(call(verb, &a)), place.field);
        exit(1);
    }
    CHECK(place.offset == -1);
    CHECK(nothing_left(space, sizeof space, a.xml_len));
    if (a.result == NULL)
        return;
    CHECK(left.len == 0);
    if (gives_list(verb))
        CHECK(left.flat.text == NULL && left.flat.count == 0 && wxp_get(&left.flat, "appid") == NULL);
    if (takes_kind(verb) && gives_list(verb))
        CHECK(left.verified.succeeded == 0 && left.verified.previous_key == 0);
    a.place = NULL;
    CHECK(call(verb, &a) == code);
}

int main(void)
{
    buffers();
    nulls();
    fields();
    limits();
    empty();
    numbers();
    alignment();
    overlap();
    lists();
    threads();
    stack();
    puts("all refused as they should be");
    return 0;
}
