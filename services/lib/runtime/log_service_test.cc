#include "services/lib/runtime/log_service.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/runtime/grpc_status.h"
#include "services/lib/runtime/mutex.h"
#include "services/lib/runtime/test_service.h"

namespace mandat::runtime {
namespace {

using testing::HasReason;
using testing::IsOk;

// A log service behind a server, whose replays wait until they are let go.
class Replays : public ServerTest {
 protected:
  void SetUp() override {
    LogServiceOptions options;
    options.replay = [this](const std::string& id) -> absl::StatusOr<ledger::DeadLetterRow> {
      MutexLock lock(&mutex_);
      while (!let_go_) changed_.Wait(&mutex_);
      if (id == "poison") {
        return base::Error(absl::StatusCode::kFailedPrecondition, "STILL_POISON", "It still is.");
      }
      ledger::DeadLetterRow letter;
      letter.id = id;
      letter.settled = true;
      return letter;
    };
    log_service_ = std::make_unique<LogService>(std::move(options));
    options_.services = {log_service_.get()};
    Start();
  }

  struct Call {
    std::unique_ptr<grpc::ClientContext> context;
    common::v1::ReplayDeadLetterRequest request;
    common::v1::DeadLetter letter;
    grpc::Status status;
    bool done = false;
  };

  Call& Begin(const std::string& id) {
    Call& call = calls_.emplace_back();
    call.context = As(common::v1::ROLE_OPERATOR);
    call.context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    call.request.set_name("deadLetters/" + id);
    stub_->async()->ReplayDeadLetter(call.context.get(), &call.request, &call.letter,
                                     [this, &call](grpc::Status status) {
                                       MutexLock lock(&mutex_);
                                       call.status = std::move(status);
                                       call.done = true;
                                       changed_.NotifyAll();
                                     });
    return call;
  }

  void LetGo() {
    MutexLock lock(&mutex_);
    let_go_ = true;
    changed_.NotifyAll();
  }

  // Waits until so many calls are answered.
  void Await(size_t answers) {
    MutexLock lock(&mutex_);
    const auto answered = [this] {
      return std::count_if(calls_.begin(), calls_.end(),
                           [](const Call& call) { return call.done; });
    };
    while (static_cast<size_t>(answered()) < answers) changed_.Wait(&mutex_);
  }

  Mutex mutex_;
  CondVar changed_;
  bool let_go_ = false;
  std::deque<Call> calls_;
  std::unique_ptr<LogService> log_service_;
};

TEST_F(Replays, AreAnsweredWithTheLetterOrWhyNot) {
  LetGo();
  Call& settled = Begin("d1");
  Call& poison = Begin("poison");
  Await(2);
  EXPECT_THAT(FromGrpc(settled.status), IsOk());
  EXPECT_EQ(settled.letter.name(), "deadLetters/d1");
  EXPECT_TRUE(settled.letter.settled());
  EXPECT_THAT(FromGrpc(poison.status), HasReason("STILL_POISON"));
}

TEST_F(Replays, ThatAreTooManyAreRefusedAndTheOthersAnswered) {
  constexpr size_t kCalls = 100;
  for (size_t i = 0; i < kCalls; ++i) Begin(absl::StrCat("d", i));
  // While none is let go, only a refusal can be an answer.
  Await(1);
  LetGo();
  Await(kCalls);
  size_t refused = 0;
  for (const Call& call : calls_) {
    if (call.status.ok()) {
      EXPECT_EQ(call.letter.name(), call.request.name());
    } else {
      EXPECT_THAT(FromGrpc(call.status), HasReason("SERVER_BUSY"));
      ++refused;
    }
  }
  EXPECT_LT(refused, kCalls / 2) << "64 may wait";
}

}  // namespace
}  // namespace mandat::runtime
