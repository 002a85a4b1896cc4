// What a list and statistics take when there is a hundred times as much: one caller alone, over two
// databases in turn.

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "mandat/socialaid/v1/service.grpc.pb.h"
#include "services/lib/base/status_macros.h"
#include "tests/load/figure.h"
#include "tests/load/growth_calls.h"
#include "tests/load/history.h"
#include "tests/load/service_process.h"

namespace mandat::load {
namespace {

using socialaid::v1::ListArticle60RequestsRequest;
using socialaid::v1::ListArticle60RequestsResponse;
using socialaid::v1::SocialAidService;

constexpr int kPage = 50;
// Centres whose last page is looked for.
constexpr int kDeepCentres = 10;
constexpr char kList[] = "/mandat.socialaid.v1.SocialAidService/ListArticle60Requests";
constexpr char kCount[] = "/mandat.socialaid.v1.SocialAidService/GetArticle60Statistics";

using Call = GrowthCall;

// The service on one of the databases.
struct Side {
  std::unique_ptr<testing::TemporaryNats> broker;
  std::unique_ptr<ServiceProcess> service;
  std::vector<Call> first_pages;
  std::vector<Call> deepest_pages;
  std::vector<Call> statistics;
};

std::vector<Call> FirstPages(const std::vector<std::string>& tokens) {
  std::vector<Call> calls;
  for (const std::string& token : tokens) {
    for (const auto state :
         {socialaid::v1::ARTICLE60_STATE_UNSPECIFIED, socialaid::v1::ARTICLE60_STATE_CALCULATED}) {
      ListArticle60RequestsRequest request;
      request.set_page_size(kPage);
      request.set_state(state);
      calls.push_back({request.SerializeAsString(), token});
    }
  }
  return calls;
}

// The last page of a centre that is full.
absl::StatusOr<Call> DeepestPage(SocialAidService::Stub& stub, const std::string& token) {
  ListArticle60RequestsRequest request;
  request.set_page_size(kPage);
  Call deepest = {request.SerializeAsString(), token};
  while (true) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
    ListArticle60RequestsResponse page;
    const grpc::Status status = stub.ListArticle60Requests(&context, request, &page);
    if (!status.ok()) return absl::InternalError(status.error_message());
    if (page.article60_requests_size() == kPage) deepest.request = request.SerializeAsString();
    if (page.next_page_token().empty()) return deepest;
    request.set_page_token(page.next_page_token());
  }
}

std::vector<Call> Statistics(const Ground& ground) {
  std::vector<access::Actor> actors;
  access::Actor office;
  office.organisation = kAgency;
  office.unit = kOfficeId;
  office.subject = "office";
  office.roles = {common::v1::ROLE_UNEMPLOYMENT_OFFICE_AGENT};
  actors.push_back(office);
  office.roles = {common::v1::ROLE_UNEMPLOYMENT_OFFICE_MANAGER};
  actors.push_back(office);
  for (int centre = 0; centre < kDeepCentres; ++centre) {
    access::Actor manager = Ground::Agent(centre);
    manager.roles = {common::v1::ROLE_WELFARE_CENTRE_MANAGER};
    actors.push_back(manager);
  }
  std::vector<Call> calls;
  for (const access::Actor& actor : actors) {
    for (int year = kHistoryFirstYear; year <= kHistoryLastYear; ++year) {
      socialaid::v1::GetArticle60StatisticsRequest request;
      request.set_year(year);
      calls.push_back({request.SerializeAsString(), ground.TokenOf(actor)});
    }
  }
  return calls;
}

absl::StatusOr<Side> Serve(const Ground& ground, const std::string& url) {
  Side side;
  ASSIGN_OR_RETURN(side.broker, Ground::StartBroker());
  ASSIGN_OR_RETURN(side.service, ServiceProcess::Start(ground, url, side.broker->Url()));
  const std::vector<std::string> tokens = ground.AgentTokens();
  side.first_pages = FirstPages(tokens);
  side.statistics = Statistics(ground);
  const auto stub = SocialAidService::NewStub(
      grpc::CreateChannel(side.service->address(), grpc::InsecureChannelCredentials()));
  for (size_t centre = 0; centre < kDeepCentres; ++centre) {
    ASSIGN_OR_RETURN(Call call, DeepestPage(*stub, tokens[centre]));
    side.deepest_pages.push_back(std::move(call));
  }
  return side;
}

absl::StatusOr<double> Compare(Bench& bench, const std::string& name, const char* method,
                               const Side& many, const Side& few, std::vector<Call> Side::*calls) {
  return CompareTimes(bench, name, method, {many.service->address(), many.*calls},
                      {few.service->address(), few.*calls});
}

absl::Status CompareEngine(Bench& bench, const std::string& engine, const std::string& few_url,
                           const std::string& many_url) {
  ASSIGN_OR_RETURN(const Side few, Serve(bench.ground, few_url));
  ASSIGN_OR_RETURN(const Side many, Serve(bench.ground, many_url));
  ASSIGN_OR_RETURN(const double first, Compare(bench, absl::StrCat("list_growth_first", engine),
                                               kList, many, few, &Side::first_pages));
  ASSIGN_OR_RETURN(const double deepest, Compare(bench, absl::StrCat("list_growth_deepest", engine),
                                                 kList, many, few, &Side::deepest_pages));
  bench.report.Value(absl::StrCat("list_growth", engine), std::max(first, deepest));
  RETURN_IF_ERROR(
      Compare(bench, absl::StrCat("stats_growth", engine), kCount, many, few, &Side::statistics)
          .status());
  RETURN_IF_ERROR(few.service->Stop());
  return many.service->Stop();
}

}  // namespace

absl::Status MeasureGrowth(Bench& bench) {
  return CompareOnBothEngines(
      bench, "requests",
      [&bench](const std::string& url, int rows) { return LoadHistory(bench.ground, url, rows); },
      [&bench](const std::string& engine, const std::string& few_url, const std::string& many_url) {
        return CompareEngine(bench, engine, few_url, many_url);
      });
}

}  // namespace mandat::load
