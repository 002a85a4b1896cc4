// Statistics and exports through the released program, on both engines, while requests are sent,
// answered, given up, forgotten and taken over.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"
#include "tests/support/eventually.h"
#include "tests/support/running_social_aid.h"
#include "tests/support/scenario.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::Engine;
using mandat::testing::Eventually;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::kCentre;
using mandat::testing::kOtherCentre;
using mandat::testing::Persona;
using mandat::testing::RunningSocialAid;
using mandat::testing::SocialAidStub;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using v1::Article60Statistics;

class StatisticsE2e : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    mandat::testing::SocialAidOptions options;
    options.engine = GetParam();
    options.jobs_every = absl::Milliseconds(100);
    auto started = RunningSocialAid::Start(std::move(options));
    ASSERT_THAT(started, IsOk());
    service_ = *std::move(started);
    ASSERT_THAT(RegisterParties(*service_), IsOk());
  }

  // A sent request of a person of its own.
  std::string Sent(Persona agent, const char* centre) {
    const auto person =
        mandat::testing::PersonBorn(absl::CivilDay(1988, 9, 2), ++serial_, "Wivine", "Quaghebeur");
    persons_.push_back(RegisterPerson(*service_, agent, person).value());
    const std::string name =
        CreateDraft(*service_, agent, mandat::testing::DraftFor(centre, persons_.back()))
            .value()
            .name();
    EXPECT_THAT(Send(*service_, agent, name), IsOk());
    return name;
  }
  Article60Statistics Count(Persona persona) {
    v1::GetArticle60StatisticsRequest request;
    request.set_year(static_cast<int32_t>(base::BrusselsDay(absl::Now()).year()));
    const auto counted = service_->Call(persona, &SocialAidStub::GetArticle60Statistics, request);
    EXPECT_THAT(counted, IsOk());
    return counted.value_or(Article60Statistics());
  }
  // `key=count` of what is not 0, `?` for what is hidden.
  template <typename Rows>
  static std::vector<std::string> Cells(const Rows& rows) {
    std::vector<std::string> cells;
    for (const common::v1::StatisticsRow& row : rows) {
      if (row.count().has_count() && row.count().count() == 0) continue;
      cells.push_back(absl::StrCat(
          row.key(), "=", row.count().has_count() ? absl::StrCat(row.count().count()) : "?"));
    }
    return cells;
  }
  absl::StatusOr<std::string> Export(Persona persona, const std::string& text) {
    const auto made =
        service_->Call(persona, &SocialAidStub::CreateArticle60Export,
                       Parsed<v1::CreateArticle60ExportRequest>("article60_export {" + text + "}"));
    if (!made.ok()) return made.status();
    return made->name();
  }
  absl::StatusOr<std::string> Fetch(Persona persona, const std::string& name) {
    v1::FetchArticle60ExportRequest request;
    request.set_name(name);
    const auto pieces = service_->Collect(persona, &SocialAidStub::FetchArticle60Export, request);
    if (!pieces.ok()) return pieces.status();
    std::string file;
    for (const auto& piece : *pieces) file += piece.data();
    return file;
  }

  std::unique_ptr<RunningSocialAid> service_;
  std::vector<std::string> persons_;
  int serial_ = 0;
};

TEST_P(StatisticsE2e, FollowRequestsThroughTheirWholeLife) {
  std::vector<std::string> names;
  for (int i = 0; i < 18; ++i) names.push_back(Sent(Persona::kCentreAgent, kCentre));
  for (int i = 0; i < 7; ++i) Sent(Persona::kOtherCentreAgent, kOtherCentre);
  for (size_t i = 0; i < 6; ++i) {
    ASSERT_THAT(Calculate(*service_, Persona::kOfficeAgent, names[i]), IsOk());
  }
  for (size_t i = 6; i < 12; ++i) {
    ASSERT_THAT(Withdraw(*service_, Persona::kCentreAgent, names[i], "moved"), IsOk());
  }
  const auto states = ElementsAre("sent=6", "calculated=6", "withdrawn=6");
  const Article60Statistics own = Count(Persona::kCentreManager);
  EXPECT_EQ(own.total().count().count(), 18);
  EXPECT_THAT(Cells(own.by_state()), states);
  EXPECT_THAT(Cells(own.by_answer_time()), ElementsAre("within7Days=6"));
  EXPECT_EQ(own.on_time_permille(), 1000);
  EXPECT_THAT(own.by_centre(), IsEmpty());
  EXPECT_EQ(Count(Persona::kOtherCentreManager).total().count().count(), 7) << "its own alone";
  for (const Persona office : {Persona::kOfficeAgent, Persona::kOfficeManager}) {
    EXPECT_THAT(Cells(Count(office).by_centre()), ElementsAre("centres/c1=18", "centres/c2=7"));
  }
  EXPECT_EQ(Count(Persona::kOtherOfficeAgent).total().count().count(), 0);

  // Forgetting a person changes no count.
  ASSERT_THAT(Erase(*service_, persons_[0]), IsOk());
  EXPECT_THAT(Cells(Count(Persona::kCentreManager).by_state()), states);

  // A merger gives them to the successor.
  v1::MergeCentreRequest merge;
  merge.set_name(kCentre);
  merge.set_successor(kOtherCentre);
  *merge.mutable_effective_date() = Parsed<google::type::Date>("year: 2024 month: 2 day: 1");
  ASSERT_THAT(service_->Call(Persona::kOfficeManager, &SocialAidStub::MergeCentre, merge), IsOk());
  EXPECT_TRUE(Eventually(
      [&] { return Count(Persona::kOtherCentreManager).total().count().count() == 25; }));
  EXPECT_EQ(Count(Persona::kCentreManager).total().count().count(), 0);
  EXPECT_TRUE(Count(Persona::kCentreManager).total().count().has_count());
  EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk());
}

TEST_P(StatisticsE2e, ExportsAreFilesOfWhatWhoeverFetchesThemMayRead) {
  std::vector<std::string> names;
  for (int i = 0; i < 6; ++i) names.push_back(Sent(Persona::kCentreAgent, kCentre));
  const std::string theirs = Sent(Persona::kOtherCentreAgent, kOtherCentre);
  const auto requests = Export(Persona::kCentreAgent, "requests {} language: 'nl'");
  ASSERT_THAT(requests, IsOk());
  const auto file = Fetch(Persona::kCentreManager, *requests);
  ASSERT_THAT(file, IsOk());
  EXPECT_TRUE(absl::StartsWith(*file,
                               "\xEF\xBB\xBF"
                               "Aanvraag;Centrum;Kantoor;Staat;"));
  for (const std::string& name : names) EXPECT_THAT(*file, HasSubstr(name + ";centres/c1;"));
  EXPECT_THAT(*file, Not(HasSubstr(theirs)));
  EXPECT_THAT(*file, Not(HasSubstr("persons/")));
  for (const Persona other : {Persona::kOtherCentreAgent, Persona::kOfficeManager}) {
    EXPECT_THAT(Fetch(other, *requests), HasReason("ARTICLE60_EXPORT_NOT_FOUND"));
  }
  // Made by a manager, fetched by an agent: the rights are those of whoever fetches.
  const auto statistics =
      Export(Persona::kCentreManager, absl::StrCat("language: 'fr' statistics { year: ",
                                                   base::BrusselsDay(absl::Now()).year(), "}"));
  ASSERT_THAT(statistics, IsOk());
  const auto counted = Fetch(Persona::kCentreManager, *statistics);
  ASSERT_THAT(counted, IsOk());
  EXPECT_THAT(*counted, HasSubstr("Total;;;6;0;\r\n"));
  EXPECT_THAT(Fetch(Persona::kCentreAgent, *statistics), HasReason("ROLE_REQUIRED"));
  v1::DeleteArticle60ExportRequest erase;
  erase.set_name(*requests);
  EXPECT_THAT(service_->Call(Persona::kCentreAgent, &SocialAidStub::DeleteArticle60Export, erase),
              IsOk());
  EXPECT_THAT(Fetch(Persona::kCentreAgent, *requests), HasReason("ARTICLE60_EXPORT_NOT_FOUND"));
  EXPECT_THAT(service_->RunSubcommand({"verify"}), IsOk());
}

INSTANTIATE_TEST_SUITE_P(Engines, StatisticsE2e,
                         ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return NameOf(engine.param); });

}  // namespace
}  // namespace mandat::socialaid
