// wxpay.hpp: the same vectors, exceptions instead of codes, and types that cannot be made by hand.
#include <cstdio>
#include <cstdlib>
#include <type_traits>

#include "wxpay.hpp"

#define CHECK(condition)                                                                            \
    do {                                                                                            \
        if (!(condition)) {                                                                         \
            std::fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);      \
            std::exit(1);                                                                           \
        }                                                                                           \
    } while (0)

static_assert(!std::is_default_constructible<wxpay::Verified>::value, "only verifying makes one");
static_assert(!std::is_copy_constructible<wxpay::ApiKey>::value && !std::is_copy_assignable<wxpay::ApiKey>::value, "keys are not copied");

template <class Call>
static void refused(std::int32_t code, const char *field, const Call &call) {
    try {
        call();
    } catch (const wxpay::Error &error) {
        CHECK(error.code() == code && std::string(error.field()) == field);
        CHECK(std::string(error.what()).find(wxp_code_name(code)) == 0);
        CHECK(std::string(error.what()).find("192006250b4c09247ec02edce69f6a2d") == std::string::npos);
        return;
    }
    CHECK(!"refused");
}

int main() {
    const wxpay::Fields fields = {
        {"appid", "wxd930ea5d5a258f4f"}, {"mch_id", "10000100"}, {"device_info", "1000"}, {"body", "test"}, {"nonce_str", "ibuaiVcKdpRxkhJA"}};
    const wxpay::ApiKey md5 = wxpay::ApiKey::md5("192006250b4c09247ec02edce69f6a2d");
    const wxpay::ApiKey hmac = wxpay::ApiKey::hmac_sha256("192006250b4c09247ec02edce69f6a2d");

    // The two official vectors.
    CHECK(wxpay::canonical(fields) == "appid=wxd930ea5d5a258f4f&body=test&device_info=1000&mch_id=10000100&nonce_str=ibuaiVcKdpRxkhJA");
    CHECK(wxpay::sign(fields, md5) == "9A0A8659F005D6984697E2CA0A9CF3B7");
    CHECK(wxpay::sign(fields, hmac) == "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6");

    const std::string xml = wxpay::encode_signed(fields, md5, WXP_KIND_UNLISTED);
    const wxpay::Verified message = wxpay::decode_verified(xml, md5, WXP_KIND_UNLISTED);
    CHECK(message.size() == 5 && message.fields() == fields && message["body"] == "test" && message["absent"].empty());
    CHECK(!message.succeeded() && !message.signed_with_previous_key());
    message.expect({{"appid", "wxd930ea5d5a258f4f"}}).expect({{"body", "test"}});
    refused(WXP_IDENTITY, "body", [&] { message.expect({{"body", "tea"}}); });

    const wxpay::ApiKey rotated = wxpay::ApiKey::md5("0123456789abcdefghijklmnopqrstuv").or_previous("192006250b4c09247ec02edce69f6a2d");
    CHECK(wxpay::decode_verified(xml, rotated, WXP_KIND_UNLISTED).signed_with_previous_key());
    refused(WXP_MISMATCH, "sign", [&] {
        wxpay::decode_verified(xml, wxpay::ApiKey::md5("0123456789abcdefghijklmnopqrstuv"), WXP_KIND_UNLISTED);
    });

    wxpay::Fields list = fields;
    list.emplace_back("sign", "9A0A8659F005D6984697E2CA0A9CF3B7");
    CHECK(wxpay::verify(list, md5, WXP_KIND_UNLISTED).fields() == fields);
    CHECK(wxpay::decode_unverified("<xml><return_code>FAIL</return_code></xml>")["return_code"] == "FAIL");
    CHECK(wxpay::encode({}) == "<xml></xml>");

    // Longer than what is tried first.
    const std::string longer(5000, '<');
    CHECK(wxpay::decode_unverified(wxpay::encode({{"body", longer}}))["body"] == longer);

    const wxpay::Flat parameters = wxpay::mini_program(
        "wx2421b1c4370ec43b", "wx21201855730335ac86f8c43d1889123400", "e61463f8efa94090b1f366cccfbbb444", "1395712654",
        wxpay::ApiKey::md5("0123456789abcdefghijklmnopqrstuv"));
    CHECK(parameters["paySign"] == "66218B5A5AA1E330DF1B8F777D08FCAE");

    refused(WXP_NO_SIGN, "sign", [&] { wxpay::decode_verified("<xml><a>1</a></xml>", md5, WXP_KIND_PAY_NOTICE); });
    refused(WXP_DUPLICATE, "a", [&] { wxpay::sign({{"a", "1"}, {"a", "1"}}, md5); });
    refused(WXP_ARG, "nonceStr", [&] { wxpay::mini_program("wx1", "wx2", std::string("a\0b", 3), "1395712654", md5); });
    refused(WXP_ARG, "key", [&] { wxpay::sign(fields, wxpay::ApiKey::md5("")); });
    refused(WXP_ARG, "key", [&] { wxpay::sign(fields, wxpay::ApiKey::md5("secret").or_previous("")); });
    refused(WXP_ARG, "kind", [&] { wxpay::encode_signed(fields, md5, 99); });
    std::puts("the same through C++");
    return 0;
}
