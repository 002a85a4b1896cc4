#include "services/socialaid/centres/succession.h"

#include <future>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/job.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/centres/rules.h"
#include "services/socialaid/names.h"
#include "services/socialaid/schema/kinds.h"

namespace mandat::socialaid {
namespace {

using centres::Register;
using ledger::View;
using v1::Article60Request;
using v1::Centre;

constexpr char kJob[] = "succession";
// A few commits of the ledger.
constexpr int kPortion = 200;
constexpr int kPageSize = 1000;

absl::StatusOr<Register> ReadRegister(View& view) {
  Register all;
  ledger::ListQuery query;
  query.page_size = kPageSize;
  do {
    ASSIGN_OR_RETURN(auto page, view.List<Centre>(query));
    for (Centre& centre : page.items) {
      std::string name = centre.name();
      all.emplace(std::move(name), std::move(centre));
    }
    query.page_token = std::move(page.next_page_token);
  } while (!query.page_token.empty());
  return all;
}

// The next requests to take over, each with its new owner; none where all are where they belong.
absl::StatusOr<std::vector<Article60Request>> NextPortion(View& view, absl::CivilDay today) {
  const Article60RequestKind& kind = Article60Requests();
  ASSIGN_OR_RETURN(const Register all, ReadRegister(view));
  for (const auto& [name, centre] : all) {
    const std::vector<const Centre*> owners = centres::Succession(centre, all, today);
    const std::string& owner = owners.back()->enterprise_number();
    for (const Centre* former : owners) {
      if (former->enterprise_number() == owner) continue;
      // The number alone would not do: a new centre may have that of one that was merged.
      ASSIGN_OR_RETURN(std::vector<Article60Request> portion,
                       view.FindUnchecked<Article60Request>(
                           {{&kind.centre, ledger::Value(IdIn(name))},
                            {&kind.owner, ledger::Value(former->enterprise_number())}},
                           kPortion, &kind.create_time));
      for (Article60Request& request : portion) request.set_owner(owner);
      if (!portion.empty()) return portion;
    }
  }
  return std::vector<Article60Request>();
}

absl::StatusOr<std::vector<Article60Request>> ReadPortion(ledger::Ledger& ledger, absl::Time now) {
  std::vector<Article60Request> portion;
  RETURN_IF_ERROR(ledger::ReadAndWait(ledger, ledger::CallOfJob("socialaid", kJob, now),
                                      [&portion, now](View& view) -> absl::Status {
                                        ASSIGN_OR_RETURN(portion,
                                                         NextPortion(view, base::BrusselsDay(now)));
                                        return absl::OkStatus();
                                      }));
  return portion;
}

}  // namespace

absl::StatusOr<bool> TakeOverRequests(ledger::Ledger& ledger, absl::Time now) {
  static const auto& command = *new ledger::Command(ledger::CommandOf<TakeOverArticle60Request>());
  ASSIGN_OR_RETURN(const std::vector<Article60Request> portion, ReadPortion(ledger, now));
  std::vector<std::promise<absl::Status>> answers(portion.size());
  const access::Call call = ledger::CallOfJob("socialaid", kJob, now);
  for (size_t i = 0; i < portion.size(); ++i) {
    ledger.Submit(command, call, portion[i],
                  [&answer = answers[i]](absl::StatusOr<ledger::Ledger::Committed> committed) {
                    answer.set_value(committed.status());
                  });
  }
  absl::Status failure;
  for (std::promise<absl::Status>& answer : answers) failure.Update(answer.get_future().get());
  // A request that somebody changed meanwhile, or that another replica took over, waits for the
  // next turn like one that could not be written.
  RETURN_IF_ERROR(failure);
  return !portion.empty();
}

}  // namespace mandat::socialaid
