#include "services/lib/ledger/page_token.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/privacy/lookup_hash.h"

namespace mandat::ledger {
namespace {

constexpr int kPageSizeDefault = 50;
constexpr int kPageSizeMax = 1000;
// Format, then two digests of 8 bytes (of the place and of the filter), then the place.
constexpr char kFormat = '\1';
constexpr size_t kDigestBytes = 8;
constexpr size_t kHeaderBytes = 1 + 2 * kDigestBytes;

std::string Digest(const privacy::KeyRing& keys, absl::string_view what, absl::string_view bytes) {
  return privacy::Mac(keys, absl::StrCat("page token ", what, ":", bytes)).substr(0, kDigestBytes);
}

}  // namespace

std::string MakePageToken(const privacy::KeyRing& keys, absl::string_view filter,
                          const PagePlace& place) {
  // n = nothing, i = number, t = text; the id's length in front, since values may hold anything.
  std::string text = absl::StrCat(place.id.size(), ":", place.id);
  if (const auto* number = std::get_if<int64_t>(&place.value)) {
    absl::StrAppend(&text, "i", *number);
  } else if (IsNull(place.value)) {
    text += "n";
  } else {
    absl::StrAppend(&text, "t", std::get<std::string>(place.value));
  }
  const std::string token =
      absl::StrCat(absl::string_view(&kFormat, 1), Digest(keys, "place", text),
                   Digest(keys, "filter", filter), text);
  return absl::WebSafeBase64Escape(token);
}

absl::StatusOr<PagePlace> ReadPageToken(const privacy::KeyRing& keys, absl::string_view filter,
                                        absl::string_view token) {
  const absl::Status invalid =
      base::InvalidField("PAGE_TOKEN_INVALID", "page_token",
                         "Send the token of the page before, or none for the first page.");
  std::string raw;
  if (!absl::WebSafeBase64Unescape(token, &raw) || raw.size() <= kHeaderBytes || raw[0] != kFormat)
    return invalid;
  const absl::string_view text = absl::string_view(raw).substr(kHeaderBytes);
  if (raw.substr(1, kDigestBytes) != Digest(keys, "place", text)) return invalid;
  if (raw.substr(1 + kDigestBytes, kDigestBytes) != Digest(keys, "filter", filter)) {
    return base::InvalidField(
        "PAGE_TOKEN_MISMATCH", "page_token",
        "The token belongs to another list or filter. Begin again without a token.");
  }
  size_t length = 0;
  const size_t colon = text.find(':');
  if (!absl::SimpleAtoi(text.substr(0, colon), &length) || text.size() < colon + 2 + length)
    return invalid;
  PagePlace place;
  place.id = std::string(text.substr(colon + 1, length));
  const absl::string_view value = text.substr(colon + 1 + length);
  int64_t number = 0;
  if (value[0] == 'i' && absl::SimpleAtoi(value.substr(1), &number)) place.value = number;
  if (value[0] == 't') place.value = std::string(value.substr(1));
  return place;
}

absl::StatusOr<int> PageSize(int asked) {
  if (asked < 0)
    return base::InvalidField("PAGE_SIZE_INVALID", "page_size", "Ask for 1 to 1000, or 0 for 50.");
  return asked == 0 ? kPageSizeDefault : std::min(asked, kPageSizeMax);
}

}  // namespace mandat::ledger
