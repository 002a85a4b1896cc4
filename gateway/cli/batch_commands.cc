// Commands on many resources at once.

#include <algorithm>
#include <iostream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/cli/batch_file.h"
#include "gateway/cli/command.h"
#include "gateway/cli/files.h"
#include "gateway/cli/progress.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/json/message.h"

namespace mandat::cli {
namespace {

// The method that takes many lines, and the type of a line.
struct BatchMethod {
  const Method* method;
  const google::protobuf::FieldDescriptor* lines;
};

absl::StatusOr<BatchMethod> FindBatch(const Session& session, const std::string& collection) {
  const Method* method = session.index().Find(MethodKind::kBatch, collection);
  if (method != nullptr) return BatchMethod{method, ItemsOf(*method->descriptor->input_type())};
  return WrongUse(absl::StrCat("Nothing files many '", collection, "' at once."));
}

// The receipt as JSON, with the place in the file as its line.
Json ReceiptAt(int64_t place, const google::protobuf::Message& receipt) {
  Json json = Json::parse(json::ToJson(receipt));
  json["line"] = place;
  return json;
}

// Writes down what became of the lines of a call.
class Receipts {
 public:
  Receipts(std::string path, bool print) : path_(std::move(path)), print_(print) {}

  absl::Status Refuse(const RefusedLine& line) {
    return Add({{"line", line.place}, {"error", {{"message", line.error}}}});
  }
  absl::Status Take(const BatchCall& call, const google::protobuf::Message& response) {
    const auto* field = ItemsOf(*response.GetDescriptor());
    const auto& values = *response.GetReflection();
    const int size =
        std::min(values.FieldSize(response, field), static_cast<int>(call.places.size()));
    for (int i = 0; i < size; ++i) {
      RETURN_IF_ERROR(Add(ReceiptAt(call.places[static_cast<size_t>(i)],
                                    values.GetRepeatedMessage(response, field, i))));
    }
    return absl::OkStatus();
  }

  int64_t done() const { return done_; }
  int64_t refused() const { return refused_; }

 private:
  absl::Status Add(const Json& receipt) {
    const std::string line = receipt.dump() + "\n";
    if (print_) std::cout << line;
    if (receipt.contains("error")) {
      ++refused_;
      const Json& error = receipt["error"];
      const std::string reason = error.value("reason", "");
      std::cerr << "line " << receipt["line"] << ": " << reason << (reason.empty() ? "" : ": ")
                << error.value("message", "") << "\n";
    } else {
      ++done_;
    }
    return path_.empty() ? absl::OkStatus() : AppendToFile(path_, line);
  }

  const std::string path_;
  const bool print_;
  int64_t done_ = 0;
  int64_t refused_ = 0;
};

absl::Status RunFile(Session& session, Arguments& arguments) {
  const std::string receipts_path = arguments.Take("receipts").value_or("");
  ASSIGN_OR_RETURN(const BatchMethod batch, FindBatch(session, arguments.words()[0]));
  ASSIGN_OR_RETURN(const std::string text, ReadFile(arguments.words()[1]));
  const Defaults defaults(arguments.rest().begin(), arguments.rest().end());
  ASSIGN_OR_RETURN(const BatchFile file,
                   CutIntoCalls(text, defaults, *batch.lines->message_type()));
  if (!receipts_path.empty()) RETURN_IF_ERROR(WriteFile(receipts_path, ""));
  Receipts receipts(receipts_path, session.options().json);
  Progress progress;
  for (const RefusedLine& line : file.refused) RETURN_IF_ERROR(receipts.Refuse(line));
  for (const BatchCall& call : file.calls) {
    progress.Show(batch.method->collection, receipts.done() + receipts.refused(), file.lines);
    Json request = Json::object();
    request[batch.lines->json_name()] = call.lines;
    ASSIGN_OR_RETURN(const MessagePtr response, session.Call(*batch.method, request));
    progress.Clear();
    RETURN_IF_ERROR(receipts.Take(call, *response));
  }
  if (!session.options().json) std::cout << receipts.done() << " of " << file.lines << " done.\n";
  if (receipts.refused() == 0) return absl::OkStatus();
  return base::Error(absl::StatusCode::kFailedPrecondition, "LINES_REFUSED",
                     absl::StrCat(receipts.refused(), " of ", file.lines,
                                  " lines were refused. Put them right and give the file again: "
                                  "the others are not filed twice."),
                     {{"lines", absl::StrCat(receipts.refused())}});
}

}  // namespace

std::vector<Command> BatchCommands() {
  return {
      {"file",
       "COLLECTION FILE",
       2,
       2,
       "Files every line of a file, each a JSON object, in calls of 500.",
       {{"FIELD=VALUE", "what every line has that does not say otherwise: --send=true"},
        {"receipts=FILE", "writes down what became of each line, a JSON object a line"}},
       true,
       RunFile},
  };
}

}  // namespace mandat::cli
