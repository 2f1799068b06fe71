/* Signs and verifies with the key on standard input, then waits, so that ../core_dump.rs can look through its memory.
 * "wipe" overwrites its own copy of the key before; "keep" does not. read() and write(), because stdio keeps copies. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wxpay.h"

enum { SECRET = 32 };

static void must(int holds)
{
    if (!holds)
        abort();
}

static void use(const char *secrets, wxp_api_key key)
{
    static const wxp_field list[] = { { "appid", 5, "wx2421b1c4370ec43b", 18 }, { "total_fee", 9, "1", 1 } };
    char sign[64], xml[512], out[512];
    size_t len;
    wxp_verified message;
    must(wxp_sign(list, 2, &key, sign, sizeof sign, &len, NULL) == WXP_OK);
    must(wxp_encode_signed(list, 2, &key, 0, xml, sizeof xml, &len, NULL) == WXP_OK);
    must(wxp_decode_verified(xml, len, &key, 0, out, sizeof out, &message, NULL) == WXP_OK);
    /* Signed with what is now the previous secret, and refused. */
    key.secret = secrets + SECRET;
    key.previous = secrets;
    key.previous_len = SECRET;
    must(wxp_decode_verified(xml, len, &key, 0, out, sizeof out, &message, NULL) == WXP_OK && message.previous_key == 1);
    xml[len - 20] ^= 1;
    must(wxp_decode_verified(xml, len, &key, 0, out, sizeof out, &message, NULL) != WXP_OK);
}

int main(int argc, char **argv)
{
    static char secrets[2 * SECRET];
    uint32_t algorithm;
    char more;
    must(argc == 2 && read(0, secrets, sizeof secrets) == (ssize_t)sizeof secrets);
    for (algorithm = WXP_MD5; algorithm <= WXP_HMAC_SHA256; algorithm++) {
        wxp_api_key key = { 0, NULL, SECRET, NULL, 0 };
        key.algorithm = algorithm;
        key.secret = secrets;
        use(secrets, key);
    }
    if (strcmp(argv[1], "wipe") == 0) {
        volatile char *byte = secrets;
        while (byte < secrets + sizeof secrets)
            *byte++ = 0;
    }
    must(write(1, "ready\n", 6) == 6);
    return read(0, &more, 1) == 0 ? 0 : 1;
}
