#ifndef SERVICES_LIB_LEDGER_DIFFERENCE_H_
#define SERVICES_LIB_LEDGER_DIFFERENCE_H_

// What differs between two versions of a resource, but for what every version changes: its etag and
// the time of its commit.

#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "mandat/common/v1/history.pb.h"
#include "services/lib/ledger/view.h"

namespace mandat::ledger {

// Names of the fields that differ, in the order of the type. Fields within fields are not told
// apart.
std::vector<std::string> ChangedFields(const google::protobuf::Message& before,
                                       const google::protobuf::Message& after);

// Every field that differs, with both values. Where either version was erased, what is personal is
// left out of both: an erasure is no change of the file.
common::v1::Difference DifferenceOf(Past before, Past after);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_DIFFERENCE_H_
