#ifndef SERVICES_SOCIALAID_ARTICLE60_CHECKS_H_
#define SERVICES_SOCIALAID_ARTICLE60_CHECKS_H_

// What is wrong with a request whatever the state: INVALID_ARGUMENT as the comment of the method
// says, in the order of the fields (a mask before the fields that it selects).

#include "absl/status/status.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/article60_explanation.pb.h"
#include "services/socialaid/checks.h"

namespace mandat::socialaid::article60 {

absl::Status CheckCreate(const v1::CreateArticle60RequestRequest& request);
absl::Status CheckUpdate(const v1::UpdateArticle60RequestRequest& request);
absl::Status CheckSend(const v1::SendArticle60RequestRequest& request);
absl::Status CheckReturn(const v1::ReturnArticle60RequestRequest& request);
absl::Status CheckResend(const v1::ResendArticle60RequestRequest& request);
absl::Status CheckForward(const v1::ForwardArticle60RequestRequest& request);
absl::Status CheckModify(const v1::ModifyArticle60RequestRequest& request);
absl::Status CheckCalculate(const v1::CalculateArticle60RequestRequest& request);
absl::Status CheckWithdraw(const v1::WithdrawArticle60RequestRequest& request);
absl::Status CheckDelete(const v1::DeleteArticle60RequestRequest& request);
absl::Status CheckList(const v1::ListArticle60RequestsRequest& request);
absl::Status CheckExplain(const v1::ExplainArticle60RequestRequest& request);
absl::Status CheckSimulate(const v1::SimulateArticle60RequestRequest& request);

// What a centre may write into a draft. A draft need not be complete: sending asks for the rest.
absl::Status CheckDraft(const v1::Article60Request& draft, Fields fields);

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_CHECKS_H_
