#include "services/lib/json/object_writer.h"

#include "services/lib/json/message.h"
#include "services/lib/json/text.h"
#include "services/lib/json/values.h"

namespace mandat::json {

ObjectWriter::ObjectWriter(std::string* out) : out_(out) { out_->push_back('{'); }

std::string* ObjectWriter::Next(absl::string_view name) {
  if (!empty_) out_->push_back(',');
  empty_ = false;
  AppendText(name, out_);
  out_->push_back(':');
  return out_;
}

ObjectWriter& ObjectWriter::Text(absl::string_view name, absl::string_view value) {
  AppendText(value, Next(name));
  return *this;
}

ObjectWriter& ObjectWriter::Integer(absl::string_view name, int64_t value) {
  AppendInteger(value, Next(name));
  return *this;
}

ObjectWriter& ObjectWriter::Double(absl::string_view name, double value) {
  AppendDouble(value, Next(name));
  return *this;
}

ObjectWriter& ObjectWriter::Bool(absl::string_view name, bool value) {
  AppendBool(value, Next(name));
  return *this;
}

ObjectWriter& ObjectWriter::Instant(absl::string_view name, absl::Time value) {
  AppendInstant(value, Next(name));
  return *this;
}

ObjectWriter& ObjectWriter::Message(absl::string_view name,
                                    const google::protobuf::Message& value) {
  AppendJson(value, Next(name));
  return *this;
}

ObjectWriter& ObjectWriter::Raw(absl::string_view name, absl::string_view json) {
  Next(name)->append(json.data(), json.size());
  return *this;
}

void ObjectWriter::Close() { out_->push_back('}'); }

}  // namespace mandat::json
