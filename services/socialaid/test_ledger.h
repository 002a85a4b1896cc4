#ifndef SERVICES_SOCIALAID_TEST_LEDGER_H_
#define SERVICES_SOCIALAID_TEST_LEDGER_H_

// For tests: commands and queries of the service on a real ledger.

#include <string>

#include "absl/status/statusor.h"
#include "mandat/common/v1/role.pb.h"
#include "services/lib/access/actor.h"
#include "services/lib/testing/service_ledger.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid {

class TestLedger : public testing::ServiceLedger {
 protected:
  TestLedger();

  // Two centres, two offices of one agency, nobody known.
  void SetUp() override;

  // Shorthands for what most tests begin with.
  absl::StatusOr<std::string> Register(const access::Actor& actor, const std::string& ssin);
  absl::StatusOr<v1::Article60Request> Draft(const access::Actor& actor, const std::string& centre,
                                             const std::string& person);
  absl::StatusOr<v1::Article60Request> Send(const access::Actor& actor, const std::string& name);
  absl::StatusOr<v1::Article60Request> Get(const access::Actor& actor, const std::string& name);

  const access::Actor centre_ = Agent(common::v1::ROLE_WELFARE_CENTRE_AGENT, kCentreNumber);
  const access::Actor other_centre_ =
      Agent(common::v1::ROLE_WELFARE_CENTRE_AGENT, kOtherCentreNumber);
  const access::Actor office_ =
      Agent(common::v1::ROLE_UNEMPLOYMENT_OFFICE_AGENT, kAgencyNumber, "mons");
  const access::Actor other_office_ =
      Agent(common::v1::ROLE_UNEMPLOYMENT_OFFICE_AGENT, kAgencyNumber, "namur");
  const access::Actor manager_ = Agent(common::v1::ROLE_UNEMPLOYMENT_OFFICE_MANAGER, kAgencyNumber);
  const access::Actor officer_ =
      Agent(common::v1::ROLE_DATA_PROTECTION_OFFICER, kCentreNumber, "", "first officer");
  const access::Actor second_officer_ =
      Agent(common::v1::ROLE_DATA_PROTECTION_OFFICER, kCentreNumber, "", "second officer");
  const access::Actor steward_ =
      Agent(common::v1::ROLE_LAW_STEWARD, kAgencyNumber, "", "first steward");
  const access::Actor second_steward_ =
      Agent(common::v1::ROLE_LAW_STEWARD, kAgencyNumber, "", "second steward");
};

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_TEST_LEDGER_H_
