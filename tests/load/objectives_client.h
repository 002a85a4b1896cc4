#ifndef TESTS_LOAD_OBJECTIVES_CLIENT_H_
#define TESTS_LOAD_OBJECTIVES_CLIENT_H_

// Calls to objectives, as an agency makes them.

#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "mandat/objectives/v1/service.grpc.pb.h"
#include "services/lib/base/period.h"
#include "tests/load/ground.h"

namespace mandat::load {

class ObjectivesClient {
 public:
  // `address`: `127.0.0.1:port`.
  ObjectivesClient(const Ground& ground, const std::string& address);

  // A plan from 2022 to 2027, with one objective that all shipped indicators measure.
  absl::Status EnterShipped();

  // ABORTED where events came faster than figures could be read.
  absl::StatusOr<objectives::v1::ListFiguresResponse> ListFigures(const std::string& indicator,
                                                                  const base::Period& period);

  // Waits until the figure of the period is made of all facts; DEADLINE_EXCEEDED.
  absl::Status WaitUntilCounted(const std::string& indicator, const base::Period& period,
                                absl::Duration patience);

  // Waits until every event of social aid's log up to this position is a fact; DEADLINE_EXCEEDED.
  absl::Status WaitUntilKnown(const std::string& indicator, const base::Period& period,
                              int64_t position, absl::Duration patience);

  // Of the page after this one; NOT_FOUND where there is none.
  absl::StatusOr<std::string> NextPageOfRows(
      const objectives::v1::ListDashboardRowsRequest& request);

  // Of the mandate holder who calls.
  const std::string& token() const { return token_; }

  // How long it takes from the call to the first fact of the explanation; then nobody reads on.
  absl::StatusOr<absl::Duration> TimeFirstFact(const std::string& indicator,
                                               const base::Period& period);

 private:
  // Until it holds for the figure of the period.
  absl::Status WaitUntil(const std::string& indicator, const base::Period& period,
                         absl::Duration patience,
                         absl::FunctionRef<bool(const objectives::v1::Figure&)> holds);

  const std::string token_;
  const std::unique_ptr<objectives::v1::ObjectivesService::Stub> stub_;
};

}  // namespace mandat::load

#endif  // TESTS_LOAD_OBJECTIVES_CLIENT_H_
