#include "services/socialaid/persons/commands.h"

#include <future>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/erasures/commands.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/schema/kinds.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PersonRegister : public TestLedger {
 protected:
  absl::StatusOr<std::string> RegisterNumbers(const std::string& ssin,
                                              const std::vector<std::string>& replaced) {
    v1::RegisterPersonRequest request;
    *request.mutable_person() = TestPerson();
    request.mutable_person()->set_ssin(ssin);
    for (const std::string& number : replaced) request.mutable_person()->add_replaced_ssins(number);
    ASSIGN_OR_RETURN(const auto response, Run<RegisterPerson>("RegisterPerson", centre_, request));
    return response.person();
  }
  std::vector<std::string> Search(const std::string& ssin) {
    v1::QueryPersonsRequest request;
    request.set_ssin(ssin);
    const auto response = Ask("QueryPersons", centre_, QueryPersons, request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> names;
    for (const v1::Person& person : response->persons()) names.push_back(person.name());
    return names;
  }
};

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

TEST_F(PersonRegister, FindsAPersonByEveryNumberThatTheyHaveOrHad) {
  const std::string person = *RegisterNumbers("85073003328", {"98472899765", "17073003384"});
  for (const char* number : {"85073003328", "98472899765", "98.47.28-997.65", "17073003384"}) {
    EXPECT_EQ(*Register(other_centre_, number), person) << number;
    EXPECT_THAT(Search(number), IsEmpty()) << "nobody has a file";
  }
  ASSERT_THAT(Draft(centre_, "centres/c1", person), IsOk());
  for (const char* number : {"85073003328", "98472899765", "98.47.28-997.65", "17073003384"}) {
    EXPECT_THAT(Search(number), ElementsAre(person)) << number;
  }
  EXPECT_THAT(Search("73011136173"), IsEmpty());
}

TEST_F(PersonRegister, TakesANumberThatReplacesAKnownOneForTheSamePerson) {
  const std::string person = *Register(centre_, "98472899765");
  EXPECT_EQ(*RegisterNumbers("85073003328", {"98472899765"}), person);
  // Nothing of what was known has changed: the new number is another person's for all we know.
  EXPECT_NE(*Register(centre_, "85073003328"), person);
  // The number that somebody has comes before those that they had.
  EXPECT_NE(*RegisterNumbers("85073003328", {"98472899765"}), person);
}

TEST_F(PersonRegister, AnswersARepeatByAReplacedNumberAlike) {
  const std::string person = *RegisterNumbers("85073003328", {"98472899765"});
  v1::RegisterPersonRequest request;
  *request.mutable_person() = TestPerson();
  request.mutable_person()->set_ssin("98472899765");
  request.set_request_id("0190b3f4-0000-4000-8000-000000000001");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Run<RegisterPerson>("RegisterPerson", centre_, request)->person(), person);
  }
}

TEST_F(PersonRegister, ManyAtOnceWithAReplacedNumberEndAsOnePerson) {
  v1::RegisterPersonRequest request;
  *request.mutable_person() = TestPerson();
  request.mutable_person()->add_replaced_ssins("98472899765");
  v1::RegisterPersonRequest before = request;
  before.mutable_person()->set_ssin("98472899765");
  before.mutable_person()->clear_replaced_ssins();
  std::vector<std::future<absl::StatusOr<v1::RegisterPersonResponse>>> running;
  for (int i = 0; i < 20; ++i) {
    running.push_back(Start<RegisterPerson>("RegisterPerson", centre_, request));
    running.push_back(Start<RegisterPerson>("RegisterPerson", other_centre_, before));
  }
  const std::string name = running.front().get()->person();
  for (size_t i = 1; i < running.size(); ++i) EXPECT_EQ(running[i].get()->person(), name);
}

TEST_F(PersonRegister, ForgetsEveryNumberWithThePerson) {
  const std::string person = *RegisterNumbers("85073003328", {"98472899765", "17073003384"});
  const std::string draft = Draft(centre_, "centres/c1", person)->name();
  v1::ProposeErasureRequest proposal;
  proposal.mutable_erasure()->set_person(person);
  proposal.mutable_erasure()->set_reason("asked by letter");
  v1::ErasePersonRequest consent;
  consent.set_name(Run<ProposeErasure>("ProposeErasure", officer_, proposal)->name());
  ASSERT_THAT(Run<ErasePerson>("ErasePerson", second_officer_, consent), IsOk());
  auto reader = store_->OpenReader().value();
  int forgotten = 0;
  for (const ledger::Event& event : Log()) {
    if (event.collection != "replacedNumbers" || event.verb != "erased") continue;
    ++forgotten;
    const auto columns = reader->StoredColumns(ReplacedNumbers().kind, event.id).value();
    for (const ledger::Value& column : columns) {
      EXPECT_TRUE(ledger::IsNull(column));
    }
  }
  EXPECT_EQ(forgotten, 2);
  for (const char* number : {"85073003328", "98472899765", "17073003384"}) {
    EXPECT_THAT(Search(number), IsEmpty());
    EXPECT_NE(*Register(centre_, number), person) << "somebody new";
  }
}

TEST_F(PersonRegister, PublishesNothing) {
  ASSERT_THAT(RegisterNumbers("85073003328", {"98472899765"}), IsOk());
  const auto log = Log();
  ASSERT_GE(log.size(), 2u);
  EXPECT_EQ(log[log.size() - 2].collection, "persons");
  EXPECT_EQ(log.back().collection, "replacedNumbers");
  auto reader = store_->OpenReader().value();
  for (const ledger::Event& listed : {log[log.size() - 2], log.back()}) {
    const ledger::Kind& kind = *Kinds().Find(listed.collection);
    const ledger::Event event = reader->EventAt(kind, listed.id, listed.version).value().value();
    EXPECT_FALSE(event.published);
    EXPECT_FALSE(event.sealed_body.empty());
    for (const char* secret : {"85073003328", "98472899765", "Essai"}) {
      EXPECT_EQ(event.public_body.find(secret), std::string::npos);
    }
  }
}

TEST_F(PersonRegister, IsForCentres) {
  EXPECT_THAT(Register(office_, "85073003328"), HasReason("ROLE_REQUIRED"));
}

}  // namespace
}  // namespace mandat::socialaid
