#include "services/socialaid/law/answer.h"

#include <optional>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/socialaid/law/calculation_writer.h"
#include "services/socialaid/law/facts.h"
#include "services/socialaid/law/search.h"
#include "services/socialaid/law/trace.h"

namespace mandat::socialaid::law {
namespace {

using v1::Article60Calculation;

constexpr int64_t kMoreThanAnyContract = 1000000;

// What the laws that were tried gave.
struct Findings {
  absl::InlinedVector<Search, 2> searches;
  size_t deciding = 0;  // the one with the fewest days; the last one where none admits
  std::optional<Hit> hit;
  absl::string_view parameters;  // fields of the calculation

  const Search& search() const { return searches[deciding]; }
};

absl::Status Try(const Facts& facts, const Parameters& parameters, Findings& findings) {
  const int claim_offset = parameters.On(facts.start).Int(Key::kClaimDayOffset);
  const size_t first = parameters.IndexOf(facts.start - 1 + claim_offset);
  for (size_t i = first; i < parameters.laws().size(); ++i) {
    const Law& law = parameters.laws()[i];
    ASSIGN_OR_RETURN(Career career, CareerOf(facts, law));
    const Search& search = findings.searches.emplace_back(facts, law, std::move(career));
    if (i > first && search.LastClaimDay() < law.claim_days.first) {
      findings.searches.pop_back();
      break;
    }
    const int64_t below = findings.hit ? findings.hit->standing.days : kMoreThanAnyContract;
    auto hit = search.First(below);
    if (hit || !findings.hit) findings.deciding = findings.searches.size() - 1;
    if (hit) findings.hit = std::move(hit);
    // Without events a later claim day always takes more days.
    if (findings.hit && facts.events.empty()) break;
  }
  const std::string& used = parameters.Used(first, first + findings.searches.size() - 1).fields;
  findings.parameters = {used.data(), used.size()};
  return absl::OkStatus();
}

absl::StatusOr<base::Rational> ExactDays(const Search& search, const Hit& hit) {
  const Standing& standing = hit.standing;
  const int64_t scale = search.career().scale();
  const DayCount surplus = Surplus(hit.line, standing.InPeriod(), standing.before, scale);
  if (standing.days == 0 || surplus.Reaches(1, scale)) return base::Rational(standing.days);
  ASSIGN_OR_RETURN(const base::Rational spare, surplus.ToRational(scale));
  return Subtract(standing.days, spare);
}

EndDates EndDatesOf(const Search& search, const Standing& standing) {
  const int64_t contract_days = search.regime().ContractDays(standing.days);
  const auto by = [&](v1::EndDateConvention convention) {
    return convention == search.law()[Key::kConvention]
               ? standing.last_day
               : search.CalendarBy(convention).LastDay(contract_days);
  };
  return {by(v1::END_DATE_CONVENTION_A), by(v1::END_DATE_CONVENTION_B)};
}

}  // namespace

absl::StatusOr<std::string> AnswerBytes(const v1::Article60Request& request, absl::CivilDay birth,
                                        const Parameters& parameters) {
  ASSIGN_OR_RETURN(const Facts facts, ReadFacts(request, birth));
  Findings findings;
  RETURN_IF_ERROR(Try(facts, parameters, findings));
  const Search& search = findings.search();
  const bool already_open = findings.hit && findings.hit->standing.days == 0;
  const bool works = findings.hit && !already_open;

  // The trace has 14 steps of about 100 bytes at most.
  CalculationWriter writer(findings.parameters.size() + 1500);
  writer.Number(Article60Calculation::kOutcomeFieldNumber,
                already_open ? v1::ARTICLE60_OUTCOME_ALREADY_OPEN
                : works      ? v1::ARTICLE60_OUTCOME_OPENS_RIGHT
                             : v1::ARTICLE60_OUTCOME_NOT_ATTAINABLE);
  base::Rational exact;
  EndDates ends;
  if (findings.hit) {
    ASSIGN_OR_RETURN(exact, ExactDays(search, *findings.hit));
    writer.Fraction(Article60Calculation::kDaysExactFieldNumber, exact);
    writer.Number(Article60Calculation::kDaysFieldNumber, findings.hit->standing.days);
  }
  writer.Number(Article60Calculation::kHalfDaysFieldNumber, facts.half_days ? 1 : 0);
  writer.Number(Article60Calculation::kRuleSetFieldNumber, search.law().rule_set);
  if (works) {
    ends = EndDatesOf(search, findings.hit->standing);
    writer.Date(Article60Calculation::kEndDateAFieldNumber, ends.a);
    writer.Date(Article60Calculation::kEndDateBFieldNumber, ends.b);
  }
  writer.Number(Article60Calculation::kConventionFieldNumber, search.law()[Key::kConvention]);
  writer.Written(findings.parameters);

  TraceEarlierLaws(absl::MakeSpan(findings.searches).first(findings.deciding), writer);
  if (!findings.hit) {
    RETURN_IF_ERROR(TraceRefusal(facts, search, writer));
    return std::move(writer).Take();
  }
  RETURN_IF_ERROR(TraceAdmission(facts, search, *findings.hit, writer));
  if (works) TraceDays(facts, search, *findings.hit, exact, ends, writer);
  TraceRight(facts, search, *findings.hit, writer);
  return std::move(writer).Take();
}

absl::StatusOr<v1::Article60Calculation> Answer(const v1::Article60Request& request,
                                                absl::CivilDay birth,
                                                const Parameters& parameters) {
  ASSIGN_OR_RETURN(const std::string bytes, AnswerBytes(request, birth, parameters));
  v1::Article60Calculation calculation;
  if (!calculation.ParseFromString(bytes)) {
    return base::Error(absl::StatusCode::kInternal, "CALCULATION_MALFORMED",
                       "The calculation that was written cannot be read.");
  }
  return calculation;
}

std::string CanonicalBytes(const v1::Article60Calculation& calculation) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  calculation.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace mandat::socialaid::law
