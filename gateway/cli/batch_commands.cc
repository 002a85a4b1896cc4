// Commands on many resources at once.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/cli/command.h"
#include "gateway/cli/exit_code.h"
#include "gateway/cli/files.h"
#include "gateway/cli/line_stream.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/request_file.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/lib/json/message.h"

namespace mandat::cli {
namespace {

absl::StatusOr<FileMethod> FindFileMethod(const Session& session, const std::string& collection) {
  const Method* method = session.index().Find(MethodKind::kFile, collection);
  if (method != nullptr) return FileMethodOf(*method);
  return WrongUse(absl::StrCat("Nothing files many '", collection, "' at once."));
}

// How many lines there are to show the way through; 0 where nobody watches or it is no file that
// can be read twice.
int64_t LinesAhead(const std::string& path, const Progress& progress) {
  std::error_code ignored;
  if (!progress.drawn() || !std::filesystem::is_regular_file(path, ignored)) return 0;
  std::ifstream text(path);
  return CountLines(text);
}

// Writes down what became of lines.
class Receipts {
 public:
  // `progress` makes way for what is printed.
  Receipts(std::string path, bool print, Progress* progress)
      : path_(std::move(path)), print_(print), progress_(*progress) {}

  absl::Status Take(const LineOutcome& outcome) {
    Json receipt = Json::object();
    if (outcome.receipt == nullptr) {
      receipt["error"]["message"] = ErrorLine(outcome.refused);
    } else {
      receipt = Json::parse(json::ToJson(*outcome.receipt));
    }
    receipt["line"] = outcome.place;
    return Add(receipt);
  }

  int64_t done() const { return done_; }
  int64_t refused() const { return refused_; }

 private:
  absl::Status Add(const Json& receipt) {
    const std::string line = receipt.dump() + "\n";
    const bool refused = receipt.contains("error");
    if (print_ || refused) progress_.Clear();
    if (print_) std::cout << line;
    if (refused) {
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
  Progress& progress_;
  int64_t done_ = 0;
  int64_t refused_ = 0;
};

// How the file is given again so that nothing of it is done twice. `id` is what it went under;
// lines with ids of their own need none.
std::string Again(const FileMethod& method, const std::string& id) {
  if (HaveOwnIds(*method.line->message_type())) return "give the file again";
  return absl::StrCat("give the file again with --request-id=", id);
}

// Says how it ended, which is what the command answers.
absl::Status Sum(const Session& session, const Receipts& receipts, int64_t lines,
                 const std::string& again, const absl::Status& status) {
  const int64_t told = receipts.done() + receipts.refused();
  if (!status.ok()) {
    std::cerr << told << " lines have a receipt; there it stopped. To go on, " << again
              << ": what is done is not done twice.\n";
    return status;
  }
  if (!session.options().json) std::cout << receipts.done() << " of " << lines << " done.\n";
  if (receipts.refused() == 0) return absl::OkStatus();
  return base::Error(
      absl::StatusCode::kFailedPrecondition, "LINES_REFUSED",
      absl::StrCat(receipts.refused(), " of ", lines, " lines were refused. Put them right and ",
                   again, ": the others are not filed twice."),
      {{"lines", absl::StrCat(receipts.refused())}});
}

absl::Status RunFile(Session& session, Arguments& arguments) {
  const std::string receipts_path = arguments.Take("receipts").value_or("");
  const std::string id =
      arguments.Take("request-id").value_or(base::MakeUuidV4(base::RandomBytes<16>()));
  ASSIGN_OR_RETURN(const FileMethod method, FindFileMethod(session, arguments.words()[0]));
  const std::string& path = arguments.words()[1];
  std::ifstream text;
  RETURN_IF_ERROR(OpenToRead(path, &text));
  const Defaults defaults(arguments.rest().begin(), arguments.rest().end());
  ASSIGN_OR_RETURN(RequestFile file,
                   RequestFile::Open(&text, defaults, *method.line->message_type()));
  if (!receipts_path.empty()) RETURN_IF_ERROR(WriteFile(receipts_path, ""));
  Progress progress;
  Receipts receipts(receipts_path, session.options().json, &progress);
  const int64_t ahead = LinesAhead(path, progress);
  LineStream stream(
      method, &file, id, session.options().rules,
      [&]() -> absl::StatusOr<std::unique_ptr<Client>> {
        ASSIGN_OR_RETURN(std::string token, session.Token());
        return session.MakeClient(*method.method, std::move(token));
      },
      [&](const LineOutcome& outcome) {
        RETURN_IF_ERROR(receipts.Take(outcome));
        progress.Show(method.method->collection, receipts.done() + receipts.refused(), ahead);
        return absl::OkStatus();
      });
  const absl::Status status = stream.Run();
  progress.Clear();
  return Sum(session, receipts, file.lines(), Again(method, id), status);
}

}  // namespace

std::vector<Command> BatchCommands() {
  return {
      {"file",
       "COLLECTION FILE",
       2,
       2,
       "Files every line of a file, each a JSON object, in one stream.",
       {{"FIELD=VALUE", "what every line has that does not say otherwise: --send=true"},
        {"receipts=FILE", "writes down what became of each line, a JSON object a line"},
        {"request-id=UUID", "of the file: given again with the same, no line is done twice"}},
       true,
       RunFile},
  };
}

}  // namespace mandat::cli
