#ifndef SERVICES_OBJECTIVES_FORMULAS_VOCABULARY_H_
#define SERVICES_OBJECTIVES_FORMULAS_VOCABULARY_H_

// What people call the events, fields and codes that formulas name. Kept here and not in the
// protos: these are parts of the sentences of words.cc, in the number and case that those want.

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/lib/base/phrase.h"

namespace mandat::objectives::formulas {

// Each is null where there are no words yet.

// Several resources to which it happened, without an article: "article 60 requests sent".
const base::Phrase* WordsOfEvent(absl::string_view type);

// The field with its article, in the nominative: "the time of the answer". `resource` says whose it
// is.
const base::Phrase* WordsOfField(const google::protobuf::Descriptor& resource,
                                 absl::string_view path);

// The code, to stand in quotation marks: "done".
const base::Phrase* WordsOfCode(const google::protobuf::EnumValueDescriptor& code);

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_VOCABULARY_H_
