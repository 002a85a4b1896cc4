#include "services/lib/access/jose.h"

#include <cstdlib>
#include <utility>

namespace mandat::access {

Json ParseObject(absl::string_view text) {
  Json json(json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES, nullptr));
  return json_is_object(json.get()) ? std::move(json) : nullptr;
}

std::string Print(const json_t& json) {
  const std::unique_ptr<char, decltype(&std::free)> text(json_dumps(&json, JSON_COMPACT),
                                                         &std::free);
  return text == nullptr ? std::string() : std::string(text.get());
}

bool ReadText(const json_t& object, const char* name, std::string* value) {
  value->clear();
  const json_t* member = json_object_get(&object, name);
  if (member == nullptr) return true;
  if (!json_is_string(member)) return false;
  value->assign(json_string_value(member), json_string_length(member));
  return true;
}

}  // namespace mandat::access
