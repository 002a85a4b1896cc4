#ifndef SERVICES_LIB_BASE_PHRASE_H_
#define SERVICES_LIB_BASE_PHRASE_H_

// Sentences for people, written once in each language with names where figures come:
//
//   constexpr Phrase kDue = {"Il reste {days} {days|jour|jours}, jusqu'au {due}.", …};
//   Say(kDue, {{"days", 3}, {"due", Figure::Weekday(day)}}, Language::kFr)
//
// `{name}` is the figure in the form of the language; `{name|one|many}` is a word that goes with a
// number: in French "one" for 0 and 1, elsewhere for 1 alone.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "mandat/common/v1/types.pb.h"
#include "services/lib/base/rational.h"

namespace mandat::base {

enum class Language { kFr, kNl, kDe, kEn };
inline constexpr std::array kLanguages = {Language::kFr, Language::kNl, Language::kDe,
                                          Language::kEn};

// `fr`.
absl::string_view CodeOf(Language language);
// Nothing where no language has this code.
std::optional<Language> LanguageOf(absl::string_view code);

// Calls `text` for what stands as it is, `slot` for what stands between braces.
template <typename Text, typename Slot>
constexpr void ScanPhrase(std::string_view phrase, const Text& text, const Slot& slot) {
  for (;;) {
    const size_t open = phrase.find('{');
    const size_t close = open == std::string_view::npos ? open : phrase.find('}', open);
    if (close == std::string_view::npos) return text(phrase);
    text(phrase.substr(0, open));
    slot(phrase.substr(open + 1, close - open - 1));
    phrase.remove_prefix(close + 1);
  }
}

// A phrase whose languages do not have the same names does not compile.
class Phrase {
 public:
  consteval Phrase(std::string_view fr, std::string_view nl, std::string_view de,
                   std::string_view en)
      : texts_{fr, nl, de, en} {
    for (const std::string_view one : texts_) {
      for (const std::string_view other : texts_) CheckNames(one, other);
    }
  }

  constexpr std::string_view In(Language language) const {
    return texts_[static_cast<size_t>(language)];
  }

 private:
  template <typename Use>
  static constexpr void ForEachName(std::string_view text, const Use& use) {
    ScanPhrase(
        text, [](std::string_view) {},
        [&use](std::string_view slot) { use(slot.substr(0, slot.find('|'))); });
  }
  static consteval void CheckNames(std::string_view text, std::string_view other) {
    ForEachName(text, [other](std::string_view name) {
      bool found = false;
      ForEachName(other, [&](std::string_view candidate) { found = found || candidate == name; });
      if (!found) throw "a name stands in one language and not in another";
    });
  }

  // By Language.
  std::array<std::string_view, kLanguages.size()> texts_;
};

// What stands where a phrase has a name.
class Figure {
 public:
  // With a mark between thousands: "10 294", "10.294", "10,294".
  Figure(int64_t number) : value_(Rational(number)) {}  // NOLINT(google-explicit-constructor)
  // Exact: "212 1/2".
  Figure(const Rational& fraction) : value_(fraction) {}  // NOLINT(google-explicit-constructor)
  // "12 mars 2026"; in French the first of a month is "1er mars 2026".
  Figure(absl::CivilDay day) : value_(Day{day, false}) {}  // NOLINT(google-explicit-constructor)
  // A text that has its own translations.
  Figure(common::v1::LocalizedText text)  // NOLINT(google-explicit-constructor)
      : value_(std::move(text)) {}

  // "jeudi 12 mars 2026".
  static Figure Weekday(absl::CivilDay day) { return Figure(Day{day, true}); }
  // 2850 = "28,5".
  static Figure Hundredths(int64_t hundredths) { return Figure(Decimal{hundredths}); }
  // Minutes after midnight: 900 = "15h00", "15.00 uur", "15:00 Uhr", "15:00".
  static Figure TimeOfDay(int minutes) { return Figure(Time{minutes}); }
  // The same in every language: a code, a reference.
  static Figure Verbatim(absl::string_view text) { return Figure(std::string(text)); }

  std::string In(Language language) const;
  // Which of two words goes with it: singular where it is a number that asks for that.
  bool IsSingular(Language language) const;

 private:
  struct Day {
    absl::CivilDay day;
    bool weekday = false;
  };
  struct Decimal {
    int64_t hundredths = 0;
  };
  struct Time {
    int minutes = 0;
  };
  using Value = std::variant<Rational, Day, Decimal, Time, std::string, common::v1::LocalizedText>;

  explicit Figure(Value value) : value_(std::move(value)) {}

  Value value_;
};

using Figures = std::map<absl::string_view, Figure>;

// A name without a figure stays as it is written.
std::string Say(const Phrase& phrase, const Figures& figures, Language language);
common::v1::LocalizedText Say(const Phrase& phrase, const Figures& figures);

// One text after the other in each language, with a space between them.
void AppendSentence(const common::v1::LocalizedText& sentence, common::v1::LocalizedText* text);

// "a, b et c"; empty for none.
common::v1::LocalizedText Listing(const std::vector<common::v1::LocalizedText>& parts);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_PHRASE_H_
