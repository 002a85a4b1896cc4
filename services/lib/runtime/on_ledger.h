#ifndef SERVICES_LIB_RUNTIME_ON_LEDGER_H_
#define SERVICES_LIB_RUNTIME_ON_LEDGER_H_

// A gRPC service whose methods are commands and reads of a ledger, a line each:
//
//   class Requests final : public OnLedger<v1::SocialAidService> {
//    public:
//     using OnLedger::OnLedger;
//     MANDAT_UNARY(SendArticle60Request, Command<socialaid::SendArticle60Request>())
//     MANDAT_UNARY(GetArticle60Request, Query(socialaid::GetArticle60Request))
//   };

#include "absl/status/status.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/ledger/view.h"
#include "services/lib/runtime/served.h"
#include "services/lib/runtime/unary.h"

namespace mandat::runtime {

template <class Api>
class OnLedger : public Served<Api> {
 public:
  // Which outlives it.
  explicit OnLedger(ledger::Ledger& ledger) : ledger_(ledger) {}

 protected:
  template <typename C>
  UnaryHandler<typename C::Request, typename C::Response> Command() {
    return ledger::Handler<C>(ledger_);
  }
  template <typename Request, typename Response>
  UnaryHandler<Request, Response> Query(absl::Status (*read)(const Request&, ledger::View&,
                                                             Response*)) {
    return ledger::ReadHandler<Request, Response>(ledger_, read);
  }

  ledger::Ledger& ledger_;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_ON_LEDGER_H_
