#include "gateway/cli/objectives_calls.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/cli/arguments.h"

namespace mandat::cli {

const Method& ObjectivesMethod(const Session& session, absl::string_view name) {
  return *session.index().FindByName(absl::StrCat("ObjectivesService.", name));
}

absl::Status CheckCollection(absl::string_view collection, absl::string_view one,
                             const std::string& name) {
  if (CollectionOf(name) == collection) return absl::OkStatus();
  return WrongUse(
      absl::StrCat("'", name, "' is no ", one, "; see 'mandat list ", collection, "'."));
}

absl::StatusOr<Listing> ReadCollection(Session& session, absl::string_view collection,
                                       Json request) {
  const Method* method = session.index().Find(MethodKind::kList, collection);
  if (method == nullptr) return WrongUse(absl::StrCat("Nobody can list '", collection, "'."));
  request["pageSize"] = 1000;
  return ReadPages(session, *method, std::move(request), /*all=*/true);
}

}  // namespace mandat::cli
