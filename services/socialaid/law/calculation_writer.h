#ifndef SERVICES_SOCIALAID_LAW_CALCULATION_WRITER_H_
#define SERVICES_SOCIALAID_LAW_CALCULATION_WRITER_H_

// Writes an Article60Calculation straight to its canonical bytes.
//
// Why not through the message: a calculation is some two hundred small strings and messages, and
// making them takes far longer than finding the answer. The bytes are those of the deterministic
// serialisation of the message (a test holds the two together): fields by number, empty ones left
// out, arguments by name.

#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"
#include "services/lib/base/rational.h"
#include "services/socialaid/law/days.h"

namespace mandat::socialaid::law {

// A figure in a step of the trace, name and text of at most 60 bytes (what is longer is cut);
// becomes text: `36`, `425/2`, `2025-08-31`, `FROM_36`.
class Argument {
 public:
  static constexpr size_t kPartMost = 60;  // a fraction has 41 characters at most

  Argument(absl::string_view name, int64_t number)
      : name_(name), kind_(Kind::kNumber), number_(number) {}
  Argument(absl::string_view name, const base::Rational& fraction)
      : name_(name),
        kind_(Kind::kFraction),
        number_(fraction.numerator()),
        denominator_(fraction.denominator()) {}
  Argument(absl::string_view name, absl::string_view text)
      : name_(name), kind_(Kind::kText), text_(text) {}
  // A day, of the years 1000 to 9999.
  static Argument Date(absl::string_view name, Day day) {
    Argument argument(name, int64_t{day});
    argument.kind_ = Kind::kDate;
    return argument;
  }

  absl::string_view name() const { return name_.substr(0, kPartMost); }
  // Writes the figure as text, kPartMost bytes at most; returns its end.
  char* PutText(char* at) const;

 private:
  enum class Kind { kNumber, kFraction, kDate, kText };

  absl::string_view name_;
  Kind kind_;
  int64_t number_ = 0;
  int64_t denominator_ = 1;
  absl::string_view text_;
};

// Fields must come in the order of their numbers.
class CalculationWriter {
 public:
  // `size` is a guess of the bytes that come.
  explicit CalculationWriter(size_t size) : out_(size, '\0') {}

  // Numbers, enums and booleans, not negative; 0 is left out.
  void Number(int field, int64_t value);
  void Date(int field, Day day);
  void Fraction(int field, const base::Rational& value);
  // Fields that are written already.
  void Written(absl::string_view fields);
  // `arguments` in the alphabetical order of their names.
  void Step(absl::string_view code, absl::string_view legal_reference,
            std::initializer_list<Argument> arguments);

  std::string Take() &&;

 private:
  // Where the next bytes go; there is room for so many.
  char* Room(size_t size);
  void WrittenTo(const char* end) { size_ = static_cast<size_t>(end - out_.data()); }

  std::string out_;  // longer than what is written, so that pointers write into it
  size_t size_ = 0;  // that is written
};

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_CALCULATION_WRITER_H_
