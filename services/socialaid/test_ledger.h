#ifndef SERVICES_SOCIALAID_TEST_LEDGER_H_
#define SERVICES_SOCIALAID_TEST_LEDGER_H_

// For tests: commands and queries of the service on a real ledger, with the access rules that the
// protos state, and without a transport.

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/role.pb.h"
#include "services/lib/access/actor.h"
#include "services/lib/access/rules.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/store.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/testing/fake_clock.h"
#include "services/lib/testing/temp_dir.h"
#include "services/socialaid/test_data.h"

namespace mandat::socialaid {

class TestLedger : public ::testing::Test {
 protected:
  // Two centres, two offices of one agency, nobody known.
  void SetUp() override;
  // Whatever a test did, the database agrees with itself afterwards.
  void TearDown() override;

  static access::Actor Agent(common::v1::Role role, const std::string& organisation,
                             const std::string& unit = "", const std::string& subject = "s");

  // Runs a command as the method of its name; PERMISSION_DENIED where the actor's roles do not
  // admit it.
  template <typename C>
  absl::StatusOr<typename C::Response> Run(const char* method, const access::Actor& actor,
                                           const typename C::Request& request) {
    return Start<C>(method, actor, request).get();
  }
  // The same, without waiting for it.
  template <typename C>
  std::future<absl::StatusOr<typename C::Response>> Start(const char* method,
                                                          const access::Actor& actor,
                                                          const typename C::Request& request) {
    using Response = typename C::Response;
    struct State {
      typename C::Request request;
      std::promise<absl::StatusOr<Response>> promise;
    };
    auto state = std::make_shared<State>();
    state->request = request;
    auto future = state->promise.get_future();
    access::Call call;
    if (absl::Status admitted = Admit(method, actor, &call); !admitted.ok()) {
      state->promise.set_value(std::move(admitted));
      return future;
    }
    ledger::Handler<C> (*ledger_)(call, state->request, [state](absl::StatusOr<Response> response) {
      state->promise.set_value(std::move(response));
    });
    return future;
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(const char* method, const access::Actor& actor,
                               absl::Status (*read)(const Request&, ledger::View&, Response*),
                               const Request& request) {
    access::Call call;
    if (absl::Status admitted = Admit(method, actor, &call); !admitted.ok()) return admitted;
    std::promise<absl::StatusOr<Response>> promise;
    ledger::ReadHandler<Request, Response>(*ledger_, read)(
        call, request,
        [&promise](absl::StatusOr<Response> response) { promise.set_value(std::move(response)); });
    return promise.get_future().get();
  }

  // Shorthands for what most tests begin with.
  // The call that such a method would come with.
  absl::Status Admit(const char* method, const access::Actor& actor, access::Call* call);
  absl::StatusOr<std::string> Register(const access::Actor& actor, const std::string& ssin);
  absl::StatusOr<v1::Article60Request> Draft(const access::Actor& actor, const std::string& centre,
                                             const std::string& person);
  absl::StatusOr<v1::Article60Request> Send(const access::Actor& actor, const std::string& name);
  absl::StatusOr<v1::Article60Request> Get(const access::Actor& actor, const std::string& name);
  std::vector<ledger::Event> Log();

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

  testing::TempDir folder_;
  testing::FakeClock clock_{TestNow()};
  std::optional<privacy::KeyRing> keys_;
  std::optional<access::MethodRules> rules_;
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<ledger::Ledger> ledger_;
};

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_TEST_LEDGER_H_
