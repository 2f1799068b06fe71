/* Calls that a careful program would not make, each with its right code; and nothing is written where nothing belongs. */
#include <pthread.h>
#include <stdint.h>

#include "call.h"

#define SECRET "192006250b4c09247ec02edce69f6a2d"
#define FIELD(name, value) { name, sizeof(name) - 1, value, sizeof(value) - 1 }

static const wxp_api_key KEY = { WXP_MD5, SECRET, 32, NULL, 0 };
static const wxp_field FIELDS[] = {
    FIELD("appid", "wxd930ea5d5a258f4f"), FIELD("mch_id", "10000100"), FIELD("device_info", "1000"),
    FIELD("body", "test"), FIELD("nonce_str", "ibuaiVcKdpRxkhJA"),
};
#define COUNT (sizeof FIELDS / sizeof FIELDS[0])
/* The official vector for these fields. */
static const char SIGN[] = "9A0A8659F005D6984697E2CA0A9CF3B7";

/* A genuine message of an unlisted kind: the fields above with that signature. */
static const char XML[] =
    "<xml><appid>wxd930ea5d5a258f4f</appid><mch_id>10000100</mch_id><device_info>1000</device_info><body>test</body>"
    "<nonce_str>ibuaiVcKdpRxkhJA</nonce_str><sign>9A0A8659F005D6984697E2CA0A9CF3B7</sign></xml>";
#define XML_LEN (sizeof XML - 1)

/* Bytes kept before and after every buffer. */
#define GUARD 64
#define ROOM 4096

enum verb { ENCODE, ENCODE_SIGNED, CANONICAL, SIGN_LIST, VERIFY, DECODE_VERIFIED, DECODE_UNVERIFIED, MINI_PROGRAM, VERBS };

/* Everything a call takes; a test spoils one thing. */
struct arguments {
    const wxp_field *fields;
    size_t count;
    const wxp_api_key *key;
    uint32_t kind;
    const char *xml;
    size_t xml_len;
    const char *texts[4];
    char *out;
    size_t cap;
    void *result;
    wxp_where *place;
};

/* What a call leaves, whatever its kind: each begins with the length. */
union left {
    size_t len;
    wxp_flat flat;
    wxp_verified verified;
};

/* VERIFY needs a list with its signature. */
static wxp_field SIGNED[COUNT + 1];

static struct arguments sound(char *out, size_t cap, union left *left, wxp_where *place)
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

static int call(enum verb verb, const struct arguments *a)
{
    const wxp_field *fields = verb == VERIFY && a->fields == FIELDS ? SIGNED : a->fields;
    size_t count = verb == VERIFY && a->count == COUNT ? COUNT + 1 : a->count;
    switch (verb) {
    case ENCODE:
        return wxp_encode(fields, count, a->out, a->cap, a->result, a->place);
    case ENCODE_SIGNED:
        return wxp_encode_signed(fields, count, a->key, a->kind, a->out, a->cap, a->result, a->place);
    case CANONICAL:
        return wxp_canonical(fields, count, a->out, a->cap, a->result, a->place);
    case SIGN_LIST:
        return wxp_sign(fields, count, a->key, a->out, a->cap, a->result, a->place);
    case VERIFY:
        return wxp_verify(fields, count, a->key, a->kind, a->out, a->cap, a->result, a->place);
    case DECODE_VERIFIED:
        return wxp_decode_verified(a->xml, a->xml_len, a->key, a->kind, a->out, a->cap, a->result, a->place);
    case DECODE_UNVERIFIED:
        return wxp_decode_unverified(a->xml, a->xml_len, a->out, a->cap, a->result, a->place);
    default:
        return wxp_mini_program(a->texts[0], a->texts[1], a->texts[2], a->texts[3], a->key, a->out, a->cap, a->result, a->place);
    }
}

static int takes_fields(enum verb verb) { return verb <= VERIFY; }
static int takes_key(enum verb verb) { return verb != ENCODE && verb != CANONICAL && verb != DECODE_UNVERIFIED; }
static int takes_kind(enum verb verb) { return verb == ENCODE_SIGNED || verb == VERIFY || verb == DECODE_VERIFIED; }
static int takes_xml(enum verb verb) { return verb == DECODE_VERIFIED || verb == DECODE_UNVERIFIED; }
static int gives_list(enum verb verb) { return verb >= VERIFY; }

/* Makes a call that must fail with `code` at `field`, and looks at what it left. */
static void refused(enum verb verb, struct arguments a, int code, const char *field)
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

/* Buffers of 0 to needed + 1 bytes at every alignment, with guards around. */
static void buffers(void)
{
    static char space[GUARD + ROOM + GUARD];
    enum verb verb;
    for (verb = ENCODE; verb < VERBS; verb++) {
        union left left;
        wxp_where place;
        struct arguments a = sound(NULL, 0, &left, &place);
        size_t needed, cap;
        CHECK(call(verb, &a) == WXP_SHORT);
        needed = left.len;
        CHECK(needed > 0 && needed < ROOM);
        for (cap = 0; cap <= needed + 1; cap++) {
            char *out = space + GUARD + cap % 16;
            int code;
            memset(space, PATTERN, sizeof space);
            a = sound(out, cap, &left, &place);
            code = call(verb, &a);
            CHECK(code == (cap < needed ? WXP_SHORT : WXP_OK));
            CHECK(cap < needed ? left.len == needed : left.len > 0 && left.len <= needed);
            CHECK(all(space, (size_t)(out - space), PATTERN));
            CHECK(all(out + cap, (size_t)(space + sizeof space - (out + cap)), PATTERN));
            if (code == WXP_SHORT)
                CHECK(all(out, cap, PATTERN));
            if (gives_list(verb))
                CHECK(left.flat.text == (code == WXP_OK ? out : NULL) && left.flat.count == (code != WXP_OK ? 0u : verb == DECODE_UNVERIFIED ? 6u : 5u));
        }
    }
}

/* NULL where something is needed. */
static void nulls(void)
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
static void fields(void)
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

/* Lengths over every limit, also absurd ones: refused without a look at the memory. */
static void limits(void)
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

/* Length 0 with any pointer is an empty input. */
static void empty(void)
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

/* Numbers that no enum has. */
static void numbers(void)
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

/* Structs at odd addresses. */
static void alignment(void)
{
    static char space[sizeof FIELDS + 16], key_space[sizeof KEY + 16], result_space[sizeof(wxp_verified) + 16];
    static char place_space[sizeof(wxp_where) + 16];
    char out[ROOM];
    size_t shift;
    for (shift = 0; shift < 16; shift++) {
        union left left;
        wxp_where place;
        enum verb verb;
        struct arguments a = sound(out, sizeof out, &left, &place);
        memcpy(space + shift, FIELDS, sizeof FIELDS);
        memcpy(key_space + shift, &KEY, sizeof KEY);
        for (verb = ENCODE; verb < VERBS; verb++) {
            if (verb != VERIFY)
                a.fields = (const void *)(space + shift);
            a.key = (const void *)(key_space + shift);
            a.result = result_space + shift;
            a.place = (void *)(place_space + shift);
            a.cap = 1;
            CHECK(call(verb, &a) == WXP_SHORT);
            a.cap = sizeof out;
            CHECK(call(verb, &a) == WXP_OK);
            a.fields = FIELDS;
        }
    }
}

/* A document read into its own place, or nearly. */
static void overlap(void)
{
    static char space[3 * ROOM];
    union left left;
    wxp_where place;
    enum verb verb;
    long shift;
    char *xml = space + ROOM;
    for (verb = DECODE_VERIFIED; verb <= DECODE_UNVERIFIED; verb++)
        for (shift = -(long)XML_LEN - 1; shift <= (long)XML_LEN + 1; shift++) {
            struct arguments a = sound(xml + shift, XML_LEN, &left, &place);
            int apart = shift <= -(long)XML_LEN || shift >= (long)XML_LEN;
            memcpy(xml, XML, XML_LEN);
            a.xml = xml;
            CHECK(call(verb, &a) == (apart ? WXP_OK : WXP_ARG));
            CHECK(apart || (strcmp(place.field, "out") == 0 && memcmp(xml, XML, XML_LEN) == 0));
        }
}

/* Lists that this library did not make. */
static void lists(void)
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

/* Eight threads on one set of arguments. */
static void *worker(void *shared)
{
    char out[ROOM];
    union left left;
    wxp_where place;
    int round;
    enum verb verb;
    (void)shared;
    for (round = 0; round < 200; round++)
        for (verb = ENCODE; verb < VERBS; verb++) {
            struct arguments a = sound(out, sizeof out, &left, &place);
            CHECK(call(verb, &a) == WXP_OK);
            if (verb == SIGN_LIST)
                CHECK(left.len == 32 && memcmp(out, SIGN, 32) == 0);
            if (verb == DECODE_VERIFIED)
                CHECK(strcmp(wxp_get(&left.flat, "nonce_str"), "ibuaiVcKdpRxkhJA") == 0);
        }
    return NULL;
}

static void threads(void)
{
    pthread_t made[8];
    size_t i;
    for (i = 0; i < 8; i++)
        CHECK(pthread_create(&made[i], NULL, worker, NULL) == 0);
    for (i = 0; i < 8; i++)
        CHECK(pthread_join(made[i], NULL) == 0);
}

/* The longest list there may be, out and back. */
static void *longest(void *unused)
{
    static wxp_field many[1023];
    static char names[1023][6], xml[WXP_MAX_TEXT], out[WXP_MAX_TEXT];
    wxp_verified message;
    size_t len, i;
    (void)unused;
    for (i = 0; i < 1023; i++) {
        sprintf(names[i], "f%04u", (unsigned)i);
        many[i].name = names[i];
        many[i].name_len = 5;
        many[i].value = names[i];
        many[i].value_len = 5;
    }
    CHECK(wxp_encode_signed(many, 1023, &KEY, WXP_KIND_UNLISTED, xml, sizeof xml, &len, NULL) == WXP_OK);
    CHECK(wxp_decode_verified(xml, len, &KEY, WXP_KIND_UNLISTED, out, sizeof out, &message, NULL) == WXP_OK);
    CHECK(message.fields.count == 1023 && strcmp(wxp_get(&message.fields, "f1022"), "f1022") == 0);
    return NULL;
}

/* The manual promises 60 KiB; the rest is for the system's own part of a thread's stack. */
static void stack(void)
{
    pthread_attr_t small;
    pthread_t made;
    CHECK(pthread_attr_init(&small) == 0 && pthread_attr_setstacksize(&small, 72 * 1024) == 0);
    CHECK(pthread_create(&made, &small, longest, NULL) == 0 && pthread_join(made, NULL) == 0);
    pthread_attr_destroy(&small);
}

int main(void)
{
    wxp_field sign = FIELD("sign", "9A0A8659F005D6984697E2CA0A9CF3B7");
    memcpy(SIGNED, FIELDS, sizeof FIELDS);
    SIGNED[COUNT] = sign;
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
