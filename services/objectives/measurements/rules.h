#ifndef SERVICES_OBJECTIVES_MEASUREMENTS_RULES_H_
#define SERVICES_OBJECTIVES_MEASUREMENTS_RULES_H_

// Rules of measurements. Checks look at the request alone, in the order of its fields; the others
// decide.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "mandat/objectives/v1/dashboard.pb.h"
#include "mandat/objectives/v1/dashboard_row.pb.h"
#include "mandat/objectives/v1/indicator.pb.h"
#include "mandat/objectives/v1/measurement.pb.h"
#include "mandat/objectives/v1/plan.pb.h"
#include "services/lib/ledger/decision.h"

namespace mandat::objectives::measurements {

// INVALID_ARGUMENT as the comment of the method says.
absl::Status CheckEnter(const v1::EnterMeasurementRequest& request);
absl::Status CheckSubmit(const v1::SubmitMeasurementRequest& request);
absl::Status CheckSubmitFigure(const v1::SubmitFigureRequest& request);
absl::Status CheckValidate(const v1::ValidateMeasurementRequest& request);
absl::Status CheckAccept(const v1::AcceptMeasurementRequest& request);
absl::Status CheckReturn(const v1::ReturnMeasurementRequest& request);
absl::Status CheckReopen(const v1::ReopenMeasurementRequest& request);
absl::Status CheckList(const v1::ListMeasurementsRequest& request);

// Who acts, and when.
struct By {
  // Keyed pseudonym of the person.
  absl::string_view person;
  absl::Time now;
};

// What a measurement is of.
struct Subject {
  const v1::Plan& plan;
  const v1::Indicator& indicator;
  // The measurements of the indicator; where a value is entered, at least those of the same part of
  // the whole.
  std::vector<const v1::Measurement*> all;
};

// A figure, as it was read.
struct TakenFigure {
  // Absent where it has none: a share of nothing.
  std::optional<common::v1::Rational> value;
  v1::FigureProvenance provenance;
  // While its formula counts facts that arrived earlier, it is not all yet.
  bool catching_up = false;
};

// `before` is null where there is nothing for indicator, period and dimensions yet.
absl::StatusOr<ledger::Decision> Enter(const v1::EnterMeasurementRequest& request,
                                       const v1::Measurement* before, const Subject& subject,
                                       const By& by);
absl::StatusOr<ledger::Decision> Submit(const v1::Measurement& before, const Subject& subject,
                                        const By& by);
absl::StatusOr<ledger::Decision> SubmitFigure(const v1::SubmitFigureRequest& request,
                                              const TakenFigure& figure,
                                              const v1::Measurement* before, const Subject& subject,
                                              const By& by);
absl::StatusOr<ledger::Decision> Validate(const v1::Measurement& before,
                                          const v1::ValidateMeasurementRequest& request,
                                          const v1::Plan& plan, const By& by);
absl::StatusOr<ledger::Decision> Accept(const v1::Measurement& before, const Subject& subject,
                                        const By& by);
absl::StatusOr<ledger::Decision> Return(const v1::Measurement& before,
                                        const v1::ReturnMeasurementRequest& request,
                                        const v1::Plan& plan);
// What stands on an accepted value; each empty where there is none.
struct Above {
  // A dashboard that the board validated and in which it is.
  std::string dashboard;
  // A restatement of it that waits for a decision.
  std::string restatement;
};
// The dashboard that the board validated with this value in it; empty where there is none. `rows`
// are about its indicator.
std::string ValidatedWith(const v1::Measurement& measurement,
                          const std::vector<const v1::Dashboard*>& dashboards,
                          const std::vector<const v1::DashboardRow*>& rows);
absl::StatusOr<ledger::Decision> Reopen(const v1::Measurement& before,
                                        const v1::ReopenMeasurementRequest& request,
                                        const v1::Plan& plan, const Above& above);

// The name of the measurement that a request means, once it is in order.
std::string NameOf(const v1::EnterMeasurementRequest& request);
std::string NameOf(const v1::SubmitFigureRequest& request);

// Publishes the value of `accepted`, in place of what was published before: date and provenance are
// there, time and digest are made.
void Publish(v1::AcceptedValue accepted, absl::Time now, v1::Measurement* measurement);

// What was accepted, as a digest: see AcceptedValue.digest.
std::string DigestOf(const std::string& measurement, const v1::AcceptedValue& accepted);

// Whether both values are the same fraction, or both are none.
bool SameValue(bool has_a, const common::v1::Rational& a, bool has_b,
               const common::v1::Rational& b);

}  // namespace mandat::objectives::measurements

#endif  // SERVICES_OBJECTIVES_MEASUREMENTS_RULES_H_
