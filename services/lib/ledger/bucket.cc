#include "services/lib/ledger/bucket.h"

#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace mandat::ledger {
namespace {

constexpr char kBetween = '|';

void Append(const Value& value, std::string* bucket) {
  if (const auto* number = std::get_if<int64_t>(&value)) {
    absl::StrAppend(bucket, *number);
    return;
  }
  const std::string& text = TextOf(value);
  if (text.find_first_of("|%") == std::string::npos) {
    bucket->append(text);
  } else {
    bucket->append(absl::StrReplaceAll(text, {{"|", "%7C"}, {"%", "%25"}}));
  }
}

}  // namespace

std::string BucketOf(const std::vector<Value>& values) {
  std::string bucket;
  for (size_t i = 0; i < values.size(); ++i) {
    if (i > 0) bucket += kBetween;
    Append(values[i], &bucket);
  }
  return bucket;
}

std::string BucketsUnder(const std::vector<Value>& first) {
  return first.empty() ? "" : BucketOf(first) + kBetween;
}

std::string AfterPrefix(absl::string_view prefix) {
  std::string after(prefix);
  if (!after.empty()) ++after.back();
  return after;
}

std::vector<std::string> ValuesIn(absl::string_view bucket) {
  std::vector<std::string> values;
  // Known beforehand: statistics split hundreds of them.
  values.reserve(static_cast<size_t>(std::count(bucket.begin(), bucket.end(), kBetween)) + 1);
  for (const absl::string_view value : absl::StrSplit(bucket, kBetween)) {
    values.emplace_back(value);
    if (value.find('%') == absl::string_view::npos) continue;
    values.back() = absl::StrReplaceAll(value, {{"%7C", "|"}, {"%25", "%"}});
  }
  return values;
}

}  // namespace mandat::ledger
