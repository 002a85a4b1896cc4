#ifndef SERVICES_OBJECTIVES_TEST_LEDGER_H_
#define SERVICES_OBJECTIVES_TEST_LEDGER_H_

// For tests: commands and queries of the service on a real ledger.

#include <string>

#include "absl/status/statusor.h"
#include "mandat/common/v1/role.pb.h"
#include "services/lib/access/actor.h"
#include "services/lib/testing/service_ledger.h"
#include "services/objectives/test_data.h"

namespace mandat::objectives {

class TestLedger : public testing::ServiceLedger {
 protected:
  TestLedger();

  // Facts are prepared, as the service does it first.
  void SetUp() override;

  // Shorthands for what most tests begin with: resources of the director's agency, in order, with
  // the fields of `text` merged in.
  absl::StatusOr<v1::Plan> MakePlan(const std::string& id, const std::string& text = "");
  absl::StatusOr<v1::Objective> MakeObjective(const std::string& id, const std::string& text = "");
  absl::StatusOr<v1::Action> MakeAction(const std::string& id, const std::string& text = "");
  absl::StatusOr<v1::Indicator> MakeIndicator(const std::string& id, const std::string& text = "");
  // A computed one, and one that begins as `indicator`.
  absl::StatusOr<v1::Indicator> MakeComputed(const std::string& id, const std::string& text = "");
  absl::StatusOr<v1::Indicator> MakeFrom(v1::Indicator indicator, const std::string& id,
                                         const std::string& text);
  absl::StatusOr<v1::Target> SetATarget(const std::string& id, const std::string& text = "");
  // `plans/p1` with `objectives/o1` and `indicators/i1`.
  void MakeSmallPlan();
  // The same of another agency: `plans/theirs`, `objectives/theirs`, and `indicators/theirs`, which
  // is computed.
  void MakeTheirPlan();
  absl::StatusOr<v1::Plan> Adopt(const std::string& plan);
  absl::StatusOr<v1::Plan> Start(const std::string& plan);
  absl::StatusOr<v1::Plan> Judge(const std::string& plan);

  const access::Actor holder_ = Agent(common::v1::ROLE_MANDATE_HOLDER, kAgency);
  const access::Actor director_ = Agent(common::v1::ROLE_DIRECTOR, kAgency);
  const access::Actor secretary_ = Agent(common::v1::ROLE_COMMITTEE_SECRETARY, kAgency);
  const access::Actor member_ = Agent(common::v1::ROLE_BOARD_MEMBER, kAgency);
  const access::Actor head_ = Agent(common::v1::ROLE_SERVICE_HEAD, kAgency, "contact");
  const access::Actor other_head_ = Agent(common::v1::ROLE_SERVICE_HEAD, kAgency, "archive");
  const access::Actor other_director_ = Agent(common::v1::ROLE_DIRECTOR, kOtherAgency);
  const access::Actor minister_ = Agent(common::v1::ROLE_MINISTER_OFFICE, kMinistry);
  const access::Actor other_minister_ = Agent(common::v1::ROLE_MINISTER_OFFICE, kOtherAgency);
  const access::Actor auditor_ = Agent(common::v1::ROLE_AUDITOR, kOtherAgency);
};

}  // namespace mandat::objectives

#endif  // SERVICES_OBJECTIVES_TEST_LEDGER_H_
