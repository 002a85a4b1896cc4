#ifndef SERVICES_SOCIALAID_CHECKS_H_
#define SERVICES_SOCIALAID_CHECKS_H_

// What the aggregates check alike in a request alone.

#include "services/lib/base/request_checks.h"

namespace mandat::socialaid {

using base::CheckCount;
using base::CheckName;
using base::CheckNameIfSet;
using base::CheckRequiredText;
using base::Fields;
using base::Required;

}  // namespace mandat::socialaid

#endif  // SERVICES_SOCIALAID_CHECKS_H_
