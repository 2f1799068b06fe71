/* Many threads at once, and one with a small stack. */
#include <pthread.h>

#include "abuse.h"

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

void threads(void)
{
    pthread_t made[8];
    size_t i;
    for (i = 0; i < 8; i++)
        CHECK(pthread_create(&made[i], NULL, worker, NULL) == 0);
    for (i = 0; i < 8; i++)
        CHECK(pthread_join(made[i], NULL) == 0);
}

/* The longest list there may be, out and back, all with this value. */
static int longest(const char *value, size_t value_len, uint32_t kind, wxp_verified *message)
{
    static wxp_field many[1023];
    static char names[1023][6], xml[WXP_MAX_TEXT], out[WXP_MAX_TEXT];
    size_t len, i;
    for (i = 0; i < 1023; i++) {
        sprintf(names[i], "f%04u", (unsigned)i);
        many[i].name = names[i];
        many[i].name_len = 5;
        many[i].value = value;
        many[i].value_len = value_len;
    }
    CHECK(wxp_encode_signed(many, 1023, &KEY, WXP_KIND_UNLISTED, xml, sizeof xml, &len, NULL) == WXP_OK);
    return wxp_decode_verified(xml, len, &KEY, kind, out, sizeof out, message, NULL);
}

static void *plain(void *unused)
{
    wxp_verified message;
    (void)unused;
    CHECK(longest("value", 5, WXP_KIND_UNLISTED, &message) == WXP_OK);
    CHECK(message.fields.count == 1023 && strcmp(wxp_get(&message.fields, "f1022"), "value") == 0);
    return NULL;
}

static void *suspicious(void *unused)
{
    wxp_verified message;
    (void)unused;
    CHECK(longest("1&fee_type=1", 12, WXP_KIND_PAY_NOTICE, &message) == WXP_MISSING);
    return NULL;
}

static void on_stack(size_t kib, void *(*work)(void *))
{
    pthread_attr_t small;
    pthread_t made;
    CHECK(pthread_attr_init(&small) == 0 && pthread_attr_setstacksize(&small, kib * 1024) == 0);
    CHECK(pthread_create(&made, &small, work, NULL) == 0 && pthread_join(made, NULL) == 0);
    pthread_attr_destroy(&small);
}

/* What the manual promises; 12 more KiB are for the system's own part of a thread's stack. */
void stack(void)
{
    on_stack(12 + 60, plain);
    on_stack(12 + 60 + 6, suspicious);
}
