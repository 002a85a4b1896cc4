#include "services/socialaid/legal_parameters/installation.h"

#include <optional>

#include "services/lib/base/civil_date.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/job.h"
#include "services/socialaid/law/published_law.h"
#include "services/socialaid/legal_parameters/commands.h"
#include "services/socialaid/names.h"

namespace mandat::socialaid {
namespace {

using ledger::View;
using storage::v1::PublishedLaw;

// A look without a lock, so that a turn that finds nothing to do holds up no answer.
absl::StatusOr<bool> IsComplete(ledger::Ledger& ledger, const access::Call& call) {
  bool complete = false;
  RETURN_IF_ERROR(ledger::ReadAndWait(ledger, call, [&](View& view) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<PublishedLaw> law,
                     view.GetUnchecked<PublishedLaw>(kArticle60Law));
    complete =
        law.has_value() &&
        law::MissingFrom(&*law, law::DefaultParameters(), base::BrusselsDay(call.now)).empty();
    return absl::OkStatus();
  }));
  return complete;
}

}  // namespace

absl::StatusOr<bool> InstallLaw(ledger::Ledger& ledger, absl::Time now) {
  static const auto& command = *new ledger::Command(ledger::CommandOf<InstallLegalParameters>());
  const access::Call call = ledger::CallOfJob("socialaid", "law", now);
  ASSIGN_OR_RETURN(const bool complete, IsComplete(ledger, call));
  if (complete) return false;
  RETURN_IF_ERROR(ledger::RunAndWait(ledger, command, call, PublishedLaw()));
  return false;
}

}  // namespace mandat::socialaid
