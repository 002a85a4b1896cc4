#ifndef SERVICES_LIB_JSON_OBJECT_WRITER_H_
#define SERVICES_LIB_JSON_OBJECT_WRITER_H_

// Builds one JSON object, property by property: envelopes of events, log lines.
//
//   std::string line;
//   ObjectWriter object(&line);
//   object.Text("severity", "INFO").Integer("port", port);
//   object.Close();

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace mandat::json {

// Properties come out in the order of the calls; a name given twice is written twice, so don't. The
// string must outlive the writer and nobody else may append to it before Close().
class ObjectWriter {
 public:
  // Appends the opening brace to `out`.
  explicit ObjectWriter(std::string* out);
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;

  ObjectWriter& Text(absl::string_view name, absl::string_view value);
  ObjectWriter& Integer(absl::string_view name, int64_t value);
  ObjectWriter& Double(absl::string_view name, double value);
  ObjectWriter& Bool(absl::string_view name, bool value);
  // RFC 3339 in UTC, see `values.h`.
  ObjectWriter& Instant(absl::string_view name, absl::Time value);
  // See `message.h`.
  ObjectWriter& Message(absl::string_view name, const google::protobuf::Message& value);
  // `json` as it is: must be one valid JSON value.
  ObjectWriter& Raw(absl::string_view name, absl::string_view json);

  // Appends the closing brace. Call it once, last.
  void Close();

 private:
  // Appends the separator and `"name":`, and returns where the value goes.
  std::string* Next(absl::string_view name);

  std::string* out_;
  bool empty_ = true;
};

}  // namespace mandat::json

#endif  // SERVICES_LIB_JSON_OBJECT_WRITER_H_
