// Commands on numbers and files for spreadsheets: statistics, exports.

#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/cli/command.h"
#include "gateway/cli/files.h"
#include "gateway/cli/input.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/statistics_text.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status RunStatistics(Session& session, Arguments& arguments) {
  const std::vector<std::string> all = session.index().Collections(MethodKind::kStatistics);
  const std::string of = arguments.Take("of").value_or(all.size() == 1 ? all.front() : "");
  RETURN_IF_ERROR(arguments.NothingLeft());
  const Method* method = session.index().Find(MethodKind::kStatistics, of);
  if (method == nullptr) {
    return WrongUse(absl::StrCat("Say which: --of=", absl::StrJoin(all, ", --of="), "."));
  }
  Json request = Json::object();
  RETURN_IF_ERROR(
      SetField("year", arguments.words()[0], *method->descriptor->input_type(), &request));
  ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(*method, request));
  if (session.options().json) {
    session.Print(*answer);
  } else {
    std::cout << StatisticsText(*answer, session.reading());
  }
  return absl::OkStatus();
}

// What is fetched, and whether it was defined for this once.
struct Export {
  const Method* fetch = nullptr;
  std::string name;
  bool for_this_once = false;
  // What else the request for the file says.
  Json request = Json::object();
};

absl::Status NoSuchExport(const std::string& content) {
  return WrongUse(absl::StrCat("Nothing exports '", content,
                               "'; but requests, statistics and exports by their name."));
}

// That of whoever reads, as far as headings can be in it.
std::string LanguageOf(const Session& session) {
  for (const char* language : {"fr", "nl", "de"}) {
    if (session.reading().language == language) return language;
  }
  return "en";
}

// Defines an export whose rows are `content`, a field of the resource.
absl::StatusOr<Export> Define(Session& session, const std::string& content,
                              const Arguments& arguments) {
  for (const std::string& collection : session.index().Collections(MethodKind::kContent)) {
    const Method* create = session.index().Find(MethodKind::kCreate, collection);
    if (create == nullptr) continue;
    const google::protobuf::Descriptor& type = *create->resource->message_type();
    const FieldDescriptor* field = type.FindFieldByName(content);
    if (field == nullptr || field->containing_oneof() == nullptr) continue;
    Json resource = {{"language", LanguageOf(session)}, {content, Json::object()}};
    for (const auto& [name, value] : arguments.rest()) {
      // What is not of the export is of its rows.
      const bool own = absl::StartsWith(name, "separator") || absl::StartsWith(name, "language");
      RETURN_IF_ERROR(
          SetField(own ? name : absl::StrCat(content, ".", name), value, type, &resource));
    }
    ASSIGN_OR_RETURN(const MessagePtr made,
                     session.Call(*create, {{create->resource->json_name(), resource}}));
    const FieldDescriptor* name = made->GetDescriptor()->FindFieldByName("name");
    return Export{session.index().Find(MethodKind::kContent, collection),
                  made->GetReflection()->GetString(*made, name), true, Json::object()};
  }
  return NoSuchExport(content);
}

absl::StatusOr<Export> FindExport(Session& session, Arguments& arguments) {
  const std::string& word = arguments.words()[0];
  if (CollectionOf(word).empty()) return Define(session, word, arguments);
  Export found;
  found.fetch = session.index().Find(MethodKind::kContent, CollectionOf(word));
  if (found.fetch == nullptr) return NoSuchExport(word);
  found.name = word;
  // What was defined says itself what it holds; other files are asked for in a language and form.
  const google::protobuf::Descriptor& type = *found.fetch->descriptor->input_type();
  if (type.FindFieldByName("language") == nullptr) {
    RETURN_IF_ERROR(arguments.NothingLeft());
    return found;
  }
  found.request["language"] = LanguageOf(session);
  for (const auto& [name, value] : arguments.rest()) {
    RETURN_IF_ERROR(SetField(name, value, type, &found.request));
  }
  return found;
}

// Appends the pieces of a file as they come.
class Pieces {
 public:
  Pieces(std::ostream& file, std::string what) : file_(file), what_(std::move(what)) {}

  void Take(const Message& piece) {
    const google::protobuf::Descriptor& type = *piece.GetDescriptor();
    const google::protobuf::Reflection& values = *piece.GetReflection();
    const std::string data = values.GetString(piece, type.FindFieldByName("data"));
    file_.write(data.data(), static_cast<std::streamsize>(data.size()));
    rows_ = values.GetInt64(piece, type.FindFieldByName("rows_done"));
    progress_.Show(what_, rows_, values.GetInt64(piece, type.FindFieldByName("rows_total")));
  }
  int64_t rows() const { return rows_; }
  void Clear() { progress_.Clear(); }

 private:
  std::ostream& file_;
  const std::string what_;
  Progress progress_;
  int64_t rows_ = 0;
};

absl::Status FetchInto(Session& session, const Export& wanted, std::ostream& file,
                       const std::string& path) {
  ASSIGN_OR_RETURN(Client * client, session.ClientOf(*wanted.fetch));
  const MessagePtr request = NewMessage(*wanted.fetch->descriptor->input_type());
  Json json = wanted.request;
  json["name"] = wanted.name;
  RETURN_IF_ERROR(ReadMessage(json, request.get()));
  Pieces pieces(file, "rows");
  const absl::Status status = client->Stream(
      *wanted.fetch, *request, [&pieces](const Message& piece) { pieces.Take(piece); });
  pieces.Clear();
  RETURN_IF_ERROR(status);
  file.flush();
  if (!file.good()) return NotWritten(path);
  std::cerr << pieces.rows() << " rows.\n";
  return absl::OkStatus();
}

// What was defined for this once is thrown away; where that fails it expires by itself.
void Forget(Session& session, const Export& wanted) {
  const Method* erase = session.index().Find(MethodKind::kAct, CollectionOf(wanted.name), "delete");
  if (erase != nullptr) session.Call(*erase, {{"name", wanted.name}}).status().IgnoreError();
}

absl::Status RunExport(Session& session, Arguments& arguments) {
  const std::string path = arguments.Take("to").value_or("-");
  ASSIGN_OR_RETURN(const bool keep, arguments.TakeSwitch("keep"));
  // First of all: what cannot be kept is neither defined nor fetched. A file that is there stays as
  // it is until something takes its place.
  if (path != "-") RETURN_IF_ERROR(AppendToFile(path, ""));
  ASSIGN_OR_RETURN(const Export wanted, FindExport(session, arguments));
  std::ofstream file;
  if (path != "-") RETURN_IF_ERROR(OpenToWrite(path, &file));
  const absl::Status fetched =
      FetchInto(session, wanted, path == "-" ? std::cout : static_cast<std::ostream&>(file), path);
  if (wanted.for_this_once && !keep) Forget(session, wanted);
  if (wanted.for_this_once && keep) std::cerr << wanted.name << "\n";
  return fetched;
}

}  // namespace

std::vector<Command> ExportCommands() {
  return {
      {"statistics",
       "YEAR",
       1,
       1,
       "Counts what was sent in a year, beside the year before; a few are hidden.",
       {{"of=COLLECTION", "which statistics, where there are several"}},
       false,
       RunStatistics},
      {"export",
       "requests|statistics|NAME",
       1,
       1,
       "Writes a file for spreadsheets: requests, the statistics of a year, an export that was "
       "kept, or a dashboard.",
       {{"to=FILE", "where to; standard output by default"},
        {"keep", "keeps the definition, for colleagues with the same rights"},
        {"separator=NAME", "semicolon, comma or tab"},
        {"language=CODE", "of the headings: fr, nl, de or en"},
        {"format=NAME", "of a dashboard: csv or xlsx"},
        {"FIELD=VALUE", "what rows: --state=sent, --queue=late, --year=2026"}},
       true,
       RunExport},
  };
}

}  // namespace mandat::cli
