/* A sound call for every function, of which a test spoils one thing. */
#ifndef ABUSE_H
#define ABUSE_H

#include <stdint.h>

#include "../call.h"

#define SECRET "192006250b4c09247ec02edce69f6a2d"
#define FIELD(name, value) { name, sizeof(name) - 1, value, sizeof(value) - 1 }

/* Room for what any sound call writes. */
#define ROOM 4096

/* The fields of an official vector, and after them its signature. */
#define COUNT 5
#define SIGN "9A0A8659F005D6984697E2CA0A9CF3B7"
extern const wxp_field FIELDS[COUNT + 1];
extern const wxp_api_key KEY;

/* A genuine message of an unlisted kind: those fields. */
extern const char XML[];
extern const size_t XML_LEN;

enum verb { ENCODE, ENCODE_SIGNED, CANONICAL, SIGN_LIST, VERIFY, DECODE_VERIFIED, DECODE_UNVERIFIED, MINI_PROGRAM, VERBS };

int takes_fields(enum verb verb);
int takes_key(enum verb verb);
int takes_kind(enum verb verb);
int takes_xml(enum verb verb);
int gives_list(enum verb verb);

/* Everything a call takes. */
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

struct arguments sound(char *out, size_t cap, union left *left, wxp_where *place);

int call(enum verb verb, const struct arguments *a);

/* Makes a call that must fail with `code` at `field`, and looks at what it left. */
void refused(enum verb verb, struct arguments a, int code, const char *field);

/* memory.c */
void buffers(void);
void alignment(void);
void overlap(void);

/* nothing.c */
void nulls(void);
void fields(void);
void empty(void);

/* numbers.c */
void limits(void);
void numbers(void);
void lists(void);

/* threads.c */
void threads(void);
void stack(void);

#endif
