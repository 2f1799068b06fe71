/* Where things lie: buffers of every size, structs at odd addresses, a document read into its own place. */
#include "abuse.h"

/* Bytes kept before and after every buffer. */
#define GUARD 64

/* Buffers of 0 to needed + 1 bytes at every alignment, with guards around. */
void buffers(void)
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

/* Structs at odd addresses. */
void alignment(void)
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
            a.fields = (const void *)(space + shift);
            a.key = (const void *)(key_space + shift);
            a.result = result_space + shift;
            a.place = (void *)(place_space + shift);
            a.cap = 1;
            CHECK(call(verb, &a) == WXP_SHORT);
            a.cap = sizeof out;
            CHECK(call(verb, &a) == WXP_OK);
        }
    }
}

/* A document read into its own place, or nearly. */
void overlap(void)
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
