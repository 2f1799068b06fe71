/* Runs the cases on standard input, one a line, and prints what each gave; ../corpus.rs makes and compares the lines.
 *
 *   in:   verb kind algorithm secret previous document fields name value .. expected name value ..
 *   out:  OK text | OK fields succeeded previous name value .. | CODE field offset
 *
 * Texts are hexadecimal after an x; - is NULL. Every call is made three times: to ask for the size, with a byte less, and
 * with exactly that size. */
#include "call.h"

/* Exactly `size` bytes, so that sanitizer and valgrind see the first one beyond. */
static char *buffer(size_t size)
{
    char *made = malloc(size > 0 ? size : 1);
    CHECK(made != NULL);
    memset(made, PATTERN, size > 0 ? size : 1);
    return made;
}

struct text {
    char *at;
    size_t len;
};

struct list {
    wxp_field *fields;
    size_t count;
};

struct test {
    char *verb;
    uint32_t kind;
    struct text secret, previous, document;
    wxp_api_key key;
    struct list list, expected;
};

/* One of the three is filled, as the verb has it. */
struct result {
    size_t len;
    wxp_flat flat;
    wxp_verified verified;
};

static char *token(void)
{
    char *found = strtok(NULL, " \n");
    CHECK(found != NULL);
    return found;
}

static unsigned nibble(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

static struct text text(void)
{
    const char *hex = token();
    struct text made = { NULL, 0 };
    size_t i;
    if (hex[0] == '-')
        return made;
    made.len = strlen(hex + 1) / 2;
    made.at = buffer(made.len);
    for (i = 0; i < made.len; i++)
        made.at[i] = (char)(nibble(hex[1 + 2 * i]) << 4 | nibble(hex[2 + 2 * i]));
    return made;
}

static struct list list(void)
{
    struct list made;
    size_t i;
    made.count = strtoul(token(), NULL, 10);
    made.fields = made.count > 0 ? malloc(made.count * sizeof *made.fields) : NULL;
    for (i = 0; i < made.count; i++) {
        struct text name = text(), value = text();
        wxp_field field;
        field.name = name.at;
        field.name_len = name.len;
        field.value = value.at;
        field.value_len = value.len;
        made.fields[i] = field;
    }
    return made;
}

static void let_go(struct list list)
{
    size_t i;
    for (i = 0; i < list.count; i++) {
        free((void *)list.fields[i].name);
        free((void *)list.fields[i].value);
    }
    free(list.fields);
}

/* The value of a field, as a C string. */
static char *value_of(struct list list, const char *name)
{
    size_t i, len = 0;
    const char *value = "";
    char *made;
    for (i = 0; i < list.count; i++)
        if (list.fields[i].name_len == strlen(name) && memcmp(list.fields[i].name, name, strlen(name)) == 0) {
            value = list.fields[i].value;
            len = list.fields[i].value_len;
        }
    made = buffer(len + 1);
    memcpy(made, value, len);
    made[len] = '\0';
    return made;
}

static int is(const struct test *test, const char *verb)
{
    return strcmp(test->verb, verb) == 0;
}

static int call(const struct test *test, char *out, size_t cap, struct result *result, wxp_where *place)
{
    const wxp_field *fields = test->list.fields;
    size_t count = test->list.count;
    if (is(test, "canonical"))
        return wxp_canonical(fields, count, out, cap, &result->len, place);
    if (is(test, "sign"))
        return wxp_sign(fields, count, &test->key, out, cap, &result->len, place);
    if (is(test, "encode"))
        return wxp_encode(fields, count, out, cap, &result->len, place);
    if (is(test, "encode_signed"))
        return wxp_encode_signed(fields, count, &test->key, test->kind, out, cap, &result->len, place);
    if (is(test, "verify"))
        return wxp_verify(fields, count, &test->key, test->kind, out, cap, &result->verified, place);
    if (is(test, "decode_unverified"))
        return wxp_decode_unverified(test->document.at, test->document.len, out, cap, &result->flat, place);
    if (is(test, "decode_verified") || is(test, "expect"))
        return wxp_decode_verified(test->document.at, test->document.len, &test->key, test->kind, out, cap, &result->verified, place);
    if (is(test, "mini_program")) {
        char *app_id = value_of(test->list, "appId"), *prepay_id = value_of(test->list, "prepayId");
        char *nonce_str = value_of(test->list, "nonceStr"), *time_stamp = value_of(test->list, "timeStamp");
        int code = wxp_mini_program(app_id, prepay_id, nonce_str, time_stamp, &test->key, out, cap, &result->flat, place);
        free(app_id);
        free(prepay_id);
        free(nonce_str);
        free(time_stamp);
        return code;
    }
    fprintf(stderr, "no such verb: %s\n", test->verb);
    exit(1);
}

static void show(const char *bytes, size_t len)
{
    size_t i;
    fputs(" x", stdout);
    for (i = 0; i < len; i++)
        printf("%02x", (unsigned char)bytes[i]);
}

static void show_fields(const wxp_flat *flat, const wxp_verified *verified)
{
    size_t at = 0, seen = 0;
    wxp_field field;
    printf("OK %lu %u %u", (unsigned long)flat->count, verified->succeeded, verified->previous_key);
    for (; wxp_next(flat, &at, &field) == 1; seen++) {
        show(field.name, field.name_len);
        show(field.value, field.value_len);
        CHECK(field.name[field.name_len] == '\0' && field.value[field.value_len] == '\0');
        CHECK(wxp_get(flat, field.name) == field.value);
    }
    CHECK(seen == flat->count && at == flat->len);
}

static void show_fault(int code, const wxp_where *place)
{
    printf("%s", wxp_code_name(code));
    show(place->field, strlen(place->field));
    printf(" %ld", (long)place->offset);
}

static size_t needed(const struct result *result)
{
    return result->len + result->flat.len + result->verified.fields.len;
}

static void run(const struct test *test)
{
    struct result result;
    wxp_where place;
    size_t size;
    char *out;
    int code;

    memset(&result, 0, sizeof result);
    code = call(test, NULL, 0, &result, &place);
    size = code == WXP_SHORT ? needed(&result) : 0;
    if (code == WXP_SHORT) {
        out = buffer(size - 1);
        CHECK(call(test, out, size - 1, &result, &place) == WXP_SHORT && needed(&result) == size);
        CHECK(all(out, size - 1, PATTERN));
        free(out);
    }
    out = buffer(size);
    code = call(test, out, size, &result, &place);
    CHECK(code != WXP_SHORT);
    if (code == WXP_OK && is(test, "expect"))
        code = wxp_expect(&result.verified, test->expected.fields, test->expected.count, &place);
    else if (code != WXP_OK)
        CHECK(needed(&result) == 0 && nothing_left(out, size, test->document.len));
    if (code != WXP_OK)
        show_fault(code, &place);
    else if (is(test, "mini_program") || is(test, "decode_unverified"))
        show_fields(&result.flat, &result.verified);
    else if (result.verified.fields.text != NULL)
        show_fields(&result.verified.fields, &result.verified);
    else {
        fputs("OK", stdout);
        show(out, result.len);
    }
    putchar('\n');
    free(out);
}

int main(void)
{
    static char line[32 << 20];
    while (fgets(line, sizeof line, stdin) != NULL) {
        struct test test;
        CHECK(strchr(line, '\n') != NULL);
        test.verb = strtok(line, " ");
        test.kind = (uint32_t)strtoul(token(), NULL, 10);
        test.key.algorithm = (uint32_t)strtoul(token(), NULL, 10);
        test.secret = text();
        test.previous = text();
        test.document = text();
        test.list = list();
        test.expected = list();
        test.key.secret = test.secret.at;
        test.key.secret_len = test.secret.len;
        test.key.previous = test.previous.at;
        test.key.previous_len = test.previous.len;
        run(&test);
        free(test.secret.at);
        free(test.previous.at);
        free(test.document.at);
        let_go(test.list);
        let_go(test.expected);
    }
    return 0;
}
