#include "services/socialaid/persons/commands.h"

#include <future>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;

class PersonRegister : public TestLedger {};

TEST_F(PersonRegister, AnswersTheSameWhetherThePersonIsKnownOrNot) {
  const auto first = Register(centre_, "85073003328");
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(*Register(centre_, "85.07.30-033.28"), *first);
  EXPECT_EQ(*Register(other_centre_, "85073003328"), *first);
  EXPECT_NE(*Register(centre_, "73011136173"), *first);
}

TEST_F(PersonRegister, ManyAtOnceEndAsOnePerson) {
  v1::RegisterPersonRequest request;
  *request.mutable_person() = TestPerson();
  std::vector<std::future<absl::StatusOr<v1::RegisterPersonResponse>>> running;
  for (int i = 0; i < 40; ++i) {
    running.push_back(Start<RegisterPerson>("RegisterPerson", centre_, request));
  }
  const std::string name = running.front().get()->person();
  for (size_t i = 1; i < running.size(); ++i) EXPECT_EQ(running[i].get()->person(), name);
}

TEST_F(PersonRegister, PublishesNothing) {
  ASSERT_THAT(Register(centre_, "85073003328"), IsOk());
  const auto log = Log();
  EXPECT_EQ(log.back().collection, "persons");
  EXPECT_FALSE(log.back().published);
  EXPECT_EQ(log.back().public_body.find("85073003328"), std::string::npos);
  EXPECT_EQ(log.back().public_body.find("Essai"), std::string::npos);
}

TEST_F(PersonRegister, IsForCentres) {
  EXPECT_THAT(Register(office_, "85073003328"), HasReason("ROLE_REQUIRED"));
}

}  // namespace
}  // namespace mandat::socialaid
