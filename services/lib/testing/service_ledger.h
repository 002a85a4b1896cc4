#ifndef SERVICES_LIB_TESTING_SERVICE_LEDGER_H_
#define SERVICES_LIB_TESTING_SERVICE_LEDGER_H_

// For tests: commands and queries of a service on a real ledger, with the access rules that its
// proto states, and without a transport.

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/role.pb.h"
#include "services/lib/access/actor.h"
#include "services/lib/access/rules.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/migration.h"
#include "services/lib/ledger/store.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/testing/fake_clock.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::testing {

class ServiceLedger : public ::testing::Test {
 protected:
  // `services` are the full names of those on the ledger; their protos must be linked in whole. The
  // clock stands at `now`.
  ServiceLedger(std::vector<std::string> services, const ledger::Catalog& catalog,
                const std::vector<ledger::Migration>& migrations, absl::Time now);

  // An empty database on SQLite.
  void SetUp() override;
  // Whatever a test did, the database agrees with itself afterwards.
  void TearDown() override;

  static access::Actor Agent(common::v1::Role role, const std::string& organisation,
                             const std::string& unit = "", const std::string& subject = "s");

  // The call that a method of this name would come with; PERMISSION_DENIED where the actor's roles
  // do not admit it.
  absl::Status Admit(const char* method, const access::Actor& actor, access::Call* call);

  // Runs a command as the method of its name.
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

  // All events, oldest first.
  std::vector<ledger::Event> Log();
  // `plans/p1@2 updated` of each.
  std::vector<std::string> LogLines();

  const std::vector<std::string> services_;
  const ledger::Catalog& catalog_;
  const std::vector<ledger::Migration>& migrations_;
  TempDir folder_;
  FakeClock clock_;
  std::optional<privacy::KeyRing> keys_;
  std::optional<access::MethodRules> rules_;
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<ledger::Ledger> ledger_;
};

}  // namespace mandat::testing

#endif  // SERVICES_LIB_TESTING_SERVICE_LEDGER_H_
