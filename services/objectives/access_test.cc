// Who may call what: the access of every method, written a second time by hand.

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/testing/method_access.h"

namespace mandat::objectives {
namespace {

using mandat::testing::GrantsOf;
using ::testing::UnorderedElementsAreArray;

TEST(Access, IsWhatTheTableSaysOfEveryMethod) {
  const std::vector<std::string> write = {"OWNER: MANDATE_HOLDER DIRECTOR"};
  const std::vector<std::string> manage = {"OWNER: DIRECTOR COMMITTEE_SECRETARY"};
  const std::vector<std::string> read = {
      "OWNER: MANDATE_HOLDER DIRECTOR BOARD_MEMBER SERVICE_HEAD COMMITTEE_SECRETARY "
      "COMMITTEE_MEMBER PARTNERSHIP_MANAGER NETWORK_MANAGER",
      "SUPERVISOR: MINISTER_OFFICE GOVERNMENT_COMMISSIONER", "ANY: AUDITOR"};
  const std::vector<std::string> enter = {"OWNER: MANDATE_HOLDER DIRECTOR", "UNIT: SERVICE_HEAD"};
  const std::vector<std::string> board = {"OWNER: BOARD_MEMBER"};
  const std::vector<std::string> above = {"OWNER: BOARD_MEMBER DIRECTOR"};
  const std::map<std::string, std::vector<std::string>> table = {
      {"CreatePlan", write},
      {"UpdatePlan", write},
      {"DeletePlan", write},
      {"AdoptPlan", manage},
      {"StartPlan", manage},
      {"AmendPlan", manage},
      {"EvaluatePlan", manage},
      {"ClosePlan", manage},
      {"GetPlan", read},
      {"ListPlans", read},
      {"ExportPlan", read},
      {"CheckPlanFile", write},
      {"ImportPlan", write},
      {"CreateObjective", write},
      {"UpdateObjective", write},
      {"DeleteObjective", write},
      {"GetObjective", read},
      {"ListObjectives", read},
      {"RankObjectives", read},
      {"CreateAction", write},
      {"UpdateAction", enter},
      {"DeleteAction", write},
      {"GetAction", read},
      {"ListActions", read},
      {"CreateIndicator", write},
      {"UpdateIndicator", write},
      {"ReviseFormula", write},
      {"GetIndicator", read},
      {"ListIndicators", read},
      {"SetTarget", write},
      {"GetTarget", read},
      {"ListTargets", read},
      {"EnterMeasurement", enter},
      {"EnterMeasurements", enter},
      {"SubmitMeasurement", enter},
      {"SubmitFigure", enter},
      {"ValidateMeasurement", board},
      {"AcceptMeasurement", above},
      {"ReturnMeasurement", above},
      {"ReopenMeasurement", above},
      {"GetMeasurement", read},
      {"ListMeasurements", read},
      {"ProposeRestatement", enter},
      {"AcceptRestatement", board},
      {"RejectRestatement", board},
      {"GetRestatement", read},
      {"ListRestatements", read},
      {"AssessIndicator", read},
      {"AssessPlan", read},
      {"ListFigures", read},
      {"ExplainFigure", read},
      {"FreezeDashboard", write},
      {"ValidateDashboard", board},
      {"PresentDashboard", write},
      {"DeleteDashboard", write},
      {"GetDashboard", read},
      {"ListDashboards", read},
      {"ListDashboardRows", read},
      {"CompareDashboards", read},
      {"ExportDashboard", read},
      {"KeepDuty", enter},
      {"GetDuty", read},
      {"ListDuties", read},
      {"AcknowledgeAlert", enter},
      {"GetAlert", read},
      {"ListAlerts", read},
  };
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      "mandat.objectives.v1.ObjectivesService");
  ASSERT_NE(service, nullptr);
  EXPECT_EQ(static_cast<size_t>(service->method_count()), table.size());
  for (int i = 0; i < service->method_count(); ++i) {
    const auto& method = *service->method(i);
    const auto expected = table.find(method.name());
    ASSERT_NE(expected, table.end()) << method.name() << " is not in the table";
    EXPECT_THAT(GrantsOf(method), UnorderedElementsAreArray(expected->second)) << method.name();
  }
}

}  // namespace
}  // namespace mandat::objectives
