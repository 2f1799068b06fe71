/*
 * wxpay.hpp - wxpay.h with C++11 types: strings in and out, exceptions instead of codes.  C++ 封装，仅头文件。
 *
 * It adds types and nothing else; wxpay.h is the manual.
 *     const wxpay::ApiKey key = wxpay::ApiKey::md5(secret_from_a_file);
 *     const wxpay::Verified notice = wxpay::decode_verified(body, key, WXP_KIND_PAY_NOTICE);
 *     notice.expect({{"appid", appid}, {"mch_id", mch_id}, {"total_fee", "888"}});
 *     if (notice.succeeded()) book(notice["out_trade_no"], notice["transaction_id"]);
 */
#ifndef WXPAY_HPP
#define WXPAY_HPP

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "wxpay.h"

namespace wxpay {

/// Names and values, in the host's order. 字段。
using Fields = std::vector<std::pair<std::string, std::string>>;

/// What went wrong and where: `NO_SIGN at sign: the message carries no signature`. 异常：代码、位置、一句话。
class Error : public std::runtime_error {
public:
    Error(std::int32_t code, const wxp_where &where) : std::runtime_error(sentence(code, where)), code_(code), where_(where) {}
    std::int32_t code() const noexcept { return code_; }
    const char *field() const noexcept { return where_.field; }
    std::int64_t offset() const noexcept { return where_.offset; }

private:
    static std::string sentence(std::int32_t code, const wxp_where &where) {
        const std::string name = where.field, byte = where.offset < 0 ? "" : "byte " + std::to_string(where.offset);
        const std::string place = name + (name.empty() || byte.empty() ? "" : ", ") + byte;
        return wxp_code_name(code) + (place.empty() ? "" : " at " + place) + ": " + wxp_code_sentence(code);
    }
    std::int32_t code_;
    wxp_where where_;
};

/// The merchant's secret with its algorithm: moved, never copied, wiped at its end. 密钥，不可复制。
class ApiKey {
public:
    static ApiKey md5(const std::string &secret) { return ApiKey(WXP_MD5, secret); }
    static ApiKey hmac_sha256(const std::string &secret) { return ApiKey(WXP_HMAC_SHA256, secret); }
    static ApiKey verify_only(const std::string &secret) { return ApiKey(WXP_VERIFY_ONLY, secret); }
    ApiKey &&or_previous(const std::string &secret) && {
        previous_ = ended(secret);
        return std::move(*this);
    }
    ApiKey(ApiKey &&) = default;
    ~ApiKey() {
        for (char &byte : secret_) *static_cast<volatile char *>(&byte) = 0;
        for (char &byte : previous_) *static_cast<volatile char *>(&byte) = 0;
    }
    wxp_api_key get() const noexcept {
        const bool none = previous_.empty();
        return {algorithm_, secret_.data(), secret_.size() - 1, none ? nullptr : previous_.data(), none ? 0 : previous_.size() - 1};
    }

private:
    ApiKey(std::uint32_t algorithm, const std::string &secret) : algorithm_(algorithm), secret_(ended(secret)) {}
    static std::vector<char> ended(const std::string &secret) { return {secret.c_str(), secret.c_str() + secret.size() + 1}; }
    std::uint32_t algorithm_;
    std::vector<char> secret_, previous_; // a moved vector leaves no copy behind, a moved short string does
};

namespace detail {

inline std::vector<wxp_field> borrow(const Fields &fields) {
    std::vector<wxp_field> borrowed;
    for (const auto &field : fields) borrowed.push_back({field.first.data(), field.first.size(), field.second.data(), field.second.size()});
    return borrowed;
}
/// For texts that C sees up to the first NUL; one inside becomes an error, never a cut.
inline const char *c_text(const std::string &text) { return text.find('\0') == std::string::npos ? text.c_str() : nullptr; }
inline std::size_t length(std::size_t len) { return len; }
inline std::size_t length(const wxp_flat &list) { return list.len; }
inline std::size_t length(const wxp_verified &message) { return message.fields.len; }

/// Calls a function with room for what is likely, and once more if that was too little.
template <class Result, class Function, class... In>
std::string write(Result &result, std::size_t likely, Function function, const In &...in) {
    wxp_where where;
    std::string out(likely, '\0');
    std::int32_t code = function(in..., &out[0], out.size(), &result, &where);
    if (code == WXP_SHORT) {
        out.resize(length(result));
        code = function(in..., &out[0], out.size(), &result, &where);
    }
    if (code != WXP_OK) throw Error(code, where);
    out.resize(length(result));
    return out;
}

} // namespace detail

/// Fields that were read. 读出的字段。
class Flat {
public:
    /// The value of a field; empty if there is none, which is the same to the protocol.
    std::string operator[](const std::string &name) const {
        const wxp_flat list = get();
        const char *value = wxp_get(&list, name.c_str());
        return value == nullptr ? "" : value;
    }
    Fields fields() const {
        const wxp_flat list = get();
        Fields all;
        wxp_field field;
        for (std::size_t at = 0; wxp_next(&list, &at, &field) == 1;) all.emplace_back(field.name, field.value);
        return all;
    }
    std::size_t size() const noexcept { return count_; }

protected:
    Flat(std::string text, const wxp_flat &list) : text_(std::move(text)), count_(list.count) {}
    wxp_flat get() const noexcept { return {text_.size(), text_.data(), count_}; }
    friend Flat decode_unverified(const std::string &);
    friend Flat mini_program(const std::string &, const std::string &, const std::string &, const std::string &, const ApiKey &);
    std::string text_;
    std::size_t count_;
};

/// A genuine message; only verifying makes one. Ask succeeded(). 已验签的报文，是否成功请问 succeeded()。
class Verified : public Flat {
public:
    bool succeeded() const noexcept { return message_.succeeded == 1; }
    bool signed_with_previous_key() const noexcept { return message_.previous_key == 1; }
    /// Throws IDENTITY for the first field that differs or is absent.
    const Verified &expect(const Fields &expected) const {
        const auto fields = detail::borrow(expected);
        wxp_where where;
        const wxp_verified message = {get(), message_.kind, message_.succeeded, message_.previous_key};
        const std::int32_t code = wxp_expect(&message, fields.data(), fields.size(), &where);
        if (code != WXP_OK) throw Error(code, where);
        return *this;
    }

private:
    Verified(std::string text, const wxp_verified &message) : Flat(std::move(text), message.fields), message_(message) {}
    friend Verified verify(const Fields &, const ApiKey &, std::uint32_t);
    friend Verified decode_verified(const std::string &, const ApiKey &, std::uint32_t);
    wxp_verified message_;
};

inline std::string canonical(const Fields &fields) {
    std::size_t len;
    return detail::write(len, 1024, wxp_canonical, detail::borrow(fields).data(), fields.size());
}

inline std::string sign(const Fields &fields, const ApiKey &key) {
    const wxp_api_key secret = key.get();
    std::size_t len;
    return detail::write(len, 64, wxp_sign, detail::borrow(fields).data(), fields.size(), &secret);
}

inline std::string encode(const Fields &fields) {
    std::size_t len;
    return detail::write(len, 2048, wxp_encode, detail::borrow(fields).data(), fields.size());
}

inline std::string encode_signed(const Fields &fields, const ApiKey &key, std::uint32_t kind) {
    const wxp_api_key secret = key.get();
    std::size_t len;
    return detail::write(len, 2048, wxp_encode_signed, detail::borrow(fields).data(), fields.size(), &secret, kind);
}

inline Verified verify(const Fields &fields, const ApiKey &key, std::uint32_t kind) {
    const wxp_api_key secret = key.get();
    wxp_verified message;
    return {detail::write(message, 2048, wxp_verify, detail::borrow(fields).data(), fields.size(), &secret, kind), message};
}

inline Verified decode_verified(const std::string &xml, const ApiKey &key, std::uint32_t kind) {
    const wxp_api_key secret = key.get();
    wxp_verified message;
    return {detail::write(message, xml.size(), wxp_decode_verified, xml.data(), xml.size(), &secret, kind), message};
}

inline Flat decode_unverified(const std::string &xml) {
    wxp_flat list;
    return {detail::write(list, xml.size(), wxp_decode_unverified, xml.data(), xml.size()), list};
}

inline Flat mini_program(const std::string &app_id, const std::string &prepay_id, const std::string &nonce_str,
                         const std::string &time_stamp, const ApiKey &key) {
    const wxp_api_key secret = key.get();
    wxp_flat list;
    return {detail::write(list, 512, wxp_mini_program, detail::c_text(app_id), detail::c_text(prepay_id), detail::c_text(nonce_str),
                          detail::c_text(time_stamp), &secret), list};
}

} // namespace wxpay

#endif
