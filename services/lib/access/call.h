#ifndef SERVICES_LIB_ACCESS_CALL_H_
#define SERVICES_LIB_ACCESS_CALL_H_

// One call as everything behind the transport sees it: who asks, through which method, since when
// and until when.

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "services/lib/access/actor.h"
#include "services/lib/access/rules.h"

namespace mandat::access {

struct Call {
  // The verified caller; never null behind the transport.
  std::shared_ptr<const Actor> actor;
  // The role in which they act: the first that the method grants them.
  common::v1::Role role = common::v1::ROLE_UNSPECIFIED;
  // What an object must say of the caller for it to be shown or changed.
  Parties parties;
  // Full name of the method, `mandat.socialaid.v1.SocialAidService/SendArticle60Request`.
  std::string method;
  // The one clock read of the call: admission. Deadlines and rules count from here.
  absl::Time now;
  // When the caller stops waiting; infinite future where it gave no deadline.
  absl::Time deadline = absl::InfiniteFuture();
  // W3C trace context: a span of the caller's trace, or of a new one where it sent none. Empty only
  // for calls that no transport admitted, such as a job's.
  std::string traceparent;
};

}  // namespace mandat::access

#endif  // SERVICES_LIB_ACCESS_CALL_H_
