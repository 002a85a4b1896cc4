#ifndef SERVICES_OBJECTIVES_TEST_FACT_LEDGER_H_
#define SERVICES_OBJECTIVES_TEST_FACT_LEDGER_H_

// For tests: a ledger of objectives that takes events of social aid as facts.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/ledger/job.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/catch_up.h"
#include "services/objectives/facts/commands.h"
#include "services/objectives/facts/events_for_test.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {

class TestFactLedger : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    catch_up_ =
        std::make_unique<facts::CatchUp>(*ledger_, *store_, std::vector<std::string>{"socialaid"});
    ASSERT_THAT(catch_up_->Prepare(clock_.Now()), testing::IsOk());
  }

  // Every formula counts what is there.
  void CountAll() {
    for (bool more = true; more;) more = catch_up_->CountSome(clock_.Now()).value();
  }

  // The event of a request arrives, at this place of the log of an epoch.
  void ReceiveAt(const std::string& epoch, int64_t position, const std::string& verb,
                 absl::Time time) {
    facts::Event event;
    event.verb = verb;
    event.position = position;
    event.previous = position - 1;
    event.id = absl::StrCat("r", position);
    event.version = 1;
    event.time = time;
    event.centre = "c1";
    ASSERT_THAT(ledger::RunAndWait(*ledger_, receive_,
                                   ledger::CallOfJob("objectives", "facts", clock_.Now()),
                                   facts::Publish(event, epoch)),
                testing::IsOk());
  }
  // The next one of the first log.
  void ReceiveNext(const std::string& verb, absl::Time time) {
    ReceiveAt("e1", ++position_, verb, time);
  }
  // A request that was sent on a day.
  void ReceiveSent(absl::CivilDay day) {
    ReceiveNext("sent", base::EndOfDayInBrussels(day) - absl::Hours(1));
  }

  std::unique_ptr<facts::CatchUp> catch_up_;

 private:
  facts::BookCache books_;
  const ledger::Command receive_ = facts::ReceiveEvent(books_);
  int64_t position_ = 0;
};

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_TEST_FACT_LEDGER_H_
