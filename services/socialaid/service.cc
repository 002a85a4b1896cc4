#include "services/socialaid/service.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "mandat/socialaid/v1/legal_parameter_service.grpc.pb.h"
#include "mandat/socialaid/v1/service.grpc.pb.h"
#include "services/lib/runtime/bidi_stream.h"
#include "services/lib/runtime/on_ledger.h"
#include "services/lib/runtime/server_stream.h"
#include "services/lib/runtime/unary.h"
#include "services/socialaid/article60/batch.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/article60/file.h"
#include "services/socialaid/centres/commands.h"
#include "services/socialaid/centres/succession.h"
#include "services/socialaid/erasures/commands.h"
#include "services/socialaid/exports/commands.h"
#include "services/socialaid/exports/fetch.h"
#include "services/socialaid/legal_parameters/commands.h"
#include "services/socialaid/legal_parameters/installation.h"
#include "services/socialaid/offices/commands.h"
#include "services/socialaid/persons/commands.h"
#include "services/socialaid/queries.h"

namespace mandat::socialaid {
namespace {

// One line a method. Inside the class a method hides the command of its name: hence `socialaid::`.
class SocialAid final : public runtime::OnLedger<v1::SocialAidService> {
 public:
  using OnLedger::OnLedger;

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
  MANDAT_BIDI_STREAM(FileArticle60Requests, [this](auto& stream) {
    return socialaid::FileArticle60Requests(ledger_, stream);
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
};

class Law final : public runtime::OnLedger<v1::LegalParameterService> {
 public:
  using OnLedger::OnLedger;

  MANDAT_UNARY(ProposeLegalParameter, Command<socialaid::ProposeLegalParameter>())
  MANDAT_UNARY(PublishLegalParameter, Command<socialaid::PublishLegalParameter>())
  MANDAT_UNARY(RejectLegalParameter, Command<socialaid::RejectLegalParameter>())
  MANDAT_UNARY(WithdrawLegalParameter, Command<socialaid::WithdrawLegalParameter>())
  MANDAT_UNARY(GetLegalParameter, Query(socialaid::GetLegalParameter))
  MANDAT_UNARY(ListLegalParameters, Query(socialaid::ListLegalParameters))
  MANDAT_UNARY(ListLegalParameterRevisions, Query(socialaid::ListLegalParameterRevisions))
};

class Parts final : public runtime::ServiceParts {
 public:
  explicit Parts(ledger::Ledger& ledger) : ledger_(ledger), requests_(ledger), law_(ledger) {}

  std::vector<runtime::ServedService*> services() override { return {&requests_, &law_}; }
  std::vector<runtime::Job> jobs() override {
    return {
        {"law", [this](absl::Time now) { return InstallLaw(ledger_, now); }},
        {"succession", [this](absl::Time now) { return TakeOverRequests(ledger_, now); }},
    };
  }

 private:
  ledger::Ledger& ledger_;
  SocialAid requests_;
  Law law_;
};

}  // namespace

std::unique_ptr<runtime::ServiceParts> MakeParts(ledger::Ledger& ledger, ledger::Store&) {
  return std::make_unique<Parts>(ledger);
}

}  // namespace mandat::socialaid
