#ifndef SERVICES_OBJECTIVES_FORMULAS_WORDS_H_
#define SERVICES_OBJECTIVES_FORMULAS_WORDS_H_

// A formula in words, for whoever has to answer for the figure.

#include <functional>
#include <map>
#include <string>

#include "mandat/common/v1/types.pb.h"
#include "mandat/objectives/v1/formula.pb.h"
#include "services/objectives/formulas/event_types.h"

namespace mandat::objectives::formulas {

// What indicators are called, by name.
using Titles = std::map<std::string, common::v1::LocalizedText, std::less<>>;

// One sentence in every language: "Number of article 60 requests sent, by the time of sending."
// What has no words (vocabulary.h) and an indicator without a title are named in quotation marks as
// they are written. The formula is one that CheckFormula accepts; of another, what it says is told
// as far as it can be.
common::v1::LocalizedText WordsOf(const v1::Formula& formula, const Titles& titles = {},
                                  const EventTypes& types = EventTypes::Published());

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_WORDS_H_
