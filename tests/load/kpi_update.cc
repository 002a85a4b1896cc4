// From a commit in social aid until objectives answers a figure that counts it: both released
// programs on SQLite with one broker, 500 requests sent a second in an open loop, and somebody who
// asks for the figure all the time.
//
// The k-th commit is readable with the first answer that counts k more than before. When a commit
// was is known no better than from its call: it lies between the call's begin, from which the
// figure is taken, and its answer.

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "mandat/socialaid/v1/service.grpc.pb.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/lib/runtime/thread.h"
#include "tests/load/data_set.h"
#include "tests/load/fact_history.h"
#include "tests/load/figure.h"
#include "tests/load/objectives_client.h"
#include "tests/load/service_process.h"

namespace mandat::load {
namespace {

using SteadyClock = std::chrono::steady_clock;
using socialaid::v1::SocialAidService;

constexpr char kIndicator[] = "indicators/article60-received";
constexpr int kWritesPerSecond = 500;
constexpr absl::Duration kLength = absl::Seconds(60);
constexpr absl::Duration kPatience = absl::Minutes(2);
// Between two questions. What it adds to the time is the figure's.
constexpr std::chrono::milliseconds kPause(2);

int64_t NowNs() { return SteadyClock::now().time_since_epoch().count(); }

// All months in which the run can be.
base::Period Months() {
  const absl::CivilMonth month(base::BrusselsDay(absl::Now()));
  return {absl::CivilDay(month), absl::CivilDay(month + 2)};
}

absl::StatusOr<int64_t> Received(ObjectivesClient& client, const base::Period& months) {
  while (true) {
    const auto figures = client.ListFigures(kIndicator, months);
    if (absl::IsAborted(figures.status())) continue;  // as it says: repeat
    RETURN_IF_ERROR(figures.status());
    int64_t received = 0;
    for (const auto& figure : figures->figures()) received += figure.numerator();
    return received;
  }
}

// A call and its answer, in nanoseconds of the steady clock.
struct Sent {
  grpc::ClientContext context;
  socialaid::v1::SendArticle60RequestRequest request;
  socialaid::v1::Article60Request response;
  int64_t begun_ns = 0;
  int64_t answered_ns = 0;
  grpc::Status status;
};

absl::StatusOr<std::vector<std::unique_ptr<Sent>>> SendInOpenLoop(
    const Ground& ground, const std::string& address, const std::vector<Draft>& drafts) {
  const auto stub =
      SocialAidService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  const std::vector<std::string> tokens = ground.AgentTokens();
  std::vector<std::unique_ptr<Sent>> all;
  for (const Draft& draft : drafts) {
    Sent& sent = *all.emplace_back(std::make_unique<Sent>());
    sent.request.set_name(draft.name);
    sent.request.set_request_id(base::MakeUuidV4(base::RandomBytes<16>()));
    sent.context.AddMetadata("authorization",
                             "Bearer " + tokens[static_cast<size_t>(draft.centre)]);
  }
  std::atomic<size_t> answered{0};
  const auto begun = SteadyClock::now();
  for (size_t i = 0; i < all.size(); ++i) {
    std::this_thread::sleep_until(begun +
                                  std::chrono::microseconds(i * 1'000'000 / kWritesPerSecond));
    Sent* sent = all[i].get();
    sent->begun_ns = NowNs();
    stub->async()->SendArticle60Request(&sent->context, &sent->request, &sent->response,
                                        [sent, &answered](grpc::Status status) {
                                          sent->answered_ns = NowNs();
                                          sent->status = std::move(status);
                                          ++answered;
                                        });
  }
  while (answered < all.size()) absl::SleepFor(absl::Milliseconds(1));
  for (const auto& sent : all) {
    if (!sent->status.ok()) return absl::InternalError(sent->status.error_message());
  }
  return all;
}

// Asks until `wanted` more than `before` are counted; when the k-th was seen, by k.
class Reading {
 public:
  Reading(ObjectivesClient& client, int64_t before, size_t wanted)
      : client_(client), before_(before), seen_ns_(wanted), thread_("reader", [this] { Run(); }) {}

  // Once all are seen, or in vain.
  absl::StatusOr<std::vector<int64_t>> Finish() {
    give_up_ns_ = NowNs() + absl::ToInt64Nanoseconds(kPatience);
    thread_.Join();
    RETURN_IF_ERROR(status_);
    return seen_ns_;
  }

 private:
  void Run() {
    const base::Period months = Months();
    for (size_t seen = 0; seen < seen_ns_.size();) {
      const auto received = Received(client_, months);
      if (!received.ok() || NowNs() > give_up_ns_) {
        status_ = received.ok() ? absl::DeadlineExceededError(absl::StrCat(seen, " were seen"))
                                : received.status();
        return;
      }
      const int64_t now = NowNs();
      while (seen < std::min(seen_ns_.size(), static_cast<size_t>(*received - before_))) {
        seen_ns_[seen++] = now;
      }
      std::this_thread::sleep_for(kPause);
    }
  }

  ObjectivesClient& client_;
  const int64_t before_;
  std::vector<int64_t> seen_ns_;
  absl::Status status_;
  std::atomic<int64_t> give_up_ns_{std::numeric_limits<int64_t>::max()};
  runtime::Thread thread_;
};

// Milliseconds from the k-th moment to when k were seen.
std::vector<double> Milliseconds(std::vector<int64_t> moments, const std::vector<int64_t>& seen) {
  std::sort(moments.begin(), moments.end());
  std::vector<double> took_ms;
  for (size_t i = 0; i < moments.size(); ++i) {
    took_ms.push_back(static_cast<double>(seen[i] - moments[i]) / 1e6);
  }
  return took_ms;
}

}  // namespace

absl::Status MeasureKpiUpdate(Bench& bench) {
  const auto writes = static_cast<int>(absl::ToInt64Seconds(kLength) * kWritesPerSecond);
  const std::string socialaid_url = absl::StrCat("sqlite:", bench.ground.File("updating.db"));
  const std::string objectives_url = absl::StrCat("sqlite:", bench.ground.File("updated.db"));
  ASSIGN_OR_RETURN(const std::vector<Draft> drafts,
                   LoadDataSet(bench.ground, socialaid_url, writes));
  RETURN_IF_ERROR(MakeObjectives(objectives_url));
  ASSIGN_OR_RETURN(const auto broker, Ground::StartEmptyBroker());
  ASSIGN_OR_RETURN(const auto social_aid,
                   ServiceProcess::Start(bench.ground, socialaid_url, broker->Url()));
  ASSIGN_OR_RETURN(
      const auto service,
      ServiceProcess::Start(bench.ground, {objectives_url, broker->Url(), "objectives"}));
  ObjectivesClient client(bench.ground, service->address());
  RETURN_IF_ERROR(client.EnterShipped());
  RETURN_IF_ERROR(client.WaitUntilCounted(kIndicator, Months(), kPatience));
  // The drafts themselves are events, which the broker's empty stream made the relay publish.
  ASSIGN_OR_RETURN(const auto store, OpenStore(socialaid_url));
  ASSIGN_OR_RETURN(const auto reader, store->OpenReader());
  ASSIGN_OR_RETURN(const int64_t head, reader->Head());
  RETURN_IF_ERROR(client.WaitUntilKnown(kIndicator, Months(), head, kPatience));

  ASSIGN_OR_RETURN(const int64_t before, Received(client, Months()));
  Reading reading(client, before, drafts.size());
  const auto sent = SendInOpenLoop(bench.ground, social_aid->address(), drafts);
  ASSIGN_OR_RETURN(const std::vector<int64_t> seen, reading.Finish());
  RETURN_IF_ERROR(sent.status());
  std::vector<int64_t> begun, answered;
  for (const auto& one : *sent) {
    begun.push_back(one->begun_ns);
    answered.push_back(one->answered_ns);
  }
  const std::vector<double> from_call = Milliseconds(std::move(begun), seen);
  const std::vector<double> from_answer = Milliseconds(std::move(answered), seen);
  bench.report.Value("kpi_update_ms_p99", Quantile(from_call, 0.99));
  bench.report.Value("kpi_update_ms_p50", Median(from_call));
  bench.report.Value("kpi_update_from_answer_ms_p99", Quantile(from_answer, 0.99));
  bench.report.Samples("kpi_update_ms", from_call);
  RETURN_IF_ERROR(service->Stop());
  return social_aid->Stop();
}

}  // namespace mandat::load
