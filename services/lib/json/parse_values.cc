#include "services/lib/json/parse_values.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace mandat::json {
namespace {

constexpr absl::CivilSecond kEpoch(1970, 1, 1);
constexpr absl::CivilSecond kFirst(1, 1, 1);
constexpr absl::CivilSecond kLast(9999, 12, 31, 23, 59, 59);
constexpr size_t kNanosDigits = 9;

// Takes exactly `count` digits, at most nine, off the front.
bool TakeDigits(size_t count, absl::string_view* text, int* number) {
  if (text->size() < count) return false;
  *number = 0;
  for (size_t i = 0; i < count; ++i) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>((*text)[i]))) return false;
    *number = *number * 10 + ((*text)[i] - '0');
  }
  text->remove_prefix(count);
  return true;
}

bool Take(absl::string_view what, absl::string_view* text) {
  return absl::ConsumePrefix(text, what);
}

size_t DigitsAtFront(absl::string_view text) {
  return std::min(text.find_first_not_of("0123456789"), text.size());
}

bool TakeDay(absl::string_view* text, int* year, int* month, int* day) {
  return TakeDigits(4, text, year) && Take("-", text) && TakeDigits(2, text, month) &&
         Take("-", text) && TakeDigits(2, text, day);
}

// Takes one to nine digits of a fraction, if there is a point: "250" is 250 million.
bool TakeNanos(absl::string_view* text, int* nanos) {
  *nanos = 0;
  if (!Take(".", text)) return true;
  const size_t count = DigitsAtFront(*text);
  if (count == 0 || count > kNanosDigits || !TakeDigits(count, text, nanos)) return false;
  for (size_t i = count; i < kNanosDigits; ++i) *nanos *= 10;
  return true;
}

// Takes "Z" or "+01:00", in seconds.
bool TakeOffset(absl::string_view* text, int* seconds) {
  *seconds = 0;
  if (Take("Z", text) || Take("z", text)) return true;
  const bool west = Take("-", text);
  int hours = 0, minutes = 0;
  if (!west && !Take("+", text)) return false;
  if (!TakeDigits(2, text, &hours) || !Take(":", text) || !TakeDigits(2, text, &minutes)) {
    return false;
  }
  if (hours > 23 || minutes > 59) return false;
  *seconds = (hours * 60 + minutes) * 60 * (west ? -1 : 1);
  return true;
}

}  // namespace

bool ParseDateText(absl::string_view text, google::type::Date* date) {
  int year = 0, month = 0, day = 0;
  if (!TakeDay(&text, &year, &month, &day) || !text.empty()) return false;
  date->set_year(year);
  date->set_month(month);
  date->set_day(day);
  return true;
}

bool ParseInstantText(absl::string_view text, google::protobuf::Timestamp* instant) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, nanos = 0, offset = 0;
  const bool has_form = TakeDay(&text, &year, &month, &day) &&
                        (Take("T", &text) || Take("t", &text)) && TakeDigits(2, &text, &hour) &&
                        Take(":", &text) && TakeDigits(2, &text, &minute) && Take(":", &text) &&
                        TakeDigits(2, &text, &second) && TakeNanos(&text, &nanos) &&
                        TakeOffset(&text, &offset) && text.empty();
  if (!has_form) return false;
  const absl::CivilSecond local(year, month, day, hour, minute, second);
  // CivilSecond turns 31 April into 1 May; what changed did not exist. A day too many shows in the
  // month.
  if (local.month() != month || local.hour() != hour || local.minute() != minute ||
      local.second() != second) {
    return false;
  }
  const absl::CivilSecond utc = local - offset;
  if (utc < kFirst || utc > kLast) return false;
  instant->set_seconds(utc - kEpoch);
  instant->set_nanos(nanos);
  return true;
}

bool ParseMoneyText(absl::string_view text, google::type::Money* money) {
  const bool negative = Take("-", &text);
  const size_t count = DigitsAtFront(text);
  if (count == 0 || (text[0] == '0' && count > 1)) return false;
  // Counted below zero, where there is one more: units may be the smallest of 64 bits.
  int64_t units = 0;
  for (size_t i = 0; i < count; ++i) {
    const int64_t digit = text[i] - '0';
    if (units < (std::numeric_limits<int64_t>::min() + digit) / 10) return false;
    units = units * 10 - digit;
  }
  text.remove_prefix(count);
  int nanos = 0;
  if (!TakeNanos(&text, &nanos) || !text.empty()) return false;
  if (!negative && units == std::numeric_limits<int64_t>::min()) return false;
  money->set_units(negative ? units : -units);
  money->set_nanos(negative ? -nanos : nanos);
  return true;
}

bool ParseBytesText(absl::string_view text, std::string* bytes) {
  // Base64Unescape passes over spaces and does not insist on padding; only the one way to write the
  // bytes is good, so that equal bytes have equal texts.
  return absl::Base64Unescape(text, bytes) && absl::Base64Escape(*bytes) == text;
}

}  // namespace mandat::json
