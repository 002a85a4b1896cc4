#include "services/lib/base/phrase.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/localized_text.h"

namespace mandat::base {
namespace {

using common::v1::LocalizedText;

// How a language writes what phrases are made of.
struct Form {
  absl::string_view code;
  std::string* (LocalizedText::*text)();
  // Between groups of three digits, and before decimals.
  absl::string_view thousands;
  absl::string_view decimals;
  absl::string_view between_hour_and_minute;
  absl::string_view after_time;
  std::array<absl::string_view, 12> months;
  // From Monday on.
  std::array<absl::string_view, 7> weekdays;
  absl::string_view before_day_of_month;
  absl::string_view after_first_of_month;
  absl::string_view after_day_of_month;
  absl::string_view last_in_list;
};

// By Language. French wants a narrow space that no line breaks at between thousands.
constexpr Form kForms[] = {
    {"fr",
     &LocalizedText::mutable_fr,
     "\u202f",
     ",",
     "h",
     "",
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
      "octobre", "novembre", "décembre"},
     {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
     " ",
     "er ",
     " ",
     " et "},
    {"nl",
     &LocalizedText::mutable_nl,
     ".",
     ",",
     ".",
     " uur",
     {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
      "oktober", "november", "december"},
     {"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"},
     " ",
     " ",
     " ",
     " en "},
    {"de",
     &LocalizedText::mutable_de,
     ".",
     ",",
     ":",
     " Uhr",
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
      "November", "Dezember"},
     {"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"},
     ", ",
     ". ",
     ". ",
     " und "},
    {"en",
     &LocalizedText::mutable_en,
     ",",
     ".",
     ":",
     "",
     {"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"},
     {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
     " ",
     " ",
     " ",
     " and "},
};

const Form& FormOf(Language language) { return kForms[static_cast<size_t>(language)]; }

std::string* Mutable(LocalizedText* text, Language language) {
  return (text->*FormOf(language).text)();
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

std::string TimeText(int minutes, const Form& form) {
  return absl::StrCat(minutes / 60, form.between_hour_and_minute,
                      absl::Dec(minutes % 60, absl::kZeroPad2), form.after_time);
}

std::string DayText(absl::CivilDay day, bool weekday, const Form& form) {
  std::string text =
      absl::StrCat(day.day(), day.day() == 1 ? form.after_first_of_month : form.after_day_of_month,
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

}  // namespace

absl::string_view CodeOf(Language language) { return FormOf(language).code; }

std::optional<Language> LanguageOf(absl::string_view code) {
  for (const Language language : kLanguages) {
    if (CodeOf(language) == code) return language;
  }
  return std::nullopt;
}

std::string Figure::In(Language language) const {
  struct Writer {
    const Form& form;
    std::string operator()(const Rational& value) const { return Fraction(value, form); }
    std::string operator()(const Day& value) const {
      return DayText(value.day, value.weekday, form);
    }
    std::string operator()(const Decimal& value) const { return Decimals(value.hundredths, form); }
    std::string operator()(const Time& value) const { return TimeText(value.minutes, form); }
    std::string operator()(const std::string& value) const { return value; }
    std::string operator()(const LocalizedText& value) const {
      return std::string(Pick(value, form.code));
    }
  };
  return std::visit(Writer{FormOf(language)}, value_);
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
  ScanPhrase(
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

LocalizedText Say(const Phrase& phrase, const Figures& figures) {
  LocalizedText said;
  for (const Language language : kLanguages) {
    *Mutable(&said, language) = Say(phrase, figures, language);
  }
  return said;
}

void AppendSentence(const LocalizedText& sentence, LocalizedText* text) {
  for (const Language language : kLanguages) {
    std::string& whole = *Mutable(text, language);
    const absl::string_view more = Pick(sentence, CodeOf(language));
    if (!whole.empty() && !more.empty()) absl::StrAppend(&whole, " ");
    absl::StrAppend(&whole, more);
  }
}

LocalizedText Listing(const std::vector<LocalizedText>& parts) {
  LocalizedText listing;
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
