#ifndef SERVICES_LIB_BASE_NEAR_NAMES_H_
#define SERVICES_LIB_BASE_NEAR_NAMES_H_

// What somebody may have meant who wrote a name that there is not.

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace mandat::base {

// How many letters must be put in, left out or changed to make one text of the other (Levenshtein).
// The first 200 bytes of each are looked at: the work grows with the product of the lengths, and
// what a caller wrote may be of any length.
size_t LettersApart(absl::string_view a, absl::string_view b);

// The three of `names` that are the fewest letters apart from `written`, the nearest first; of
// equally near ones the first of the alphabet. Fewer where there are fewer.
std::vector<std::string> NearNames(absl::string_view written, std::vector<std::string> names);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_NEAR_NAMES_H_
