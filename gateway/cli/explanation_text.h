#ifndef GATEWAY_CLI_EXPLANATION_TEXT_H_
#define GATEWAY_CLI_EXPLANATION_TEXT_H_

// An explanation as people read it.

#include <string>

#include "google/protobuf/message.h"

namespace mandat::cli {

// Every text in several languages that the message holds, at any depth and in the order of its
// fields, and every difference; each field of the message under its name, texts of a list numbered.
// `language` is fr, nl, de or en.
// Says where there is nothing to explain.
std::string ExplanationText(const google::protobuf::Message& explanation,
                            const std::string& language);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_EXPLANATION_TEXT_H_
