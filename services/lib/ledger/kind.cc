#include "services/lib/ledger/kind.h"

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"

namespace mandat::ledger {

const Kind& Catalog::Of(const google::protobuf::Descriptor* descriptor) const {
  for (const Kind* kind : kinds_) {
    if (kind->prototype->GetDescriptor() == descriptor) return *kind;
  }
  std::abort();
}

const Kind* Catalog::Find(absl::string_view collection) const {
  for (const Kind* kind : kinds_) {
    if (kind->collection == collection) return kind;
  }
  return nullptr;
}

std::string ReasonPrefix(const Kind& kind) { return absl::AsciiStrToUpper(kind.table); }

absl::Status NotFound(const Kind& kind, absl::string_view name) {
  // A name is an opaque id: it may be said back to who sent it.
  return base::Error(absl::StatusCode::kNotFound, absl::StrCat(ReasonPrefix(kind), "_NOT_FOUND"),
                     absl::StrCat("There is no ", name, ", or it is not yours."),
                     {{"name", std::string(name)}});
}

absl::Status NameTaken(const Kind& kind, absl::string_view name) {
  return base::Error(absl::StatusCode::kAlreadyExists, absl::StrCat(ReasonPrefix(kind), "_EXISTS"),
                     absl::StrCat(name, " exists, or existed: names are not used again."),
                     {{"name", std::string(name)}});
}

}  // namespace mandat::ledger
