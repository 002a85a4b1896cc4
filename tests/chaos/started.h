#ifndef TESTS_CHAOS_STARTED_H_
#define TESTS_CHAOS_STARTED_H_

#include <memory>
#include <utility>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "tests/support/event_collector.h"
#include "tests/support/running_social_aid.h"
#include "tests/support/scenario.h"

namespace mandat::chaos {

// What every case begins with: a service with its parties, and a subscriber.
class Started : public ::testing::Test {
 protected:
  void Start(testing::SocialAidOptions options) {
    auto started = testing::RunningSocialAid::Start(std::move(options));
    ASSERT_THAT(started, testing::IsOk());
    service_ = *std::move(started);
    ASSERT_THAT(RegisterParties(*service_), testing::IsOk());
    collector_ = std::make_unique<testing::EventCollector>(service_->broker().Url());
  }
  void Start(testing::Engine engine) {
    testing::SocialAidOptions options;
    options.engine = engine;
    Start(std::move(options));
  }

  std::unique_ptr<testing::RunningSocialAid> service_;
  std::unique_ptr<testing::EventCollector> collector_;
};

class OnEachEngine : public Started, public ::testing::WithParamInterface<testing::Engine> {};

}  // namespace mandat::chaos

#endif  // TESTS_CHAOS_STARTED_H_
