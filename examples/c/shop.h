/* What both programs know about their shop: environment, key file, fields. 两个示例共用的小工具。 */
#ifndef SHOP_H
#define SHOP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wxpay.h>

/* A setting of the environment. Keys are never in it, and never among the arguments: other users see those. */
static const char *setting(const char *name)
{
    const char *value = getenv(name);
    if (value == NULL || value[0] == '\0') {
        fprintf(stderr, "%s is not set\n", name);
        exit(2);
    }
    return value;
}

/* The API v2 key: the first line of the file that WXPAY_KEY_FILE names. */
static wxp_api_key read_key(char *line, int size)
{
    wxp_api_key key = { WXP_MD5, NULL, 0, NULL, 0 };
    FILE *file = fopen(setting("WXPAY_KEY_FILE"), "r");
    if (file == NULL || fgets(line, size, file) == NULL) {
        fputs("cannot read the key file\n", stderr);
        exit(2);
    }
    fclose(file);
    line[strcspn(line, "\r\n")] = '\0';
    key.secret = line;
    key.secret_len = strlen(line);
    return key;
}

static wxp_field field(const char *name, const char *value)
{
    wxp_field made = { NULL, 0, NULL, 0 };
    made.name = name;
    made.name_len = strlen(name);
    made.value = value;
    made.value_len = strlen(value);
    return made;
}

/* One line for the log. Nothing in it is secret. */
static void refused(const char *what, int code, const wxp_where *place)
{
    fprintf(stderr, "%s refused: %s", what, wxp_code_name(code));
    if (place->field[0] != '\0')
        fprintf(stderr, " at %s", place->field);
    if (place->offset >= 0)
        fprintf(stderr, " at byte %ld", (long)place->offset);
    fprintf(stderr, ": %s\n", wxp_code_sentence(code));
}

#endif
