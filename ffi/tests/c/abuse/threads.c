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

/* The manual promises 64 KiB; the rest is for the system's own part of a thread's stack. */
void stack(void)
{
    pthread_attr_t small;
    pthread_t made;
    CHECK(pthread_attr_init(&small) == 0 && pthread_attr_setstacksize(&small, 76 * 1024) == 0);
    CHECK(pthread_create(&made, &small, longest, NULL) == 0 && pthread_join(made, NULL) == 0);
    pthread_attr_destroy(&small);
}
