#include "services/objectives/measurements/push.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/lib/access/call.h"
#include "services/lib/base/uuid.h"
#include "services/objectives/measurements/commands.h"
#include "services/objectives/measurements/rules.h"

namespace mandat::objectives {
namespace {

using Work = runtime::LineWork<v1::EnterMeasurementsRequest, v1::EnterMeasurementsResponse>;

v1::EnterMeasurementRequest RequestOf(const v1::MeasurementLine& line) {
  v1::EnterMeasurementRequest request;
  *request.mutable_measurement() = line.measurement();
  request.set_submit(line.submit());
  return request;
}

void EnterLine(ledger::Ledger& ledger, const access::Call& call, const v1::MeasurementLine& line,
               const base::UuidBytes& ids, int number, Work::Done done) {
  // The ledger wants a request to live until it is answered.
  auto request = std::make_shared<v1::EnterMeasurementRequest>(RequestOf(line));
  request->set_request_id(base::MakeUuidV5(ids, absl::StrCat(number)));
  ledger::Handler<EnterMeasurement>(ledger)(
      call, *request,
      [request, number, done = std::move(done)](const absl::StatusOr<v1::Measurement>& entered) {
        v1::MeasurementReceipt receipt;
        if (entered.ok()) {
          receipt.set_measurement(entered->name());
          receipt.set_state(entered->state());
        }
        done(runtime::OutcomeOf(number, std::move(receipt), entered.status()));
      });
}

// The name of what the line enters; none where the line is refused for what it says.
std::string SubjectOf(const v1::MeasurementLine& line) {
  const v1::EnterMeasurementRequest request = RequestOf(line);
  return measurements::CheckEnter(request).ok() ? measurements::NameOf(request) : "";
}

}  // namespace

absl::Status EnterMeasurements(
    ledger::Ledger& ledger,
    runtime::MessageStream<v1::EnterMeasurementsRequest, v1::EnterMeasurementsResponse>& stream,
    absl::Duration patience) {
  Work work;
  work.begin = [&ledger](const access::Call& call, const v1::MeasurementLine& line,
                         const base::UuidBytes& ids, int number, Work::Done done) {
    EnterLine(ledger, call, line, ids, number, std::move(done));
  };
  work.subject = SubjectOf;
  work.patience = patience;
  return runtime::TakeLines(stream, std::move(work));
}

}  // namespace mandat::objectives
