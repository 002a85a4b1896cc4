#include "services/lib/ledger/codec.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/bucket.h"
#include "services/lib/privacy/lookup_hash.h"
#include "services/lib/privacy/sensitive.h"

namespace mandat::ledger {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Every resource has these at the same numbers (protos/README.md), so that no look-up by name is
// needed. Copies of another log, which have no history, need not have the times.
constexpr int kNameField = 1;
constexpr int kEtagField = 2;
constexpr int kCreateTimeField = 3;
constexpr int kUpdateTimeField = 4;

std::string StringAt(const Message& message, const FieldDescriptor* field) {
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING ||
      field->is_repeated())
    return "";
  return message.GetReflection()->GetString(message, field);
}

void SetTime(Message* resource, int number, absl::Time time) {
  const FieldDescriptor* field = resource->GetDescriptor()->FindFieldByNumber(number);
  if (field == nullptr) return;
  auto* stamp = static_cast<google::protobuf::Timestamp*>(
      resource->GetReflection()->MutableMessage(resource, field));
  const int64_t micros = absl::ToUnixMicros(time);
  stamp->set_seconds(micros / 1000000);
  stamp->set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
}

absl::Time TimeAt(const Message& resource, int number) {
  const FieldDescriptor* field = resource.GetDescriptor()->FindFieldByNumber(number);
  if (field == nullptr || !resource.GetReflection()->HasField(resource, field)) {
    return absl::InfinitePast();
  }
  const auto& stamp = static_cast<const google::protobuf::Timestamp&>(
      resource.GetReflection()->GetMessage(resource, field));
  return absl::FromUnixSeconds(stamp.seconds()) + absl::Nanoseconds(stamp.nanos());
}

std::string ContextOf(const Kind& kind, absl::string_view id, int64_t version) {
  return absl::StrCat(kind.collection, "/", id, "@", version);
}

absl::Status Broken(const Kind& kind, absl::string_view id, absl::string_view what) {
  return base::Error(absl::StatusCode::kDataLoss, "STORE_BROKEN",
                     absl::StrCat(kind.collection, "/", id, ": ", what));
}

}  // namespace

Codec::Codec(const Catalog& catalog, const privacy::KeyRing& keys)
    : catalog_(catalog), keys_(keys) {}

std::string Codec::IdIn(const Kind& kind, absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kind.collection) || !absl::ConsumePrefix(&name, "/")) return "";
  return std::string(name);
}

std::string Codec::NameOf(const Kind& kind, absl::string_view id) {
  return absl::StrCat(kind.collection, "/", id);
}

std::string Codec::NameOf(const Message& resource) {
  return StringAt(resource, resource.GetDescriptor()->FindFieldByNumber(kNameField));
}

std::string Codec::EtagOf(int64_t version) { return absl::StrCat(version); }

void Codec::Stamp(Message* resource, absl::string_view name, int64_t version,
                  absl::Time create_time, absl::Time update_time) const {
  const Descriptor* type = resource->GetDescriptor();
  const auto* reflection = resource->GetReflection();
  reflection->SetString(resource, type->FindFieldByNumber(kNameField), std::string(name));
  reflection->SetString(resource, type->FindFieldByNumber(kEtagField), EtagOf(version));
  SetTime(resource, kCreateTimeField, create_time);
  SetTime(resource, kUpdateTimeField, update_time);
}

absl::Time Codec::CreateTimeOf(const Message& resource) {
  return TimeAt(resource, kCreateTimeField);
}
absl::Time Codec::UpdateTimeOf(const Message& resource) {
  return TimeAt(resource, kUpdateTimeField);
}

std::string Codec::EtagIn(const Message& request) {
  const Descriptor* type = request.GetDescriptor();
  if (const FieldDescriptor* field = type->FindFieldByName("etag")) return StringAt(request, field);
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_repeated()) continue;
    const FieldDescriptor* etag = field->message_type()->FindFieldByName("etag");
    if (etag != nullptr) return StringAt(request.GetReflection()->GetMessage(request, field), etag);
  }
  return "";
}

std::string Codec::RequestIdIn(const Message& request) {
  return StringAt(request, request.GetDescriptor()->FindFieldByName("request_id"));
}

std::vector<Value> Codec::ColumnsOf(const Kind& kind, const Message& resource) {
  std::vector<Value> columns;
  columns.reserve(kind.columns.size());
  for (const Column* column : kind.columns) columns.push_back(column->read(resource));
  return columns;
}

const Value& Codec::ValueOf(const Kind& kind, const std::vector<Value>& columns,
                            const Column* column) {
  static const Value& none = *new Value();
  if (column == nullptr) return none;
  const auto found = std::find(kind.columns.begin(), kind.columns.end(), column);
  return found == kind.columns.end() ? none
                                     : columns[static_cast<size_t>(found - kind.columns.begin())];
}

Value Codec::StoredValue(const Column& column, const Value& value) const {
  if (column.type != ColumnType::kHash || IsNull(value)) return value;
  return privacy::LookupHash(keys_, TextOf(value));
}

std::vector<Value> Codec::SearchValues(const Column& column, const Value& value) const {
  if (column.type != ColumnType::kHash || IsNull(value)) return {value};
  std::vector<Value> values;
  for (std::string& hash : privacy::LookupHashes(keys_, TextOf(value)))
    values.emplace_back(std::move(hash));
  return values;
}

access::ObjectParties Codec::PartiesOf(const Kind& kind, const Message& resource) {
  const auto text = [&resource](const Column* column) {
    return column == nullptr ? std::string() : TextOf(column->read(resource));
  };
  return {text(kind.owner), text(kind.unit), text(kind.agency), text(kind.supervisor)};
}

std::optional<std::string> Codec::Bucket(const Kind& kind, const Counter& counter,
                                         const std::vector<Value>& columns) {
  if (counter.only != nullptr && IsNull(ValueOf(kind, columns, counter.only))) return std::nullopt;
  std::vector<Value> values;
  values.reserve(counter.by.size());
  for (const Column* column : counter.by) values.push_back(ValueOf(kind, columns, column));
  return BucketOf(values);
}

std::string Codec::NameOf(const Kind& kind, const Counter& counter) {
  return absl::StrCat(kind.table, ".", counter.name);
}

absl::StatusOr<std::shared_ptr<const privacy::DataKey>> Codec::Unwrap(
    absl::string_view wrapped, absl::string_view person) const {
  ASSIGN_OR_RETURN(privacy::DataKey key, privacy::Unwrap(keys_, wrapped, person));
  return std::make_shared<const privacy::DataKey>(std::move(key));
}

absl::StatusOr<std::shared_ptr<const privacy::DataKey>> Codec::KeyOf(const Row& row) const {
  if (row.wrapped_key.empty()) return nullptr;
  return Unwrap(row.wrapped_key, row.person);
}

absl::StatusOr<std::unique_ptr<Message>> Codec::Decode(const Row& row,
                                                       const privacy::DataKey* key) const {
  std::unique_ptr<Message> resource(row.kind->prototype->New());
  if (key == nullptr) {
    if (!resource->ParseFromString(row.body))
      return Broken(*row.kind, row.id, "the body cannot be parsed");
    return resource;
  }
  ASSIGN_OR_RETURN(const std::string plain,
                   privacy::Open(*key, row.body, ContextOf(*row.kind, row.id, row.version)));
  if (!resource->ParseFromString(plain))
    return Broken(*row.kind, row.id, "the sealed body cannot be parsed");
  return resource;
}

Encoded Codec::Encode(const Kind& kind, const Message& resource, int64_t version,
                      const privacy::DataKey* key) const {
  Encoded encoded;
  const std::string whole = resource.SerializeAsString();
  if (!privacy::HasSensitiveFields(resource.GetDescriptor())) {
    encoded.public_body = whole;
  } else {
    std::unique_ptr<Message> shown(resource.New());
    shown->MergeFrom(resource);
    privacy::Redact(shown.get());
    encoded.public_body = shown->SerializeAsString();
  }
  if (!kind.personal()) {
    encoded.body = whole;
    if (encoded.public_body != whole) encoded.sealed_body = whole;
    return encoded;
  }
  if (key == nullptr) {
    encoded.body = encoded.public_body;
    return encoded;
  }
  encoded.sealed_body =
      privacy::Seal(*key, whole, ContextOf(kind, IdIn(kind, NameOf(resource)), version));
  encoded.body = encoded.sealed_body;
  return encoded;
}

absl::StatusOr<std::unique_ptr<Message>> Codec::Decode(const Kind& kind, const Event& event,
                                                       bool* erased) const {
  std::unique_ptr<Message> resource(kind.prototype->New());
  *erased = kind.personal() && !event.sealed_body.empty() && event.wrapped_key.empty();
  if (event.sealed_body.empty() || *erased) {
    if (!resource->ParseFromString(event.public_body))
      return Broken(kind, event.id, "a public body cannot be parsed");
    return resource;
  }
  std::string plain = event.sealed_body;
  if (kind.personal()) {
    ASSIGN_OR_RETURN(const auto key, Unwrap(event.wrapped_key, event.person));
    ASSIGN_OR_RETURN(
        plain, privacy::Open(*key, event.sealed_body, ContextOf(kind, event.id, event.version)));
  }
  if (!resource->ParseFromString(plain))
    return Broken(kind, event.id, "a sealed body cannot be parsed");
  return resource;
}

}  // namespace mandat::ledger
