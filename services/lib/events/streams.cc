#include "services/lib/events/streams.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::events {
namespace {

using Json = nlohmann::json;

constexpr const char* kDurations[] = {"max_age", "duplicate_window", "ack_wait",
                                      "inactive_threshold", "max_expires"};

absl::Status Invalid(absl::string_view field, absl::string_view message) {
  return base::Error(absl::StatusCode::kInvalidArgument, "DECLARATION_INVALID",
                     absl::StrCat(field, ": ", message), {{"field", std::string(field)}});
}

// A text field; empty where it is absent or no text.
std::string TextOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

int64_t IntegerOf(const Json& object, const char* name, int64_t otherwise) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer() ? found->get<int64_t>() : otherwise;
}

// The declaration with its durations as the API wants them.
absl::StatusOr<Json> ParseDeclaration(absl::string_view text) {
  Json json = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Invalid("JSON", "is not an object.");
  for (const char* name : kDurations) {
    const auto found = json.find(name);
    if (found == json.end()) continue;
    absl::Duration duration;
    if (!found->is_string() || !absl::ParseDuration(found->get<std::string>(), &duration) ||
        duration < absl::ZeroDuration() || duration == absl::InfiniteDuration()) {
      return Invalid(name, "write a duration with its unit, like \"3s\".");
    }
    *found = absl::ToInt64Nanoseconds(duration);
  }
  return json;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) {
    return base::Error(absl::StatusCode::kNotFound, "DECLARATION_NOT_FOUND",
                       "The file of a stream or consumer cannot be read.", {{"path", path}});
  }
  return text.str();
}

// Sends a request to the JetStream API. NOT_FOUND where the thing asked for does not exist.
absl::StatusOr<Json> Call(NatsConnection& connection, absl::string_view subject,
                          absl::string_view request) {
  ASSIGN_OR_RETURN(const std::string answer, connection.Request(subject, request));
  Json json = Json::parse(answer, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return BrokerStatus(NATS_PROTOCOL_ERROR, subject);
  const auto error = json.find("error");
  if (error == json.end()) return json;
  const std::string cause = TextOf(*error, "description");
  switch (IntegerOf(*error, "code", 0)) {
    case 404:
      return base::Error(absl::StatusCode::kNotFound, "STREAM_NOT_FOUND",
                         "The broker has no such stream or consumer.", {{"cause", cause}});
    case 503:
      return BrokerStatus(NATS_NO_RESPONDERS, cause);
    default:
      return base::Error(absl::StatusCode::kFailedPrecondition, "DECLARATION_REFUSED",
                         absl::StrCat("The broker refuses: ", cause, "."), {{"cause", cause}});
  }
}

bool IsNothing(const Json& value) {
  return value.is_null() || value == Json(false) || value == Json(0) || value == Json("");
}

// Fields of `declared` that `actual` has otherwise. The broker leaves out what is zero.
std::vector<std::string> Differences(const Json& declared, const Json& actual) {
  std::vector<std::string> fields;
  for (const auto& [name, value] : declared.items()) {
    const auto found = actual.find(name);
    const bool same = found == actual.end() ? IsNothing(value) : *found == value;
    if (!same) fields.push_back(name);
  }
  return fields;
}

// Where the API finds, makes and changes something.
struct Subjects {
  std::string info;
  std::string create;
  std::string update;
};

// `wrap` makes the body of a request out of a configuration.
template <typename Wrap>
absl::StatusOr<Change> ApplyConfig(NatsConnection& connection, const std::string& config,
                                   const Subjects& subjects, Wrap wrap) {
  const Json declared = Json::parse(config);
  absl::StatusOr<Json> before = Call(connection, subjects.info, "");
  Change change;
  if (absl::IsNotFound(before.status())) {
    change.created = true;
  } else {
    RETURN_IF_ERROR(before.status());
    change.fields = Differences(declared, (*before)["config"]);
    if (change.fields.empty()) return change;
  }
  // What the file does not mention stays as it is.
  Json wanted = change.created ? Json::object() : (*before)["config"];
  wanted.update(declared);
  ASSIGN_OR_RETURN(Json after, Call(connection, change.created ? subjects.create : subjects.update,
                                    wrap(wanted).dump()));
  const std::vector<std::string> ignored = Differences(declared, after["config"]);
  if (!ignored.empty()) {
    return base::Error(absl::StatusCode::kFailedPrecondition, "FIELD_IGNORED",
                       absl::StrCat("The broker accepted the declaration and ignores ",
                                    ignored.front(), ": it may be too old for it."),
                       {{"field", ignored.front()}});
  }
  return change;
}

}  // namespace

absl::StatusOr<StreamDeclaration> ParseStream(absl::string_view json) {
  ASSIGN_OR_RETURN(const Json config, ParseDeclaration(json));
  StreamDeclaration stream;
  stream.name = TextOf(config, "name");
  if (stream.name.empty()) return Invalid("name", "a stream has one.");
  const int64_t max_age_ns = IntegerOf(config, "max_age", 0);
  if (max_age_ns > 0) stream.max_age = absl::Nanoseconds(max_age_ns);
  stream.config = config.dump();
  return stream;
}

absl::StatusOr<ConsumerDeclaration> ParseConsumer(absl::string_view json) {
  ASSIGN_OR_RETURN(Json config, ParseDeclaration(json));
  ConsumerDeclaration consumer;
  consumer.name = TextOf(config, "durable_name");
  consumer.stream = TextOf(config, "stream_name");
  consumer.filter_subject = TextOf(config, "filter_subject");
  consumer.ack_wait = absl::Nanoseconds(IntegerOf(config, "ack_wait", 0));
  if (consumer.name.empty()) return Invalid("durable_name", "a consumer has one.");
  if (consumer.stream.empty()) return Invalid("stream_name", "name the stream to read.");
  if (consumer.ack_wait <= absl::ZeroDuration()) return Invalid("ack_wait", "must be positive.");
  if (TextOf(config, "ack_policy") != "explicit") return Invalid("ack_policy", "must be explicit.");
  if (IntegerOf(config, "max_deliver", 0) != -1) return Invalid("max_deliver", "must be -1.");
  config.erase("stream_name");
  consumer.config = config.dump();
  return consumer;
}

absl::StatusOr<StreamDeclaration> LoadStream(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return ParseStream(text);
}

absl::StatusOr<ConsumerDeclaration> LoadConsumer(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return ParseConsumer(text);
}

absl::StatusOr<Change> Apply(NatsConnection& connection, const StreamDeclaration& stream) {
  const Subjects subjects = {absl::StrCat("$JS.API.STREAM.INFO.", stream.name),
                             absl::StrCat("$JS.API.STREAM.CREATE.", stream.name),
                             absl::StrCat("$JS.API.STREAM.UPDATE.", stream.name)};
  return ApplyConfig(connection, stream.config, subjects,
                     [](const Json& config) { return config; });
}

absl::StatusOr<Change> Apply(NatsConnection& connection, const ConsumerDeclaration& consumer) {
  const std::string path = absl::StrCat(consumer.stream, ".", consumer.name);
  const std::string create = absl::StrCat("$JS.API.CONSUMER.DURABLE.CREATE.", path);
  const Subjects subjects = {absl::StrCat("$JS.API.CONSUMER.INFO.", path), create, create};
  return ApplyConfig(connection, consumer.config, subjects, [&consumer](const Json& config) {
    return Json{{"stream_name", consumer.stream}, {"config", config}};
  });
}

absl::StatusOr<StreamState> GetStreamState(NatsConnection& connection, absl::string_view stream) {
  ASSIGN_OR_RETURN(Json info, Call(connection, absl::StrCat("$JS.API.STREAM.INFO.", stream), ""));
  StreamState state;
  const Json counts = info["state"];
  if (!counts.is_object() ||
      !absl::ParseTime(absl::RFC3339_full, TextOf(info, "created"), &state.created, nullptr)) {
    return BrokerStatus(NATS_PROTOCOL_ERROR, "reading the state of a stream");
  }
  state.first_sequence = IntegerOf(counts, "first_seq", 0);
  state.last_sequence = IntegerOf(counts, "last_seq", 0);
  state.messages = IntegerOf(counts, "messages", 0);
  return state;
}

}  // namespace mandat::events
