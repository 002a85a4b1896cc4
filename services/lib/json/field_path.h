#ifndef SERVICES_LIB_JSON_FIELD_PATH_H_
#define SERVICES_LIB_JSON_FIELD_PATH_H_

// Places in a message by the paths that `difference.h` gives: `contact.telephone`,
// `career[2].hours_hundredths`; also a list as a whole, `career`. Not into maps, nor into what is
// one value (a date).

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace mandat::json {

// Whether messages of the type can have something there.
bool IsPath(const google::protobuf::Descriptor& type, absl::string_view path);

struct PathValue {
  // False where the message lacks the way there: the message around the field, or the element.
  bool exists = false;
  // As JSON in the form of `message.h`; absent where the field is not set or the list empty.
  std::optional<std::string> json;
};

// `path` is one of the type.
PathValue ValueAt(const google::protobuf::Message& message, absl::string_view path);

// Whether `path` is `outer` or a place in it.
bool IsWithin(absl::string_view path, absl::string_view outer);

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_FIELD_PATH_H_
