#ifndef SERVICES_SOCIALAID_LAW_PUBLISHED_LAW_H_
#define SERVICES_SOCIALAID_LAW_PUBLISHED_LAW_H_

// The law as it is stored: what stewards published, together with what the program is built with.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "mandat/socialaid/v1/legal_parameter.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/socialaid/law/key_names.h"
#include "services/socialaid/law/parameters.h"
#include "services/socialaid/storage.pb.h"

namespace mandat::socialaid::law {

v1::LegalParameterSource ToProto(Source source);
// A mark that this program does not know is trusted least.
Source FromProto(v1::LegalParameterSource source);

// A value as this library takes it; nothing where its key is not known. `Stored` is a
// LegalParameter or a PublishedValue, which have the same six fields for it.
template <typename Stored>
std::optional<Parameter> RowOf(const Stored& value) {
  const std::optional<Key> key = KeyNamed(value.key());
  if (!key.has_value()) return std::nullopt;
  return Parameter{*key,
                   value.value(),
                   base::ToDay(value.in_force_from()),
                   base::ToDay(value.known_from()),
                   value.legal_reference(),
                   FromProto(value.source())};
}

// The way back: fills in the six fields.
template <typename Stored>
void Write(const Parameter& row, Stored* value) {
  value->set_key(std::string(FactsOf(row.key).name));
  value->set_value(row.value);
  *value->mutable_in_force_from() = base::ToDate(row.in_force_from);
  *value->mutable_known_from() = base::ToDate(row.known_from);
  value->set_legal_reference(row.legal_reference);
  value->set_source(ToProto(row.source));
}

// Whether a value of the same key, first day in force and day of publication is published: these
// three are what a value is known by.
bool Holds(const storage::v1::PublishedLaw& law, const Parameter& row);

// Adds what it does not hold yet, and brings order and digest up to date.
void Add(absl::Span<const Parameter> rows, storage::v1::PublishedLaw* law);

// What of `built_in` the law does not hold and was known on `today`; of no law (null) all of that.
std::vector<Parameter> MissingFrom(const storage::v1::PublishedLaw* law,
                                   absl::Span<const Parameter> built_in, absl::CivilDay today);

// The law on a day: what is published and what is missing from it, so that a program whose own
// values are not stored yet answers as it will once they are. Keys that this program does not know,
// as a newer one may have published, are passed over. Errors: those of Parameters::Make.
absl::StatusOr<Parameters> ParametersOf(const storage::v1::PublishedLaw* law, absl::CivilDay today);

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_PUBLISHED_LAW_H_
