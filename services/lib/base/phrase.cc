#include "services/lib/base/phrase.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/lib/base/localized_text.h"

namespace mandat::base {
namespace {

struct Form {
  // Between groups of three digits, and before decimals.
  absl::string_view thousands;
  absl::string_view decimals;
  std::array<absl::string_view, 12> months;
  // From Monday on.
  std::array<absl::string_view, 7> weekdays;
  absl::string_view before_day_of_month;
  absl::string_view after_day_of_month;
  absl::string_view last_in_list;
};

const Form& FormOf(Language language) {
  // French wants a narrow space that no line breaks at.
  static constexpr Form kFr = {
      "\u202f",
      ",",
      {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
       "octobre", "novembre", "décembre"},
      {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
      " ",
      " ",
      " et "};
  static constexpr Form kNl = {
      ".",
      ",",
      {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
       "oktober", "november", "december"},
      {"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"},
      " ",
      " ",
      " en "};
  static constexpr Form kDe = {
      ".",
      ",",
      {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
       "Oktober", "November", "Dezember"},
      {"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"},
      ", ",
      ". ",
      " und "};
  static constexpr Form kEn = {
      ",",
      ".",
      {"January", "February", "March", "April", "May", "June", "July", "August", "September",
       "October", "November", "December"},
      {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
      " ",
      " ",
      " and "};
  switch (language) {
    case Language::kFr:
      return kFr;
    case Language::kNl:
      return kNl;
    case Language::kDe:
      return kDe;
    case Language::kEn:
      break;
  }
  return kEn;
}

absl::string_view CodeOf(Language language) {
  switch (language) {
    case Language::kFr:
      return "fr";
    case Language::kNl:
      return "nl";
    case Language::kDe:
      return "de";
    case Language::kEn:
      break;
  }
  return "en";
}

std::string* Mutable(common::v1::LocalizedText* text, Language language) {
  switch (language) {
    case Language::kFr:
      return text->mutable_fr();
    case Language::kNl:
      return text->mutable_nl();
    case Language::kDe:
      return text->mutable_de();
    case Language::kEn:
      break;
  }
  return text->mutable_en();
}

std::string Whole(int64_t number, const Form& form) {
  std::string digits = absl::StrCat(number);
  const size_t first = digits[0] == '-' ? 1 : 0;
  for (size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, form.thousands.data(), form.thousands.size());
  }
  return digits;
}

std::string Fraction(const Rational& value, const Form& form) {
  if (value.denominator() == 1) return Whole(value.numerator(), form);
  const int64_t whole = value.numerator() / value.denominator();
  const int64_t rest = value.numerator() % value.denominator();
  if (whole == 0) return absl::StrCat(rest, "/", value.denominator());
  return absl::StrCat(Whole(whole, form), " ", std::abs(rest), "/", value.denominator());
}

std::string Decimals(int64_t hundredths, const Form& form) {
  const std::string sign = hundredths < 0 ? "-" : "";
  const int64_t positive = std::abs(hundredths);
  const int64_t rest = positive % 100;
  std::string text = absl::StrCat(sign, Whole(positive / 100, form));
  if (rest == 0) return text;
  absl::StrAppend(&text, form.decimals);
  return rest % 10 == 0 ? absl::StrCat(text, rest / 10)
                        : absl::StrCat(text, absl::Dec(rest, absl::kZeroPad2));
}

std::string TimeText(int minutes, Language language) {
  const int hour = minutes / 60;
  const int minute = minutes % 60;
  switch (language) {
    case Language::kFr:
      return absl::StrFormat("%dh%02d", hour, minute);
    case Language::kNl:
      return absl::StrFormat("%d.%02d uur", hour, minute);
    case Language::kDe:
      return absl::StrFormat("%d:%02d Uhr", hour, minute);
    case Language::kEn:
      break;
  }
  return absl::StrFormat("%d:%02d", hour, minute);
}

std::string DayText(absl::CivilDay day, bool weekday, Language language) {
  const Form& form = FormOf(language);
  const bool first_in_french = language == Language::kFr && day.day() == 1;
  std::string text =
      absl::StrCat(day.day(), first_in_french ? "er" : "", form.after_day_of_month,
                   form.months[static_cast<size_t>(day.month() - 1)], " ", day.year());
  if (!weekday) return text;
  const auto index = static_cast<size_t>(absl::GetWeekday(day));
  return absl::StrCat(form.weekdays[index], form.before_day_of_month, text);
}

// What stands between braces: a name, and perhaps two words to choose from.
struct Slot {
  std::string_view name;
  std::string_view singular;
  std::string_view plural;
  bool chooses = false;
};

Slot SlotOf(std::string_view inside) {
  const size_t first = inside.find('|');
  if (first == std::string_view::npos) return {inside, "", "", false};
  const size_t second = std::min(inside.find('|', first + 1), inside.size());
  return {inside.substr(0, first), inside.substr(first + 1, second - first - 1),
          inside.substr(std::min(second + 1, inside.size())), true};
}

// Calls `text` for what stands as it is, `name` for what is between braces.
template <typename Text, typename Name>
void Scan(std::string_view phrase, const Text& text, const Name& name) {
  for (;;) {
    const size_t open = phrase.find('{');
    const size_t close = open == std::string_view::npos ? open : phrase.find('}', open);
    if (close == std::string_view::npos) return text(phrase);
    text(phrase.substr(0, open));
    name(phrase.substr(open + 1, close - open - 1));
    phrase.remove_prefix(close + 1);
  }
}

}  // namespace

std::string Figure::In(Language language) const {
  struct Speaker {
    Language language;
    std::string operator()(const Rational& value) const {
      return Fraction(value, FormOf(language));
    }
    std::string operator()(const Day& value) const {
      return DayText(value.day, value.weekday, language);
    }
    std::string operator()(const Decimal& value) const {
      return Decimals(value.hundredths, FormOf(language));
    }
    std::string operator()(const Time& value) const { return TimeText(value.minutes, language); }
    std::string operator()(const std::string& value) const { return value; }
    std::string operator()(const common::v1::LocalizedText& value) const {
      return std::string(Pick(value, CodeOf(language)));
    }
  };
  return std::visit(Speaker{language}, value_);
}

bool Figure::IsSingular(Language language) const {
  const auto* number = std::get_if<Rational>(&value_);
  if (number == nullptr) return false;
  // French: below two, fractions included.
  if (language == Language::kFr) return *number < Rational(2) && *number > Rational(-2);
  return *number == Rational(1);
}

std::string Say(const Phrase& phrase, const Figures& figures, Language language) {
  std::string said;
  Scan(
      phrase.In(language), [&](std::string_view text) { said.append(text); },
      [&](std::string_view inside) {
        const Slot slot = SlotOf(inside);
        const auto found = figures.find(absl::string_view(slot.name.data(), slot.name.size()));
        if (found == figures.end()) {
          said.append("{").append(inside).append("}");
        } else if (slot.chooses) {
          said.append(found->second.IsSingular(language) ? slot.singular : slot.plural);
        } else {
          said.append(found->second.In(language));
        }
      });
  return said;
}

common::v1::LocalizedText Say(const Phrase& phrase, const Figures& figures) {
  common::v1::LocalizedText said;
  for (const Language language : kLanguages) {
    *Mutable(&said, language) = Say(phrase, figures, language);
  }
  return said;
}

void AppendSentence(const common::v1::LocalizedText& sentence, common::v1::LocalizedText* text) {
  for (const Language language : kLanguages) {
    std::string& whole = *Mutable(text, language);
    const absl::string_view more = Pick(sentence, CodeOf(language));
    if (!whole.empty() && !more.empty()) absl::StrAppend(&whole, " ");
    absl::StrAppend(&whole, more);
  }
}

common::v1::LocalizedText Listing(const std::vector<common::v1::LocalizedText>& parts) {
  common::v1::LocalizedText listing;
  for (const Language language : kLanguages) {
    std::string& whole = *Mutable(&listing, language);
    for (size_t i = 0; i < parts.size(); ++i) {
      const bool last = i + 1 == parts.size();
      if (i > 0) absl::StrAppend(&whole, last ? FormOf(language).last_in_list : ", ");
      absl::StrAppend(&whole, Pick(parts[i], CodeOf(language)));
    }
  }
  return listing;
}

}  // namespace mandat::base
