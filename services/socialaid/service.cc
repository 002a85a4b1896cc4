#include "services/socialaid/service.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "mandat/socialaid/v1/service.grpc.pb.h"
#include "services/lib/runtime/server_stream.h"
#include "services/lib/runtime/unary.h"
#include "services/socialaid/article60/batch.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/centres/commands.h"
#include "services/socialaid/centres/succession.h"
#include "services/socialaid/erasures/commands.h"
#include "services/socialaid/exports/commands.h"
#include "services/socialaid/exports/fetch.h"
#include "services/socialaid/offices/commands.h"
#include "services/socialaid/persons/commands.h"
#include "services/socialaid/queries.h"

namespace mandat::socialaid {
namespace {

// One line a method. Inside the class a method hides the command of its name: hence `socialaid::`.
class SocialAid final : public runtime::Served<v1::SocialAidService> {
 public:
  explicit SocialAid(ledger::Ledger& ledger) : ledger_(ledger) {}

  MANDAT_UNARY(CreateCentre, Command<socialaid::CreateCentre>())
  MANDAT_UNARY(UpdateCentre, Command<socialaid::UpdateCentre>())
  MANDAT_UNARY(MergeCentre, Command<socialaid::MergeCentre>())
  MANDAT_UNARY(GetCentre, Query(socialaid::GetCentre))
  MANDAT_UNARY(ListCentres, Query(socialaid::ListCentres))

  MANDAT_UNARY(CreateOffice, Command<socialaid::CreateOffice>())
  MANDAT_UNARY(UpdateOffice, Command<socialaid::UpdateOffice>())
  MANDAT_UNARY(MergeOffice, Command<socialaid::MergeOffice>())
  MANDAT_UNARY(GetOffice, Query(socialaid::GetOffice))
  MANDAT_UNARY(ListOffices, Query(socialaid::ListOffices))

  MANDAT_UNARY(RegisterPerson, Command<socialaid::RegisterPerson>())
  MANDAT_UNARY(QueryPersons, Query(socialaid::QueryPersons))
  MANDAT_UNARY(ListConsultations, Query(socialaid::ListConsultations))
  MANDAT_UNARY(ProposeErasure, Command<socialaid::ProposeErasure>())
  MANDAT_UNARY(ErasePerson, Command<socialaid::ErasePerson>())

  MANDAT_UNARY(CreateArticle60Request, Command<socialaid::CreateArticle60Request>())
  MANDAT_UNARY(BatchCreateArticle60Requests, [this](const access::Call& call, const auto& request,
                                                    auto respond) {
    auto shared = std::make_shared<decltype(respond)>(std::move(respond));
    socialaid::BatchCreateArticle60Requests(
        ledger_, call, request, [shared](auto response) { (*shared)(std::move(response)); });
  })
  MANDAT_UNARY(UpdateArticle60Request, Command<socialaid::UpdateArticle60Request>())
  MANDAT_UNARY(SendArticle60Request, Command<socialaid::SendArticle60Request>())
  MANDAT_UNARY(ReturnArticle60Request, Command<socialaid::ReturnArticle60Request>())
  MANDAT_UNARY(ResendArticle60Request, Command<socialaid::ResendArticle60Request>())
  MANDAT_UNARY(ForwardArticle60Request, Command<socialaid::ForwardArticle60Request>())
  MANDAT_UNARY(ModifyArticle60Request, Command<socialaid::ModifyArticle60Request>())
  MANDAT_UNARY(CalculateArticle60Request, Command<socialaid::CalculateArticle60Request>())
  MANDAT_UNARY(WithdrawArticle60Request, Command<socialaid::WithdrawArticle60Request>())
  MANDAT_UNARY(DeleteArticle60Request, Command<socialaid::DeleteArticle60Request>())
  MANDAT_UNARY(GetArticle60Request, Query(socialaid::GetArticle60Request))
  MANDAT_UNARY(ListArticle60Requests, Query(socialaid::ListArticle60Requests))
  MANDAT_UNARY(ListArticle60RequestRevisions, Query(socialaid::ListArticle60RequestRevisions))
  MANDAT_UNARY(ExplainArticle60Request, Query(socialaid::ExplainArticle60Request))
  MANDAT_UNARY(SimulateArticle60Request, Query(socialaid::SimulateArticle60Request))
  MANDAT_UNARY(CompareArticle60Request, Query(socialaid::CompareArticle60Request))
  MANDAT_UNARY(GetArticle60Statistics, Query(socialaid::GetArticle60Statistics))
  MANDAT_UNARY(CreateArticle60Export, Command<socialaid::CreateArticle60Export>())
  MANDAT_UNARY(ListArticle60Exports, Query(socialaid::ListArticle60Exports))
  MANDAT_UNARY(DeleteArticle60Export, Command<socialaid::DeleteArticle60Export>())
  MANDAT_SERVER_STREAM(FetchArticle60Export, [this](const access::Call& call, const auto& request,
                                                    auto& out) {
    return socialaid::FetchArticle60Export(ledger_, call, request,
                                           [&out](const auto& piece) { return out.Write(piece); });
  })

 private:
  template <typename C>
  runtime::UnaryHandler<typename C::Request, typename C::Response> Command() {
    return ledger::Handler<C>(ledger_);
  }
  template <typename Request, typename Response>
  runtime::UnaryHandler<Request, Response> Query(absl::Status (*read)(const Request&, ledger::View&,
                                                                      Response*)) {
    return ledger::ReadHandler<Request, Response>(ledger_, read);
  }

  ledger::Ledger& ledger_;
};

}  // namespace

std::unique_ptr<runtime::ServedService> MakeService(ledger::Ledger& ledger) {
  return std::make_unique<SocialAid>(ledger);
}

std::vector<runtime::Job> MakeJobs(ledger::Ledger& ledger) {
  return {{"succession", [&ledger](absl::Time now) { return TakeOverRequests(ledger, now); }}};
}

}  // namespace mandat::socialaid
