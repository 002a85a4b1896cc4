#include "services/objectives/measurements/states.h"

#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "mandat/common/v1/options.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/objectives/measurements/guards.h"

namespace mandat::objectives::measurements {
namespace {

using mandat::testing::HasReason;
using mandat::testing::StatusIs;
using v1::MeasurementState;

const std::vector<MeasurementState>& States() {
  static const auto& states = *new std::vector<MeasurementState>{
      v1::MEASUREMENT_STATE_UNSPECIFIED, v1::MEASUREMENT_STATE_DRAFT,
      v1::MEASUREMENT_STATE_SUBMITTED,   v1::MEASUREMENT_STATE_VALIDATED,
      v1::MEASUREMENT_STATE_ACCEPTED,    v1::MEASUREMENT_STATE_RETURNED};
  return states;
}

// What must come out, written a second time by hand from the domain: by state, "verb>state".
TEST(MeasurementStates, EveryStateAndVerbIsAllowedOrRefusedWithItsReason) {
  const std::map<MeasurementState, std::vector<std::string>> allowed = {
      {v1::MEASUREMENT_STATE_UNSPECIFIED, {"enter>DRAFT", "submitFigure>SUBMITTED"}},
      {v1::MEASUREMENT_STATE_DRAFT, {"enter>DRAFT", "submit>SUBMITTED"}},
      {v1::MEASUREMENT_STATE_SUBMITTED, {"validate>VALIDATED", "return>RETURNED"}},
      {v1::MEASUREMENT_STATE_VALIDATED, {"accept>ACCEPTED", "return>RETURNED"}},
      {v1::MEASUREMENT_STATE_ACCEPTED, {"reopen>RETURNED"}},
      {v1::MEASUREMENT_STATE_RETURNED,
       {"enter>DRAFT", "submit>SUBMITTED", "submitFigure>SUBMITTED"}},
  };
  const std::map<Verb, std::string> reasons = {{Verb::kEnter, "MEASUREMENT_SUBMITTED"},
                                               {Verb::kSubmit, "MEASUREMENT_NOT_DRAFT"},
                                               {Verb::kSubmitFigure, "MEASUREMENT_SUBMITTED"},
                                               {Verb::kValidate, "MEASUREMENT_NOT_SUBMITTED"},
                                               {Verb::kAccept, "MEASUREMENT_NOT_VALIDATED"},
                                               {Verb::kReturn, "MEASUREMENT_NOT_SUBMITTED"},
                                               {Verb::kReopen, "MEASUREMENT_NOT_ACCEPTED"}};
  ASSERT_EQ(reasons.size(), kVerbs.size());
  for (const MeasurementState state : States()) {
    std::vector<std::string> found;
    for (const Verb verb : kVerbs) {
      const auto transition = TransitionBy(state, verb);
      if (transition.ok()) {
        found.push_back(absl::StrCat(CodeOf(verb), ">", CodeOf((*transition)->to)));
        continue;
      }
      const bool published = state == v1::MEASUREMENT_STATE_ACCEPTED &&
                             (verb == Verb::kEnter || verb == Verb::kSubmitFigure);
      EXPECT_THAT(transition, StatusIs(absl::StatusCode::kFailedPrecondition));
      EXPECT_THAT(transition, HasReason(published ? "MEASUREMENT_ACCEPTED" : reasons.at(verb)));
      EXPECT_EQ(base::MetadataOf(transition.status())["state"], CodeOf(state));
    }
    EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(allowed.at(state))) << CodeOf(state);
  }
}

TEST(MeasurementStates, ARefusalSaysWhatMayBeDoneInstead) {
  const auto message = [](MeasurementState state, Verb verb) {
    return std::string(TransitionBy(state, verb).status().message());
  };
  EXPECT_EQ(message(v1::MEASUREMENT_STATE_SUBMITTED, Verb::kEnter),
            "A value changes as long as it is a draft or was returned; it is SUBMITTED, where a "
            "member of the board can validate; a member of the board or the director can return.");
  EXPECT_EQ(message(v1::MEASUREMENT_STATE_ACCEPTED, Verb::kEnter),
            "What was accepted is published; propose a restatement to change it; it is ACCEPTED, "
            "where a member of the board or the director can reopen.");
}

TEST(MeasurementStates, EveryStateIsReachedAndNoneIsATrap) {
  std::set<MeasurementState> reached = {v1::MEASUREMENT_STATE_UNSPECIFIED};
  std::set<MeasurementState> left;
  for (size_t round = 0; round < States().size(); ++round) {
    for (const Transition& transition : kTransitions) {
      if (reached.count(transition.from) == 0) continue;
      reached.insert(transition.to);
      if (transition.to != transition.from) left.insert(transition.from);
    }
  }
  const std::set<MeasurementState> all(States().begin(), States().end());
  EXPECT_EQ(reached, all);
  EXPECT_EQ(left, all);
}

// "OWNER: …; UNIT: …" of a method.
std::string GrantsOf(const google::protobuf::MethodDescriptor& method) {
  std::vector<std::string> grants;
  for (int i = 0; i < method.options().ExtensionSize(common::v1::access); ++i) {
    const auto& grant = method.options().GetExtension(common::v1::access, i);
    std::string text = common::v1::Party_Name(grant.party());
    for (const int role : grant.roles()) {
      absl::StrAppend(&text, " ", common::v1::Role_Name(static_cast<common::v1::Role>(role)));
    }
    grants.push_back(std::move(text));
  }
  return absl::StrJoin(grants, "; ");
}

TEST(MeasurementStates, EveryMoveBelongsToTheRolesThatItsMethodAdmits) {
  const std::map<Who, std::string> grants = {
      {Who::kUnit, "PARTY_OWNER ROLE_MANDATE_HOLDER ROLE_DIRECTOR; PARTY_UNIT ROLE_SERVICE_HEAD"},
      {Who::kBoard, "PARTY_OWNER ROLE_BOARD_MEMBER"},
      {Who::kAbove, "PARTY_OWNER ROLE_BOARD_MEMBER ROLE_DIRECTOR"}};
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
      "mandat.objectives.v1.ObjectivesService");
  ASSERT_NE(service, nullptr);
  for (const Transition& transition : kTransitions) {
    std::string name(CodeOf(transition.verb));
    name[0] = absl::ascii_toupper(static_cast<unsigned char>(name[0]));
    if (transition.verb != Verb::kSubmitFigure) name += "Measurement";
    const auto* method = service->FindMethodByName(name);
    ASSERT_NE(method, nullptr) << name;
    EXPECT_EQ(GrantsOf(*method), grants.at(transition.who)) << name;
  }
}

// The table as Markdown.
std::string Table() {
  std::string table = "| From | Verb | To | Who | What must hold |\n|---|---|---|---|---|\n";
  for (const Transition& transition : kTransitions) {
    std::vector<std::string> guards;
    for (const Guard guard : transition.guards) guards.emplace_back(WordsOf(guard));
    const bool new_one = transition.from == v1::MEASUREMENT_STATE_UNSPECIFIED;
    absl::StrAppend(&table, "| ", new_one ? "–" : CodeOf(transition.from), " | ",
                    CodeOf(transition.verb), " | ", CodeOf(transition.to), " | ",
                    WordsOf(transition.who), " | ",
                    guards.empty() ? "–" : absl::StrJoin(guards, "; "), " |\n");
  }
  return table;
}

TEST(MeasurementStates, TheDocumentationHasTheTable) {
  std::ifstream file(MANDAT_SOURCE_DIR "/services/objectives/README.md");
  const std::string readme{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_THAT(readme, ::testing::HasSubstr(Table()));
}

}  // namespace
}  // namespace mandat::objectives::measurements
