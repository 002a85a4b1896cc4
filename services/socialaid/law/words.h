#ifndef SERVICES_SOCIALAID_LAW_WORDS_H_
#define SERVICES_SOCIALAID_LAW_WORDS_H_

// The trace of an answer in words, for the officer of a welfare centre. Words are made when they
// are read: what is stored are codes and figures, which do not change with a better sentence.

#include <vector>

#include "absl/strings/string_view.h"
#include "mandat/common/v1/types.pb.h"
#include "mandat/socialaid/v1/article60.pb.h"

namespace mandat::socialaid::law {

// One step, with its legal reference, in every language. `half_days` says what the calculation
// counts in. A code or a figure that this program does not know is shown as it is.
common::v1::LocalizedText WordsOf(const v1::TraceStep& step, bool half_days);

// Codes that have words, for tests: exactly those of answer.h.
std::vector<absl::string_view> CodesWithWords();

}  // namespace mandat::socialaid::law

#endif  // SERVICES_SOCIALAID_LAW_WORDS_H_
