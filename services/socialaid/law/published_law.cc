#include "services/socialaid/law/published_law.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/digest.h"

namespace mandat::socialaid::law {
namespace {

using storage::v1::PublishedLaw;
using storage::v1::PublishedValue;

struct SourceName {
  Source source;
  v1::LegalParameterSource stored;
};

constexpr SourceName kSources[] = {
    {Source::kPublished, v1::LEGAL_PARAMETER_SOURCE_PUBLISHED},
    {Source::kSecondary, v1::LEGAL_PARAMETER_SOURCE_SECONDARY},
    {Source::kContext, v1::LEGAL_PARAMETER_SOURCE_CONTEXT},
    {Source::kComputed, v1::LEGAL_PARAMETER_SOURCE_COMPUTED},
    {Source::kUnverified, v1::LEGAL_PARAMETER_SOURCE_UNVERIFIED},
};

// What a value is known by.
auto IdentityOf(const PublishedValue& value) {
  return std::tuple(absl::string_view(value.key()), base::ToDay(value.in_force_from()),
                    base::ToDay(value.known_from()));
}

std::string DigestOf(const PublishedLaw& law) {
  std::string text;
  for (const PublishedValue& value : law.values()) {
    const auto [key, in_force_from, known_from] = IdentityOf(value);
    // The reference is the only part that may hold any letter; it stands last, with its length.
    absl::StrAppend(&text, key, "=", value.value(), "@", base::ToIso(in_force_from), "/",
                    base::ToIso(known_from), " ", static_cast<int>(value.source()), " ",
                    value.legal_reference().size(), " ", value.legal_reference(), "\n");
  }
  return base::Sha256Hex(text);
}

std::vector<Parameter> RowsOf(const PublishedLaw& law) {
  std::vector<Parameter> rows;
  rows.reserve(static_cast<size_t>(law.values_size()));
  for (const PublishedValue& value : law.values()) {
    std::optional<Parameter> row = RowOf(value);
    if (row.has_value()) rows.push_back(*std::move(row));
  }
  return rows;
}

}  // namespace

v1::LegalParameterSource ToProto(Source source) {
  for (const SourceName& name : kSources) {
    if (name.source == source) return name.stored;
  }
  return v1::LEGAL_PARAMETER_SOURCE_UNVERIFIED;
}

Source FromProto(v1::LegalParameterSource source) {
  for (const SourceName& name : kSources) {
    if (name.stored == source) return name.source;
  }
  return Source::kUnverified;
}

bool Holds(const PublishedLaw& law, const Parameter& row) {
  const std::tuple wanted(FactsOf(row.key).name, row.in_force_from, row.known_from);
  return std::any_of(law.values().begin(), law.values().end(),
                     [&](const PublishedValue& value) { return IdentityOf(value) == wanted; });
}

void Add(absl::Span<const Parameter> rows, PublishedLaw* law) {
  for (const Parameter& row : rows) {
    if (!Holds(*law, row)) Write(row, law->add_values());
  }
  std::sort(law->mutable_values()->begin(), law->mutable_values()->end(),
            [](const PublishedValue& a, const PublishedValue& b) {
              return IdentityOf(a) < IdentityOf(b);
            });
  law->set_digest(DigestOf(*law));
}

std::vector<Parameter> MissingFrom(const PublishedLaw* law, absl::Span<const Parameter> built_in,
                                   absl::CivilDay today) {
  std::vector<Parameter> missing;
  std::copy_if(built_in.begin(), built_in.end(), std::back_inserter(missing),
               [&](const Parameter& row) {
                 return row.known_from <= today && (law == nullptr || !Holds(*law, row));
               });
  return missing;
}

absl::StatusOr<Parameters> ParametersOf(const PublishedLaw* law, absl::CivilDay today) {
  std::vector<Parameter> rows = MissingFrom(law, DefaultParameters(), today);
  if (law != nullptr) {
    const std::vector<Parameter> published = RowsOf(*law);
    rows.insert(rows.end(), published.begin(), published.end());
  }
  return Parameters::Make(rows, today);
}

}  // namespace mandat::socialaid::law
