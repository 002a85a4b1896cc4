#include "services/objectives/facts/keys.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/lib/ledger/bucket.h"

namespace mandat::objectives::facts {
namespace {

constexpr absl::string_view kFactLogs = "factLogs/";

absl::string_view LetterOf(v1::FactRole role) {
  return role == v1::FACT_ROLE_DENOMINATOR ? "d" : "n";
}

}  // namespace

std::string FactLogName(absl::string_view service) { return absl::StrCat(kFactLogs, service); }

absl::string_view ServiceOf(absl::string_view fact_log) {
  return absl::StripPrefix(fact_log, kFactLogs);
}

absl::string_view ShortService(absl::string_view service) {
  const bool ours =
      absl::ConsumePrefix(&service, "be.mandat.") && absl::ConsumeSuffix(&service, ".v1");
  return ours ? service : absl::string_view();
}

std::string FactName(absl::string_view log, int64_t arrival) {
  return absl::StrCat("facts/", log, "-", absl::Hex(arrival, absl::kZeroPad12));
}

int64_t ArrivalOf(absl::string_view fact) {
  int64_t arrival = 0;
  const bool read = absl::SimpleHexAtoi(fact.substr(fact.rfind('-') + 1), &arrival);
  return read ? arrival : 0;
}

std::string ToText(const Bucket& bucket) {
  return ledger::BucketOf(
      {bucket.formula, std::string(LetterOf(bucket.role)), bucket.log, bucket.period});
}

std::optional<Bucket> ParseBucket(absl::string_view text) {
  const std::vector<std::string> parts = ledger::ValuesIn(text);
  Bucket bucket;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[0], &bucket.formula)) return std::nullopt;
  if (parts[1] == LetterOf(v1::FACT_ROLE_DENOMINATOR)) bucket.role = v1::FACT_ROLE_DENOMINATOR;
  bucket.log = parts[2];
  bucket.period = parts[3];
  return bucket;
}

std::string BucketPrefix(int64_t formula) { return ledger::BucketsUnder({formula}); }

}  // namespace mandat::objectives::facts
