#include "services/lib/json/parse.h"

#include <boost/json/basic_parser_impl.hpp>
// The few functions of the library that a parser calls, so that there is nothing to link or ship.
#include <boost/json/src.hpp>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/json/message_builder.h"

namespace mandat::json {
namespace {

namespace syntax = boost::json;

// What the parser of the syntax calls. It gives long or escaped texts in parts.
class Handler {
 public:
  using View = syntax::string_view;
  using ErrorCode = syntax::error_code;

  // No limits of its own: the whole is limited.
  static constexpr auto max_object_size = static_cast<std::size_t>(-1);
  static constexpr auto max_array_size = static_cast<std::size_t>(-1);
  static constexpr auto max_key_size = static_cast<std::size_t>(-1);
  static constexpr auto max_string_size = static_cast<std::size_t>(-1);

  Handler(google::protobuf::Message* out, const ParseOptions& options) : builder_(out, options) {}

  const absl::Status& status() const { return builder_.status(); }

  bool on_document_begin(ErrorCode&) { return true; }
  bool on_document_end(ErrorCode&) { return true; }
  bool on_object_begin(ErrorCode& error) { return Go(builder_.BeginObject(), error); }
  bool on_object_end(std::size_t, ErrorCode& error) { return Go(builder_.EndObject(), error); }
  bool on_array_begin(ErrorCode& error) { return Go(builder_.BeginList(), error); }
  bool on_array_end(std::size_t, ErrorCode& error) { return Go(builder_.EndList(), error); }

  bool on_key_part(View text, std::size_t, ErrorCode&) { return Keep(text); }
  bool on_key(View text, std::size_t, ErrorCode& error) {
    return Go(builder_.Key(Whole(text)), error);
  }
  bool on_string_part(View text, std::size_t, ErrorCode&) { return Keep(text); }
  bool on_string(View text, std::size_t, ErrorCode& error) {
    return Go(builder_.Text(Whole(text)), error);
  }

  bool on_number_part(View text, ErrorCode&) { return Keep(text); }
  bool on_int64(int64_t number, View text, ErrorCode& error) {
    return Go(builder_.WholeNumber(number, Whole(text)), error);
  }
  bool on_uint64(uint64_t number, View text, ErrorCode& error) {
    return Go(builder_.WholeNumber(number, Whole(text)), error);
  }
  bool on_double(double number, View text, ErrorCode& error) {
    return Go(builder_.OtherNumber(number, Whole(text)), error);
  }

  bool on_bool(bool value, ErrorCode& error) { return Go(builder_.Bool(value), error); }
  bool on_null(ErrorCode& error) { return Go(builder_.Null(), error); }

  bool on_comment_part(View, ErrorCode&) { return true; }
  bool on_comment(View, ErrorCode&) { return true; }

 private:
  // Stops the parser where the builder has an error; which one, the builder says.
  static bool Go(bool fits, ErrorCode& error) {
    if (!fits) error = syntax::error::input_error;
    return fits;
  }

  bool Keep(View part) {
    if (last_was_whole_) kept_.clear();
    last_was_whole_ = false;
    kept_.append(part.data(), part.size());
    return true;
  }

  // The kept parts and the last one; good until the next call.
  absl::string_view Whole(View last) {
    if (last_was_whole_) return {last.data(), last.size()};
    last_was_whole_ = true;
    kept_.append(last.data(), last.size());
    return kept_;
  }

  MessageBuilder builder_;
  std::string kept_;
  bool last_was_whole_ = true;
};

absl::Status NotJson(absl::string_view json, size_t at, absl::string_view what) {
  const absl::string_view before = json.substr(0, at);
  int64_t line = 1;
  for (const char letter : before) line += letter == '\n' ? 1 : 0;
  const size_t start = before.rfind('\n');  // + 1 = 0 where there is none
  const std::string column = absl::StrCat(at - (start + 1) + 1);
  return base::Error(
      absl::StatusCode::kInvalidArgument, "JSON_INVALID",
      absl::StrCat("Write JSON (RFC 8259). Line ", line, ", column ", column, ": ", what, "."),
      {{"field", ""}, {"line", absl::StrCat(line)}, {"column", column}});
}

absl::Status BeyondLimit(absl::string_view reason, absl::string_view message, size_t limit) {
  return base::Error(absl::StatusCode::kInvalidArgument, reason, message,
                     {{"field", ""}, {"limit", absl::StrCat(limit)}});
}

absl::Status Fill(absl::string_view json, google::protobuf::Message* out,
                  const ParseOptions& options) {
  if (json.size() > options.bytes_max) {
    return BeyondLimit("JSON_TOO_LARGE",
                       absl::StrCat("Give at most ", options.bytes_max, " bytes."),
                       options.bytes_max);
  }
  syntax::parse_options rules;
  rules.max_depth = options.depth_max;
  syntax::basic_parser<Handler> parser(rules, out, options);
  syntax::error_code error;
  const size_t read = parser.write_some(/*more=*/false, json.data(), json.size(), error);
  if (!parser.handler().status().ok()) return parser.handler().status();
  if (error == syntax::error::too_deep) {
    return BeyondLimit(
        "JSON_TOO_DEEP",
        absl::StrCat("Put at most ", options.depth_max, " objects and lists into each other."),
        options.depth_max);
  }
  if (error) return NotJson(json, read, error.message());
  if (read < json.size()) return NotJson(json, read, "something follows the value");
  return absl::OkStatus();
}

}  // namespace

absl::Status ParseJson(absl::string_view json, google::protobuf::Message* out,
                       const ParseOptions& options) {
  out->Clear();
  absl::Status status = Fill(json, out, options);
  if (!status.ok()) out->Clear();
  return status;
}

}  // namespace mandat::json
