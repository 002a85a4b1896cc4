#ifndef SERVICES_SOCIALAID_ARTICLE60_RETURNS_H_
#define SERVICES_SOCIALAID_ARTICLE60_RETURNS_H_

// The fields that an office returns to a centre: which can be returned, and whether they were put
// right.

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "mandat/socialaid/v1/article60.pb.h"

namespace mandat::socialaid::article60 {

inline constexpr int kReturnedFieldsMost = 50;

// Whether `path` is a place in a request that centres write and that has to do with the answer.
bool IsReturnable(absl::string_view path);

// `FIELD_UNKNOWN` where the request has no such element.
absl::Status CheckFieldsExist(const v1::Article60Request& request,
                              const v1::ReturnArticle60RequestRequest& returning);

// What is kept of them: the paths, the reasons, and what the fields say now.
std::vector<v1::ReturnedField> FieldsReturned(const v1::Article60Request& request,
                                              const v1::ReturnArticle60RequestRequest& returning);

// Whether it says something else than when it was returned.
bool IsChanged(const v1::Article60Request& request, const v1::ReturnedField& returned);

// `FIELD_NOT_RETURNED` (metadata `field`) where a field changes that was not returned.
absl::Status CheckReturnedFieldsAlone(const v1::Article60Request& before,
                                      const v1::Article60Request& after);

// `FIELD_NOT_RETURNED` (metadata `field`) where an answer is about a field that was not returned.
absl::Status CheckAnswersAsked(const v1::Article60Request& request,
                               const google::protobuf::RepeatedPtrField<v1::FieldComment>& answers);

// `FIELDS_UNANSWERED` (metadata `fields`) where one says what it said and has no answer.
absl::Status CheckFieldsAnswered(
    const v1::Article60Request& request,
    const google::protobuf::RepeatedPtrField<v1::FieldComment>& answers);

}  // namespace mandat::socialaid::article60

#endif  // SERVICES_SOCIALAID_ARTICLE60_RETURNS_H_
