/* What the C tests share: exact buffers with a pattern in them, so that a byte too far is seen. */
#ifndef CALL_H
#define CALL_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wxpay.h"

#define PATTERN 0xA5

#define CHECK(condition)                                                                     \
    do {                                                                                     \
        if (!(condition)) {                                                                  \
            fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);    \
            exit(1);                                                                         \
        }                                                                                    \
    } while (0)

static inline int all(const char *bytes, size_t len, int value)
{
    size_t i;
    for (i = 0; i < len; i++)
        if ((unsigned char)bytes[i] != value)
            return 0;
    return 1;
}

/* After a failure: zeros as far as the document is long, then what was there before; or untouched from the start. */
static inline int nothing_left(const char *out, size_t cap, size_t used)
{
    if (used > cap)
        used = cap;
    return all(out, cap, PATTERN) || (all(out, used, 0) && all(out + used, cap - used, PATTERN));
}

#endif
