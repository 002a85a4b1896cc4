#include "services/lib/ledger/difference.h"

#include <algorithm>
#include <utility>

#include "services/lib/base/field_mask.h"
#include "services/lib/json/difference.h"
#include "services/lib/privacy/sensitive.h"

namespace mandat::ledger {
namespace {

bool ChangesWithEveryVersion(const std::string& path) {
  return path == "etag" || path == "update_time";
}

}  // namespace

std::vector<std::string> ChangedFields(const google::protobuf::Message& before,
                                       const google::protobuf::Message& after) {
  std::vector<std::string> changed = base::ChangedFields(before, after);
  changed.erase(std::remove_if(changed.begin(), changed.end(), ChangesWithEveryVersion),
                changed.end());
  return changed;
}

common::v1::Difference DifferenceOf(Past before, Past after) {
  common::v1::Difference difference;
  difference.set_erased(before.erased || after.erased);
  if (difference.erased()) {
    privacy::Redact(before.resource.get());
    privacy::Redact(after.resource.get());
  }
  for (common::v1::FieldDifference& field : json::Differences(*before.resource, *after.resource)) {
    if (!ChangesWithEveryVersion(field.path())) *difference.add_fields() = std::move(field);
  }
  *difference.mutable_before() = std::move(before.revision);
  *difference.mutable_after() = std::move(after.revision);
  return difference;
}

}  // namespace mandat::ledger
