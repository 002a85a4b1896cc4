#include "services/lib/json/values.h"

#include <algorithm>
#include <cstddef>

#include "absl/time/civil_time.h"
#include "services/lib/json/text.h"

namespace mandat::json {
namespace {

constexpr int kMoneyDecimalsMin = 2;

// `value` without its sign, in at least `width` digits.
void AppendPadded(int64_t value, int width, std::string* out) {
  char digits[20];
  int count = 0;
  const auto bits = static_cast<uint64_t>(value);
  for (uint64_t rest = value < 0 ? 0 - bits : bits; rest > 0 || count < width; rest /= 10) {
    digits[count++] = static_cast<char>('0' + rest % 10);
  }
  while (count > 0) out->push_back(digits[--count]);
}

}  // namespace

void AppendDate(int32_t year, int32_t month, int32_t day, std::string* out) {
  out->push_back('"');
  AppendPadded(year, 4, out);
  out->push_back('-');
  AppendPadded(month, 2, out);
  out->push_back('-');
  AppendPadded(day, 2, out);
  out->push_back('"');
}

void AppendInstant(int64_t seconds, int32_t nanos, std::string* out) {
  const absl::CivilSecond utc = absl::CivilSecond(1970, 1, 1) + seconds;
  out->push_back('"');
  AppendPadded(utc.year(), 4, out);
  out->push_back('-');
  AppendPadded(utc.month(), 2, out);
  out->push_back('-');
  AppendPadded(utc.day(), 2, out);
  out->push_back('T');
  AppendPadded(utc.hour(), 2, out);
  out->push_back(':');
  AppendPadded(utc.minute(), 2, out);
  out->push_back(':');
  AppendPadded(utc.second(), 2, out);
  if (const int32_t micros = nanos / 1000; micros != 0) {
    out->push_back('.');
    if (micros % 1000 == 0) {
      AppendPadded(micros / 1000, 3, out);
    } else {
      AppendPadded(micros, 6, out);
    }
  }
  out->append("Z\"");
}

void AppendInstant(absl::Time time, std::string* out) {
  const int64_t micros = absl::ToUnixMicros(time);
  // Floor, so that the fraction is never negative before 1970.
  const int64_t seconds = micros / 1'000'000 - (micros % 1'000'000 < 0 ? 1 : 0);
  AppendInstant(seconds, static_cast<int32_t>((micros - seconds * 1'000'000) * 1000), out);
}

void AppendMoney(int64_t units, int32_t nanos, absl::string_view currency, std::string* out) {
  out->append("{\"value\":\"");
  if (units < 0 || nanos < 0) out->push_back('-');
  AppendPadded(units, 1, out);
  out->push_back('.');
  const size_t point = out->size();
  AppendPadded(nanos, 9, out);
  const size_t digits = std::max(point + kMoneyDecimalsMin, out->find_last_not_of('0') + 1);
  out->resize(digits);
  out->push_back('"');
  if (!currency.empty()) {
    out->append(",\"currency\":");
    AppendText(currency, out);
  }
  out->push_back('}');
}

}  // namespace mandat::json
