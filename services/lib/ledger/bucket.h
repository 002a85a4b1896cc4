#ifndef SERVICES_LIB_LEDGER_BUCKET_H_
#define SERVICES_LIB_LEDGER_BUCKET_H_

// Names of the buckets of a counter: the values of its columns, joined by `|`. What a value itself
// has of `|` is written otherwise, so that no value reaches into another's place.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/lib/ledger/value.h"

namespace mandat::ledger {

// NULL is an empty text.
std::string BucketOf(const std::vector<Value>& values);

// What all buckets begin with that have these values first and more after them.
std::string BucketsUnder(const std::vector<Value>& first);

// The first text after all that begin with a prefix of BucketsUnder.
std::string AfterPrefix(absl::string_view prefix);

// The values of a bucket as texts; numbers in decimals.
std::vector<std::string> ValuesIn(absl::string_view bucket);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_BUCKET_H_
