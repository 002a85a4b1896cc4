#include "services/socialaid/persons/rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/resource_name.h"
#include "services/lib/base/ssin.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/privacy/sensitive.h"
#include "services/socialaid/checks.h"
#include "services/socialaid/names.h"

namespace mandat::socialaid::persons {
namespace {

using ledger::Decision;
using v1::Person;

constexpr size_t kNameBytes = 200;
constexpr int kReplacedMax = 20;

absl::Status CheckSsin(absl::string_view ssin, absl::CivilDay today, absl::string_view field) {
  if (ssin.empty()) return Required(field);
  return base::ParseSsin(ssin, today, field).status();
}

absl::Status CheckBirthDate(const Person& person, absl::CivilDay today) {
  if (!person.has_birth_date()) return Required("person.birth_date");
  const auto birth = base::ParseDate(person.birth_date(), "person.birth_date");
  if (birth.ok() && *birth <= today) return absl::OkStatus();
  return base::InvalidField("BIRTH_DATE_INVALID", "person.birth_date",
                            "Give a day from 1900-01-01 to today.");
}

}  // namespace

absl::Status CheckRegister(const v1::RegisterPersonRequest& request, absl::CivilDay today) {
  const Person& person = request.person();
  RETURN_IF_ERROR(CheckSsin(person.ssin(), today, "person.ssin"));
  RETURN_IF_ERROR(CheckRequiredText(person.given_names(), kNameBytes, "person.given_names"));
  RETURN_IF_ERROR(CheckRequiredText(person.family_name(), kNameBytes, "person.family_name"));
  RETURN_IF_ERROR(CheckBirthDate(person, today));
  RETURN_IF_ERROR(CheckCount(person.replaced_ssins_size(), kReplacedMax, "person.replaced_ssins"));
  for (int i = 0; i < person.replaced_ssins_size(); ++i) {
    RETURN_IF_ERROR(
        CheckSsin(person.replaced_ssins(i), today, absl::StrCat("person.replaced_ssins[", i, "]")));
  }
  return absl::OkStatus();
}

absl::Status CheckQuery(const v1::QueryPersonsRequest& request, absl::CivilDay today) {
  return CheckSsin(request.ssin(), today, "ssin");
}

std::string DigitsOf(absl::string_view ssin, absl::CivilDay today) {
  const auto parsed = base::ParseSsin(ssin, today, "ssin");
  return parsed.ok() ? parsed->digits : std::string();
}

std::vector<std::string> NumbersOf(const Person& person, absl::CivilDay today) {
  std::vector<std::string> numbers = {DigitsOf(person.ssin(), today)};
  for (const std::string& replaced : person.replaced_ssins()) {
    std::string digits = DigitsOf(replaced, today);
    const bool seen = std::find(numbers.begin(), numbers.end(), digits) != numbers.end();
    if (!seen) numbers.push_back(std::move(digits));
  }
  return numbers;
}

absl::StatusOr<Decision> Register(const v1::RegisterPersonRequest& request, const Known& known,
                                  absl::string_view name, absl::CivilDay today) {
  if (known.has != nullptr) return Decision::Unchanged(*known.has);
  if (known.had != nullptr) return Decision::Unchanged(*known.had);
  Person person = request.person();
  base::KeepSettable(&person);
  person.set_name(std::string(name));
  person.set_ssin(DigitsOf(person.ssin(), today));
  for (std::string& replaced : *person.mutable_replaced_ssins()) {
    replaced = DigitsOf(replaced, today);
  }
  const std::vector<std::string> numbers = NumbersOf(person, today);
  Decision decision = Decision::Create(std::move(person));
  for (size_t i = 1; i < numbers.size(); ++i) {
    storage::v1::ReplacedNumber replaced;
    replaced.set_name(base::MakeName(kReplacedNumbers, absl::StrCat(IdIn(name), "-", i)));
    replaced.set_person(std::string(name));
    replaced.set_ssin(numbers[i]);
    decision = std::move(decision).AlsoCreate(std::move(replaced));
  }
  return decision;
}

bool IsErased(const Person& person) { return person.ssin().empty(); }

absl::Status NotFound(absl::string_view name) {
  return base::Error(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND", "There is no such person.",
                     {{"name", std::string(name)}});
}

Person Erased(const Person& person) {
  Person shell = person;
  privacy::Redact(&shell);
  return shell;
}

}  // namespace mandat::socialaid::persons
