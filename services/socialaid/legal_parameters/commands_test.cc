#include "services/socialaid/legal_parameters/commands.h"

#include <future>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/law/answer.h"
#include "services/socialaid/law/published_law.h"
#include "services/socialaid/legal_parameters/installation.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::IsOkAndHolds;
using storage::v1::PublishedLaw;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Article60Request;
using v1::LegalParameter;

constexpr char kDays[] = "admission.from_2026_03.days";

class LegalParameterTest : public TestLedger {
 protected:
  void SetUp() override {
    TestLedger::SetUp();
    clock_.SetTime(Morning(absl::CivilDay(2026, 4, 1)));
  }
  static absl::Time Morning(absl::CivilDay day) {
    return absl::FromCivil(absl::CivilHour(day) + 10, base::BrusselsZone());
  }

  absl::StatusOr<LegalParameter> Propose(const access::Actor& actor, const std::string& text = "") {
    v1::ProposeLegalParameterRequest request;
    *request.mutable_legal_parameter() =
        With(Parsed<LegalParameter>(R"(key: "admission.from_2026_03.days" value: 300
            in_force_from { year: 2027 month: 1 day: 1 } known_from { year: 2026 month: 4 day: 2 }
            legal_reference: "Law of 2.4.2026" source: LEGAL_PARAMETER_SOURCE_PUBLISHED)"),
             text);
    return Run<ProposeLegalParameter>("ProposeLegalParameter", actor, request);
  }
  absl::StatusOr<LegalParameter> Publish(const access::Actor& actor, const std::string& name) {
    return StartPublishing(actor, name).get();
  }
  std::future<absl::StatusOr<LegalParameter>> StartPublishing(const access::Actor& actor,
                                                              const std::string& name) {
    v1::PublishLegalParameterRequest request;
    request.set_name(name);
    return Start<PublishLegalParameter>("PublishLegalParameter", actor, request);
  }
  absl::StatusOr<LegalParameter> Get(const std::string& name) {
    v1::GetLegalParameterRequest request;
    request.set_name(name);
    return Ask("GetLegalParameter", centre_, GetLegalParameter, request);
  }
  absl::StatusOr<v1::ListLegalParametersResponse> List(const std::string& text) {
    return Ask("ListLegalParameters", centre_, ListLegalParameters,
               Parsed<v1::ListLegalParametersRequest>(text));
  }
  // What the list says of the figure that the tests change.
  std::vector<int64_t> DaysOn(const std::string& days) {
    std::vector<int64_t> values;
    const auto page = List(std::string("key: 'admission.from_2026_03.days' ") + days);
    EXPECT_THAT(page, IsOk());
    for (const LegalParameter& one : page->legal_parameters()) values.push_back(one.value());
    return values;
  }

  // A request about somebody, from this day on, full-time.
  std::string Sent(absl::CivilDay start) {
    v1::CreateArticle60RequestRequest request;
    Article60Request& draft = *request.mutable_article60_request();
    draft = TestDraft();
    draft.set_person(*Register(centre_, "85073003328"));
    draft.clear_office();
    *draft.mutable_planned_start() = base::ToDate(start);
    const auto made = Run<CreateArticle60Request>("CreateArticle60Request", centre_, request);
    EXPECT_THAT(made, IsOk());
    EXPECT_THAT(Send(centre_, made->name()), IsOk());
    return made->name();
  }
  absl::StatusOr<Article60Request> Calculate(const std::string& name) {
    v1::CalculateArticle60RequestRequest request;
    request.set_name(name);
    return Run<CalculateArticle60Request>("CalculateArticle60Request", office_, request);
  }
  absl::StatusOr<v1::Article60Explanation> Simulate(absl::CivilDay start) {
    v1::SimulateArticle60RequestRequest request;
    *request.mutable_article60_request() = TestDraft();
    *request.mutable_article60_request()->mutable_planned_start() = base::ToDate(start);
    *request.mutable_birth_date() = TestPerson().birth_date();
    return Ask("SimulateArticle60Request", centre_, SimulateArticle60Request, request);
  }
  // As the store has it now.
  PublishedLaw Law() {
    PublishedLaw law;
    std::promise<absl::Status> read;
    access::Call call;
    EXPECT_THAT(Admit("GetCentre", centre_, &call), IsOk());
    ledger_->Read(
        call, [&law](ledger::View& view) { return view.Get("publishedLaws/article60", &law); },
        [&read](absl::Status status) { read.set_value(std::move(status)); });
    EXPECT_THAT(read.get_future().get(), IsOk());
    return law;
  }
};

TEST_F(LegalParameterTest, OneStewardProposesAnotherPublishes) {
  ASSERT_THAT(InstallLaw(*ledger_, clock_.Now()), IsOkAndHolds(false));
  const auto proposed = Propose(steward_);
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->state(), v1::LEGAL_PARAMETER_STATE_PROPOSED);
  EXPECT_EQ(proposed->unit(), "day");
  EXPECT_THAT(Publish(steward_, proposed->name()), HasReason("SECOND_PERSON_REQUIRED"));
  EXPECT_THAT(Publish(second_steward_, "legalParameters/none"),
              HasReason("LEGAL_PARAMETER_NOT_FOUND"));
  EXPECT_THAT(Publish(second_steward_, proposed->name()), HasReason("LEGAL_PARAMETER_NOT_KNOWN"));
  clock_.Advance(absl::Hours(24));
  const PublishedLaw before = Law();
  const auto published = Publish(second_steward_, proposed->name());
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->state(), v1::LEGAL_PARAMETER_STATE_PUBLISHED);
  EXPECT_NE(published->decider(), published->proposer());
  EXPECT_EQ(base::ToTime(published->decide_time()), clock_.Now());
  EXPECT_THAT(*Get(proposed->name()), EqualsProto(*published));
  EXPECT_EQ(Law().values_size(), before.values_size() + 1);
  EXPECT_THAT(Publish(second_steward_, proposed->name()),
              HasReason("LEGAL_PARAMETER_NOT_PROPOSED"));
}

TEST_F(LegalParameterTest, OnlyStewardsProposeAndOthersRead) {
  EXPECT_THAT(Propose(manager_), HasReason("ROLE_REQUIRED"));
  const auto proposed = Propose(steward_);
  EXPECT_THAT(Get(proposed->name()), IsOk());
  EXPECT_THAT(Publish(manager_, proposed->name()), HasReason("ROLE_REQUIRED"));
}

TEST_F(LegalParameterTest, AProposalIsRejectedWithAReasonOrWithdrawn) {
  const std::string name = Propose(steward_)->name();
  v1::RejectLegalParameterRequest reject;
  reject.set_name(name);
  reject.set_reason("the law says 312");
  EXPECT_THAT(Run<RejectLegalParameter>("RejectLegalParameter", steward_, reject),
              HasReason("SECOND_PERSON_REQUIRED"));
  const auto rejected = Run<RejectLegalParameter>("RejectLegalParameter", second_steward_, reject);
  ASSERT_THAT(rejected, IsOk());
  EXPECT_EQ(rejected->rejection_reason(), "the law says 312");

  v1::WithdrawLegalParameterRequest withdraw;
  withdraw.set_name(Propose(steward_)->name());
  EXPECT_THAT(Run<WithdrawLegalParameter>("WithdrawLegalParameter", second_steward_, withdraw),
              HasReason("PROPOSER_REQUIRED"));
  const auto withdrawn = Run<WithdrawLegalParameter>("WithdrawLegalParameter", steward_, withdraw);
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->state(), v1::LEGAL_PARAMETER_STATE_WITHDRAWN);

  v1::ListLegalParameterRevisionsRequest history;
  history.set_name(name);
  const auto revisions =
      Ask("ListLegalParameterRevisions", centre_, ListLegalParameterRevisions, history);
  ASSERT_THAT(revisions, IsOk());
  ASSERT_EQ(revisions->revisions_size(), 2);
  EXPECT_EQ(revisions->revisions(0).revision().verb(), "rejected");
  EXPECT_EQ(revisions->revisions(0).revision().reason(), "the law says 312");
  EXPECT_THAT(revisions->revisions(0).changed_fields(),
              ElementsAre("state", "decider", "decide_time", "rejection_reason"));
  EXPECT_EQ(revisions->revisions(1).legal_parameter().state(), v1::LEGAL_PARAMETER_STATE_PROPOSED);
}

TEST_F(LegalParameterTest, EventsTellOrganisationsAndNoPersons) {
  InstallLaw(*ledger_, clock_.Now()).IgnoreError();
  const auto proposed = Propose(steward_, "known_from { day: 1 }");
  const auto published = Publish(second_steward_, proposed->name());
  const std::vector<ledger::Event> log = Log();
  const ledger::Event& event = log[log.size() - 2];
  EXPECT_EQ(event.verb, "published");
  EXPECT_TRUE(event.published);
  LegalParameter told;
  ASSERT_TRUE(told.ParseFromString(event.public_body));
  EXPECT_EQ(told.value(), 300);
  EXPECT_EQ(told.organisation(), kAgencyNumber);
  EXPECT_EQ(told.proposer(), "");
  EXPECT_EQ(told.decider(), "");
  EXPECT_EQ(log.back().collection, "publishedLaws");
  EXPECT_FALSE(log.back().published);
}

TEST_F(LegalParameterTest, OfTwoPublicationsForTheSameDaysOneIsRefused) {
  InstallLaw(*ledger_, clock_.Now()).IgnoreError();
  const std::string known = "known_from { day: 1 }";
  const std::string first = Propose(steward_, known)->name();
  const std::string second = Propose(steward_, known + " value: 299")->name();
  auto one = StartPublishing(second_steward_, first);
  auto other = StartPublishing(second_steward_, second);
  EXPECT_THAT(one.get(), IsOk());
  EXPECT_THAT(other.get(), HasReason("LEGAL_PARAMETER_TAKEN"));
  EXPECT_THAT(DaysOn("in_force_at { year: 2027 month: 1 day: 1 }"), ElementsAre(300));
}

TEST_F(LegalParameterTest, ThePublicationOfALaterDaySupersedesAndBothStay) {
  InstallLaw(*ledger_, clock_.Now()).IgnoreError();
  const std::string day = " in_force_from { year: 2026 month: 3 day: 1 }";
  const std::string built_in = "legalParameters/admission-from-2026-03-days-20260301-20250729";
  const auto before = Get(built_in);
  ASSERT_THAT(before, IsOk());
  clock_.Advance(absl::Hours(24));
  ASSERT_THAT(Publish(second_steward_, Propose(steward_, day)->name()), IsOk());
  EXPECT_THAT(DaysOn(""), ElementsAre(300));
  EXPECT_THAT(DaysOn("known_at { year: 2026 month: 4 day: 1 }"), ElementsAre(312));
  EXPECT_THAT(DaysOn("in_force_at { year: 2026 month: 2 day: 28 }"), IsEmpty());
  EXPECT_THAT(*Get(built_in), EqualsProto(*before));
  // The job leaves it superseded.
  EXPECT_THAT(InstallLaw(*ledger_, clock_.Now()), IsOkAndHolds(false));
  EXPECT_THAT(DaysOn(""), ElementsAre(300));
}

TEST_F(LegalParameterTest, ListsWhatHoldsOrEveryVersionByKey) {
  InstallLaw(*ledger_, clock_.Now()).IgnoreError();
  const auto holding = List("");
  ASSERT_THAT(holding, IsOk());
  EXPECT_EQ(holding->legal_parameters_size(), law::kKeys);
  EXPECT_EQ(holding->next_page_token(), "");
  const std::string proposal = Propose(steward_)->name();
  std::vector<std::string> keys, names;
  std::string token;
  do {
    const auto page = List("all_versions: true page_size: 7 page_token: '" + token + "'");
    ASSERT_THAT(page, IsOk());
    for (const LegalParameter& one : page->legal_parameters()) {
      keys.push_back(one.key());
      names.push_back(one.name());
    }
    token = page->next_page_token();
  } while (!token.empty());
  EXPECT_THAT(names, SizeIs(law::DefaultParameters().size() + 1));
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
  EXPECT_THAT(names, Contains(proposal));
  const auto waiting = List("all_versions: true state: LEGAL_PARAMETER_STATE_PROPOSED");
  ASSERT_EQ(waiting->legal_parameters_size(), 1);
  EXPECT_EQ(waiting->legal_parameters(0).name(), proposal);
  EXPECT_EQ(List("all_versions: true key: 'admission.from_2026_03.days'")->legal_parameters_size(),
            2);
  EXPECT_THAT(List("key: 'x'"), HasReason("PARAMETER_UNKNOWN"));
}

TEST_F(LegalParameterTest, TheJobStoresTheTableOnceAndWhatBecomesKnownLater) {
  clock_.SetTime(Morning(absl::CivilDay(2025, 7, 28)));
  const size_t events = Log().size();
  EXPECT_THAT(InstallLaw(*ledger_, clock_.Now()), IsOkAndHolds(false));
  const PublishedLaw old = Law();
  EXPECT_THAT(Log(), SizeIs(events + static_cast<size_t>(old.values_size()) + 1));
  EXPECT_EQ(Log().back().job, "system:socialaid/law");
  EXPECT_THAT(InstallLaw(*ledger_, clock_.Now()), IsOkAndHolds(false));
  EXPECT_THAT(Law(), EqualsProto(old)) << "nothing is stored twice";
  EXPECT_THAT(Get("legalParameters/admission-from-2026-03-days-20260301-20250729"),
              HasReason("LEGAL_PARAMETER_NOT_FOUND"));
  clock_.Advance(absl::Hours(24));
  EXPECT_THAT(InstallLaw(*ledger_, clock_.Now()), IsOkAndHolds(false));
  EXPECT_EQ(static_cast<size_t>(Law().values_size()), law::DefaultParameters().size());
  EXPECT_EQ(Law().etag(), "2");
  const auto reform = Get("legalParameters/admission-from-2026-03-days-20260301-20250729");
  ASSERT_THAT(reform, IsOk());
  EXPECT_EQ(reform->state(), v1::LEGAL_PARAMETER_STATE_PUBLISHED);
  EXPECT_EQ(reform->proposer(), "");
}

TEST_F(LegalParameterTest, TwoJobsAtOnceStoreTheTableOnce) {
  const auto install = [this] { return InstallLaw(*ledger_, clock_.Now()); };
  auto other = std::async(std::launch::async, install);
  EXPECT_THAT(install(), IsOk());
  EXPECT_THAT(other.get(), IsOk());
  EXPECT_EQ(Law().etag(), "1");
}

TEST_F(LegalParameterTest, NothingIsPublishedBeforeTheTableIsStored) {
  const auto proposed = Propose(steward_, "known_from { day: 1 }");
  EXPECT_THAT(Publish(second_steward_, proposed->name()), HasReason("LAW_NOT_STORED"));
  ASSERT_THAT(InstallLaw(*ledger_, clock_.Now()), IsOk());
  EXPECT_THAT(Publish(second_steward_, proposed->name()), IsOk());
}

TEST_F(LegalParameterTest, TheBuiltInTableAnswersUntilItIsStoredAndTheSameAfterwards) {
  const std::string first = Sent(absl::CivilDay(2026, 6, 1));
  const auto before = Calculate(first);
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->answer().days(), 312);
  ASSERT_THAT(InstallLaw(*ledger_, clock_.Now()), IsOk());
  const auto after = Calculate(Sent(absl::CivilDay(2026, 6, 1)));
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(law::CanonicalBytes(after->answer().calculation()),
            law::CanonicalBytes(before->answer().calculation()));
}

TEST_F(LegalParameterTest, APublicationChangesAnswersFromItsFirstClaimDayOn) {
  InstallLaw(*ledger_, clock_.Now()).IgnoreError();
  clock_.Advance(absl::Hours(24));
  ASSERT_THAT(Publish(second_steward_, Propose(steward_)->name()), IsOk());
  // 312 days from June 2025 end before 2027; 300 from June 2026 after.
  const auto early = Calculate(Sent(absl::CivilDay(2025, 6, 1)));
  ASSERT_THAT(early, IsOk());
  EXPECT_EQ(early->answer().days(), 312);
  const auto late = Calculate(Sent(absl::CivilDay(2026, 6, 1)));
  ASSERT_THAT(late, IsOk());
  EXPECT_EQ(late->answer().days(), 300);
  const auto used = [](const Article60Request& request) {
    std::vector<int64_t> values;
    for (const v1::UsedParameter& one : request.answer().calculation().parameters()) {
      if (one.key() == kDays) values.push_back(one.value());
    }
    return values;
  };
  EXPECT_THAT(used(*early), ElementsAre(312));
  EXPECT_THAT(used(*late), Contains(300));
  EXPECT_NE(early->answer().calculation().parameters_digest(),
            late->answer().calculation().parameters_digest());
  EXPECT_EQ(late->answer().calculation().parameters_digest().size(), 64u);
  // It is cited where it decides.
  bool cited = false;
  for (const v1::TraceStep& step : late->answer().calculation().steps()) {
    cited |= step.code() == "CONDITION_MET" && step.legal_reference() == "Law of 2.4.2026";
  }
  EXPECT_TRUE(cited);
  EXPECT_EQ(Simulate(absl::CivilDay(2025, 6, 1))->calculation().days(), 312);
  EXPECT_EQ(Simulate(absl::CivilDay(2026, 6, 1))->calculation().days(), 300);
}

// Regression of statutes: a rule known from a later publication is not applied to an earlier
// answer.
TEST_F(LegalParameterTest, AnAnswerStaysAsItWasAndComesOutAgainOfWhatWasKnownThen) {
  InstallLaw(*ledger_, clock_.Now()).IgnoreError();
  const std::string name = Sent(absl::CivilDay(2026, 6, 1));
  const auto answered = Calculate(name);
  ASSERT_THAT(answered, IsOk());
  const std::string bytes = law::CanonicalBytes(answered->answer().calculation());
  v1::ExplainArticle60RequestRequest explain;
  explain.set_name(name);
  const auto explained = Ask("ExplainArticle60Request", centre_, ExplainArticle60Request, explain);
  ASSERT_THAT(explained, IsOk());

  clock_.Advance(absl::Hours(24));
  ASSERT_THAT(Publish(second_steward_, Propose(steward_)->name()), IsOk());
  EXPECT_EQ(Calculate(Sent(absl::CivilDay(2026, 6, 1)))->answer().days(), 300);
  const auto kept = TestLedger::Get(centre_, name);
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(law::CanonicalBytes(kept->answer().calculation()), bytes);
  EXPECT_THAT(*Ask("ExplainArticle60Request", centre_, ExplainArticle60Request, explain),
              EqualsProto(*explained));

  // Out of the law as it is stored today, as known on the day of the decision.
  const PublishedLaw law = Law();
  const absl::CivilDay decided = base::BrusselsDay(base::ToTime(kept->answer_time()));
  const auto known_then = law::ParametersOf(&law, decided);
  const auto again = law::AnswerBytes(*kept, base::ToDay(TestPerson().birth_date()), *known_then);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(*again, bytes);
  const auto known_now = law::ParametersOf(&law, base::BrusselsDay(clock_.Now()));
  EXPECT_NE(*law::AnswerBytes(*kept, base::ToDay(TestPerson().birth_date()), *known_now), bytes);
  // Out of the values that the answer names, each as it is published.
  std::vector<v1::UsedParameter> used(kept->answer().calculation().parameters().begin(),
                                      kept->answer().calculation().parameters().end());
  PublishedLaw named;
  for (const storage::v1::PublishedValue& value : law.values()) {
    for (const v1::UsedParameter& one : used) {
      if (one.key() != value.key() ||
          base::ToDay(one.in_force_from()) != base::ToDay(value.in_force_from()) ||
          base::ToDay(one.known_from()) != base::ToDay(value.known_from()))
        continue;
      EXPECT_EQ(one.value(), value.value());
      *named.add_values() = value;
    }
  }
  EXPECT_EQ(static_cast<size_t>(named.values_size()), used.size());
}

}  // namespace
}  // namespace mandat::socialaid
