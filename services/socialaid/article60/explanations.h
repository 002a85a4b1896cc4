#ifndef SERVICES_SOCIALAID_ARTICLE60_EXPLANATIONS_H_
#define SERVICES_SOCIALAID_ARTICLE60_EXPLANATIONS_H_

// Answers in words: of a request that is kept, and of facts that nobody keeps. Pure; errors as the
// comments of the methods say.

#include "absl/status/statusor.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/article60_explanation.pb.h"
#include "services/socialaid/law/parameters.h"

namespace mandat::socialaid::article60 {

// `caller` is what the request makes of the caller: the centre that owns it (PARTY_OWNER), or the
// agency that handles it (PARTY_AGENCY). `original` is what it is a changed copy of; null where it
// is none, or the caller may not read that.
absl::StatusOr<v1::Article60Explanation> Explain(const v1::Article60Request& request,
                                                 const v1::ExplainArticle60RequestRequest& asked,
                                                 common::v1::Party caller,
                                                 const v1::Article60Request* original);

// The request passed CheckSimulate; `law` is what is known of it.
absl::StatusOr<v1::Article60Explanation> Simulate(
    const v1::SimulateArticle60RequestRequest& request, const law::Parameters& law);

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_EXPLANATIONS_H_
