#include "gateway/cli/method_index.h"

#include "gmock/gmock.h"
#include "google/api/annotations.pb.h"
#include "gtest/gtest.h"

namespace mandat::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsNull;
using ::testing::NotNull;

std::string NameOf(const Method* method) {
  return method == nullptr ? "none" : method->descriptor->name();
}

TEST(MethodIndex, FindsEveryServiceThatIsLinkedIn) {
  const MethodIndex index = MethodIndex::OfLinkedServices();
  EXPECT_THAT(index.Services(), ElementsAre("objectives", "socialaid"));
  EXPECT_THAT(index.FindByName("LogService.ListEvents"), NotNull());
}

TEST(MethodIndex, FindsStandardMethodsByCollection) {
  const MethodIndex index = MethodIndex::OfLinkedServices();
  EXPECT_EQ(NameOf(index.Find(MethodKind::kGet, "centres")), "GetCentre");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kList, "centres")), "ListCentres");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kCreate, "centres")), "CreateCentre");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kUpdate, "centres")), "UpdateCentre");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kHistory, "article60Requests")),
            "ListArticle60RequestRevisions");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kExplanation, "article60Requests")),
            "ExplainArticle60Request");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kBatch, "article60Requests")),
            "BatchCreateArticle60Requests");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kFile, "article60Requests")), "FileArticle60Requests");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kFile, "measurements")), "EnterMeasurements");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kDifference, "article60Requests")),
            "CompareArticle60Request");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kStatistics, "article60Statistics")),
            "GetArticle60Statistics");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kContent, "article60Exports")), "FetchArticle60Export");
}

TEST(MethodIndex, ANameOfAMethodNeedNotSayItsCollection) {
  const MethodIndex index = MethodIndex::OfLinkedServices();
  EXPECT_EQ(NameOf(index.Find(MethodKind::kCreate, "persons")), "RegisterPerson");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kCreate, "erasures")), "ProposeErasure");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kAct, "erasures", "carryOut")), "ErasePerson");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kList, "consultations")), "ListConsultations");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kAct, "deadLetters", "replay")), "ReplayDeadLetter");
}

TEST(MethodIndex, FindsTheMethodsOfASecondServiceInTheSameWay) {
  const MethodIndex index = MethodIndex::OfLinkedServices();
  EXPECT_EQ(NameOf(index.Find(MethodKind::kGet, "plans")), "GetPlan");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kList, "objectives")), "ListObjectives");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kCreate, "actions")), "CreateAction");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kCreate, "targets")), "SetTarget");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kUpdate, "indicators")), "UpdateIndicator");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kAct, "indicators", "reviseFormula")), "ReviseFormula");
  EXPECT_EQ(NameOf(index.Find(MethodKind::kList, "ranking")), "RankObjectives");
  EXPECT_THAT(index.Verbs("plans"),
              ElementsAre("adopt", "amend", "close", "delete", "evaluate", "start"));
  EXPECT_EQ(index.Find(MethodKind::kGet, "plans")->service, "objectives");
  // What has lists in it is no list.
  EXPECT_THAT(index.Find(MethodKind::kList, "file"), IsNull());
}

TEST(MethodIndex, KnowsTheVerbsOfACollection) {
  EXPECT_THAT(MethodIndex::OfLinkedServices().Verbs("article60Requests"),
              ElementsAre("calculate", "delete", "forward", "modify", "resend", "return", "send",
                          "withdraw"));
}

TEST(MethodIndex, OnlyReadsChangeNothing) {
  const MethodIndex index = MethodIndex::OfLinkedServices();
  for (const Method& method : index.methods()) {
    const auto& http = method.descriptor->options().GetExtension(google::api::http);
    EXPECT_EQ(method.changes, http.get().empty()) << method.descriptor->full_name();
  }
}

TEST(MethodIndex, NoTwoMethodsAnswerToTheSameWords) {
  const MethodIndex index = MethodIndex::OfLinkedServices();
  for (const Method& method : index.methods()) {
    if (method.kind == MethodKind::kOther) continue;
    EXPECT_EQ(index.Find(method.kind, method.collection, method.verb)->descriptor,
              method.descriptor);
    EXPECT_FALSE(method.collection.empty()) << method.descriptor->full_name();
  }
}

TEST(MethodIndex, FindsAMethodByEachOfItsNames) {
  const MethodIndex index = MethodIndex::OfLinkedServices();
  for (const char* name : {"QueryPersons", "SocialAidService.QueryPersons",
                           "mandat.socialaid.v1.SocialAidService.QueryPersons",
                           "/mandat.socialaid.v1.SocialAidService/QueryPersons"}) {
    EXPECT_EQ(NameOf(index.FindByName(name)), "QueryPersons") << name;
  }
  EXPECT_THAT(index.FindByName("Persons"), IsNull());
  EXPECT_THAT(index.FindByName(""), IsNull());
}

TEST(CollectionOf, IsWhatStandsBeforeTheId) {
  EXPECT_EQ(CollectionOf("centres/ixelles"), "centres");
  for (const char* none : {"centres", "centres/", "/ixelles", ""}) {
    EXPECT_EQ(CollectionOf(none), "") << none;
  }
}

}  // namespace
}  // namespace mandat::cli
