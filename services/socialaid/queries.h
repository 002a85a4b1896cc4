#ifndef SERVICES_SOCIALAID_QUERIES_H_
#define SERVICES_SOCIALAID_QUERIES_H_

// What the service answers to reads. Each checks its request in the order of the fields and fills
// its response from the view, which shows a caller its own alone and notes what it shows of people.

#include <string>

#include "absl/status/status.h"
#include "mandat/common/v1/history.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/article60_explanation.pb.h"
#include "mandat/socialaid/v1/article60_export.pb.h"
#include "mandat/socialaid/v1/article60_statistics.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/legal_parameter.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/ledger/view.h"

namespace mandat::socialaid {

absl::Status GetCentre(const v1::GetCentreRequest& request, ledger::View& view,
                       v1::Centre* response);
absl::Status ListCentres(const v1::ListCentresRequest& request, ledger::View& view,
                         v1::ListCentresResponse* response);
absl::Status GetOffice(const v1::GetOfficeRequest& request, ledger::View& view,
                       v1::Office* response);
absl::Status ListOffices(const v1::ListOfficesRequest& request, ledger::View& view,
                         v1::ListOfficesResponse* response);

// The person with the number, if a request about them is the caller's to read.
absl::Status QueryPersons(const v1::QueryPersonsRequest& request, ledger::View& view,
                          v1::QueryPersonsResponse* response);
absl::Status ListConsultations(const v1::ListConsultationsRequest& request, ledger::View& view,
                               v1::ListConsultationsResponse* response);

absl::Status GetArticle60Request(const v1::GetArticle60RequestRequest& request, ledger::View& view,
                                 v1::Article60Request* response);
absl::Status ListArticle60Requests(const v1::ListArticle60RequestsRequest& request,
                                   ledger::View& view, v1::ListArticle60RequestsResponse* response);
// The same, of one office alone where one is given: `mons`.
absl::Status ListArticle60RequestsOf(const std::string& unit,
                                     const v1::ListArticle60RequestsRequest& request,
                                     ledger::View& view,
                                     v1::ListArticle60RequestsResponse* response);
absl::Status ListArticle60RequestRevisions(const v1::ListArticle60RequestRevisionsRequest& request,
                                           ledger::View& view,
                                           v1::ListArticle60RequestRevisionsResponse* response);
absl::Status ExplainArticle60Request(const v1::ExplainArticle60RequestRequest& request,
                                     ledger::View& view, v1::Article60Explanation* response);
absl::Status SimulateArticle60Request(const v1::SimulateArticle60RequestRequest& request,
                                      ledger::View& view, v1::Article60Explanation* response);
absl::Status CompareArticle60Request(const v1::CompareArticle60RequestRequest& request,
                                     ledger::View& view, common::v1::Difference* response);
absl::Status GetArticle60Statistics(const v1::GetArticle60StatisticsRequest& request,
                                    ledger::View& view, v1::Article60Statistics* response);
// The same, of one office alone where one is given, which an agency's manager may count too.
absl::Status GetArticle60StatisticsOf(const std::string& unit,
                                      const v1::GetArticle60StatisticsRequest& request,
                                      ledger::View& view, v1::Article60Statistics* response);

absl::Status ListArticle60Exports(const v1::ListArticle60ExportsRequest& request,
                                  ledger::View& view, v1::ListArticle60ExportsResponse* response);

absl::Status GetLegalParameter(const v1::GetLegalParameterRequest& request, ledger::View& view,
                               v1::LegalParameter* response);
absl::Status ListLegalParameters(const v1::ListLegalParametersRequest& request, ledger::View& view,
                                 v1::ListLegalParametersResponse* response);
absl::Status ListLegalParameterRevisions(const v1::ListLegalParameterRevisionsRequest& request,
                                         ledger::View& view,
                                         v1::ListLegalParameterRevisionsResponse* response);

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_QUERIES_H_
