#ifndef SERVICES_LIB_JSON_DIFFERENCE_H_
#define SERVICES_LIB_JSON_DIFFERENCE_H_

// What differs between two messages, field by field, with both values in the JSON of `message.h`.

#include <vector>

#include "google/protobuf/message.h"
#include "mandat/common/v1/history.pb.h"

namespace mandat::json {

// The fields in which two messages of one type differ, in the order of the type; elements of lists
// by their place, entries of maps by key, sorted as in JSON. A message that both have is entered;
// one that is missing on one side stands whole on the other. Dates, instants, amounts and
// rationals are one value. Fields that this build does not know are not compared.
std::vector<common::v1::FieldDifference> Differences(const google::protobuf::Message& before,
                                                     const google::protobuf::Message& after);

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_DIFFERENCE_H_
