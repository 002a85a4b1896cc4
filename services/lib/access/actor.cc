#include "services/lib/access/actor.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace mandat::access {

Actor Actor::System(absl::string_view service, absl::string_view job) {
  Actor actor;
  actor.job = absl::StrCat("system:", service, "/", job);
  actor.expires = absl::InfiniteFuture();
  return actor;
}

bool Actor::Has(common::v1::Role role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

}  // namespace mandat::access
