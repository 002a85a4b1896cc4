#ifndef GATEWAY_CLI_DIFFERENCE_TEXT_H_
#define GATEWAY_CLI_DIFFERENCE_TEXT_H_

// The difference of two versions as people read it.

#include <string>

#include "mandat/common/v1/history.pb.h"

namespace mandat::cli {

// Which versions, then a field a paragraph: its path, `-` and what it was, `+` and what it is; one
// of the two where there was or is no value. Says where nothing differs and where something was
// erased.
std::string DifferenceText(const common::v1::Difference& difference);

// One field of it.
std::string FieldDifferenceText(const common::v1::FieldDifference& field);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_DIFFERENCE_TEXT_H_
