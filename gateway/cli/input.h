#ifndef GATEWAY_CLI_INPUT_H_
#define GATEWAY_CLI_INPUT_H_

// Requests as people write them: JSON in the form in which answers are shown (dates as yyyy-MM-dd,
// codes like `fullTime`), or single fields as text.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "nlohmann/json.hpp"

namespace mandat::cli {

using Json = nlohmann::json;

// The object that `text` writes. `WRONG_USE`; `what` says where the text is from.
absl::StatusOr<Json> ParseObject(absl::string_view text, absl::string_view what);

// Writes `text` into the member that `name` means: `state`, `planned-start`, `override.days`. Names
// are those of the fields, with hyphens, underscores or capitals; a list gets one more item.
// `WRONG_USE` where the type has no such field.
absl::Status SetField(absl::string_view name, absl::string_view text,
                      const google::protobuf::Descriptor& type, Json* object);

// Fills `message`, which must be empty. `WRONG_USE` where the object has a name that the message
// does not have, or a value that does not fit.
absl::Status ReadMessage(const Json& object, google::protobuf::Message* message);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_INPUT_H_
