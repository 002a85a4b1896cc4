#include "services/lib/json/form.h"

#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "mandat/common/v1/types.pb.h"

namespace mandat::json {

Form FormOf(const google::protobuf::Descriptor& type) {
  if (&type == google::type::Date::descriptor()) return Form::kDate;
  if (&type == google::protobuf::Timestamp::descriptor()) return Form::kTimestamp;
  if (&type == google::type::Money::descriptor()) return Form::kMoney;
  if (&type == common::v1::Rational::descriptor()) return Form::kRational;
  return Form::kObject;
}

}  // namespace mandat::json
