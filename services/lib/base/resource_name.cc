#include "services/lib/base/resource_name.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/base/error.h"

namespace mandat::base {
namespace {

constexpr size_t kMaxIdSize = 63;

bool IsIdCharacter(char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; }

}  // namespace

bool IsId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxIdSize && std::all_of(id.begin(), id.end(), IsIdCharacter);
}

absl::Status ValidateId(absl::string_view id, absl::string_view field) {
  if (IsId(id)) return absl::OkStatus();
  return InvalidField("ID_INVALID", field, "Use 1 to 63 characters of a-z, 0-9 and hyphen.");
}

absl::StatusOr<std::string> ParseName(absl::string_view name, absl::string_view collection,
                                      absl::string_view field) {
  absl::string_view id = name;
  if (!absl::ConsumePrefix(&id, collection) || !absl::ConsumePrefix(&id, "/") || !IsId(id)) {
    return InvalidField("NAME_INVALID", field,
                        absl::StrCat("Give a name of the form ", collection, "/{id}."));
  }
  return std::string(id);
}

std::string MakeName(absl::string_view collection, absl::string_view id) {
  return absl::StrCat(collection, "/", id);
}

absl::string_view CollectionIn(absl::string_view name) {
  return name.substr(0, std::min(name.find('/'), name.size()));
}

std::string IdIn(absl::string_view name) {
  const size_t slash = name.find('/');
  return slash == absl::string_view::npos ? std::string() : std::string(name.substr(slash + 1));
}

}  // namespace mandat::base
