// Commands on resources, whatever the services have: the method is found from the collection.

#include <iostream>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gateway/cli/command.h"
#include "gateway/cli/difference_text.h"
#include "gateway/cli/explanation_text.h"
#include "gateway/cli/files.h"
#include "gateway/cli/input.h"
#include "gateway/cli/listing.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/json/message.h"

namespace mandat::cli {
namespace {

using google::protobuf::Message;

const std::vector<OptionHelp>& BodyOptions() {
  static const auto& options =
      *new std::vector<OptionHelp>{{"json=OBJECT", "what to send, as JSON"},
                                   {"file=FILE", "the same from a file; - is standard input"}};
  return options;
}

std::vector<OptionHelp> WithBodyOptions(std::vector<OptionHelp> options) {
  options.insert(options.begin(), BodyOptions().begin(), BodyOptions().end());
  return options;
}

absl::StatusOr<Json> TakeBody(Arguments& arguments) {
  const std::optional<std::string> json = arguments.Take("json");
  const std::optional<std::string> file = arguments.Take("file");
  if (json.has_value() && file.has_value()) return WrongUse("Give --json or --file, not both.");
  if (json.has_value()) return ParseObject(*json, "--json");
  if (!file.has_value()) return Json::object();
  if (*file == "-") {
    const std::string text(std::istreambuf_iterator<char>(std::cin), {});
    return ParseObject(text, "standard input");
  }
  ASSIGN_OR_RETURN(const std::string text, ReadFile(*file));
  return ParseObject(text, *file);
}

// Takes the options that are left as fields of the message.
absl::Status SetFields(const Arguments& arguments, const google::protobuf::Descriptor& type,
                       Json* object) {
  for (const auto& [name, value] : arguments.rest()) {
    RETURN_IF_ERROR(SetField(name, value, type, object));
  }
  return absl::OkStatus();
}

absl::StatusOr<const Method*> FindMethod(const Session& session, MethodKind kind,
                                         absl::string_view collection, absl::string_view what) {
  const Method* method = session.index().Find(kind, collection);
  if (method != nullptr) return method;
  return WrongUse(absl::StrCat("Nobody can ", what, " '", collection, "'; but ",
                               absl::StrJoin(session.index().Collections(kind), ", "), "."));
}

absl::Status RunGet(Session& session, Arguments& arguments) {
  const std::string& name = arguments.words()[0];
  ASSIGN_OR_RETURN(const Method* method,
                   FindMethod(session, MethodKind::kGet, CollectionOf(name), "get"));
  Json request = {{"name", name}};
  const std::optional<std::string> as_of = arguments.Take("as-of");
  RETURN_IF_ERROR(arguments.NothingLeft());
  if (as_of.has_value()) {
    const bool instant = absl::StrContains(*as_of, "T");
    RETURN_IF_ERROR(SetField(instant ? "as-of-time" : "as-of-date", *as_of,
                             *method->descriptor->input_type(), &request));
  }
  ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(*method, request));
  session.Print(*answer);
  return absl::OkStatus();
}

void PrintJson(const Listing& listing) {
  std::cout << "{\"items\":[";
  for (size_t i = 0; i < listing.items.size(); ++i) {
    std::cout << (i == 0 ? "" : ",") << json::ToJson(*listing.items[i]);
  }
  std::cout << "]";
  if (!listing.next_page_token.empty()) {
    std::cout << ",\"nextPageToken\":" << Json(listing.next_page_token).dump();
  }
  std::cout << "}\n";
}

absl::Status PrintListing(const Session& session, const Listing& listing,
                          const std::vector<std::string>& columns, EmptyColumns empty) {
  if (session.options().json) {
    PrintJson(listing);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::string table,
                   TableOf(listing.items, columns, empty, session.reading()));
  std::cout << table;
  if (!listing.next_page_token.empty()) {
    std::cerr << "There is more: --all, or --page-token=" << listing.next_page_token << "\n";
  }
  return absl::OkStatus();
}

absl::Status PrintNames(const Session& session, const Listing& listing) {
  for (const Message* item : listing.items) {
    ASSIGN_OR_RETURN(const std::string name, Cell(*item, "name", session.reading()));
    std::cout << name << "\n";
  }
  return absl::OkStatus();
}

std::vector<std::string> TakeColumns(Arguments& arguments) {
  const std::optional<std::string> columns = arguments.Take("columns");
  if (!columns.has_value()) return {};
  return absl::StrSplit(*columns, ',', absl::SkipEmpty());
}

absl::Status RunList(Session& session, Arguments& arguments) {
  ASSIGN_OR_RETURN(const Method* method,
                   FindMethod(session, MethodKind::kList, arguments.words()[0], "list"));
  ASSIGN_OR_RETURN(const bool all, arguments.TakeSwitch("all"));
  ASSIGN_OR_RETURN(const bool names, arguments.TakeSwitch("names"));
  std::vector<std::string> columns = TakeColumns(arguments);
  const EmptyColumns empty = columns.empty() ? EmptyColumns::kDrop : EmptyColumns::kKeep;
  if (columns.empty()) {
    columns = UsualColumns(*ItemsOf(*method->descriptor->output_type())->message_type());
  }
  Json request = Json::object();
  RETURN_IF_ERROR(SetFields(arguments, *method->descriptor->input_type(), &request));
  ASSIGN_OR_RETURN(const Listing listing, ReadPages(session, *method, std::move(request), all));
  return names ? PrintNames(session, listing) : PrintListing(session, listing, columns, empty);
}

absl::Status RunHistory(Session& session, Arguments& arguments) {
  const std::string& name = arguments.words()[0];
  ASSIGN_OR_RETURN(const Method* method, FindMethod(session, MethodKind::kHistory,
                                                    CollectionOf(name), "see the history of"));
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(const Listing listing,
                   ReadPages(session, *method, {{"name", name}}, /*all=*/true));
  return PrintListing(session, listing,
                      {"revision.version", "revision.commitTime", "revision.verb", "revision.role",
                       "revision.organisation", "revision.job", "revision.reason", "changedFields"},
                      EmptyColumns::kDrop);
}

absl::Status RunDiff(Session& session, Arguments& arguments) {
  const std::vector<std::string>& words = arguments.words();
  ASSIGN_OR_RETURN(const Method* method, FindMethod(session, MethodKind::kDifference,
                                                    CollectionOf(words[0]), "compare versions of"));
  RETURN_IF_ERROR(arguments.NothingLeft());
  const google::protobuf::Descriptor& type = *method->descriptor->input_type();
  Json request = {{"name", words[0]}};
  RETURN_IF_ERROR(SetField("from-version", words[1], type, &request));
  if (words.size() > 2) RETURN_IF_ERROR(SetField("to-version", words[2], type, &request));
  ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(*method, request));
  if (session.options().json) {
    session.Print(*answer);
  } else {
    std::cout << DifferenceText(static_cast<const common::v1::Difference&>(*answer));
  }
  return absl::OkStatus();
}

absl::Status RunExplain(Session& session, Arguments& arguments) {
  const std::string& name = arguments.words()[0];
  ASSIGN_OR_RETURN(const Method* method,
                   FindMethod(session, MethodKind::kExplanation, CollectionOf(name), "explain"));
  Json request = {{"name", name}};
  RETURN_IF_ERROR(SetFields(arguments, *method->descriptor->input_type(), &request));
  ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(*method, request));
  if (session.options().json) {
    session.Print(*answer);
  } else {
    std::cout << ExplanationText(*answer, session.reading().language);
  }
  return absl::OkStatus();
}

absl::Status RunCreate(Session& session, Arguments& arguments) {
  ASSIGN_OR_RETURN(const Method* method,
                   FindMethod(session, MethodKind::kCreate, arguments.words()[0], "create"));
  const google::protobuf::Descriptor& type = *method->descriptor->input_type();
  const std::optional<std::string> id = arguments.Take("id");
  ASSIGN_OR_RETURN(Json resource, TakeBody(arguments));
  RETURN_IF_ERROR(SetFields(arguments, *method->resource->message_type(), &resource));
  Json request = {{method->resource->json_name(), std::move(resource)}};
  if (id.has_value()) {
    RETURN_IF_ERROR(SetField(absl::StrCat(method->resource->name(), "_id"), *id, type, &request));
  }
  ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(*method, request));
  session.Print(*answer);
  return absl::OkStatus();
}

absl::Status RunUpdate(Session& session, Arguments& arguments) {
  const std::string& name = arguments.words()[0];
  ASSIGN_OR_RETURN(const Method* method,
                   FindMethod(session, MethodKind::kUpdate, CollectionOf(name), "update"));
  const std::optional<std::string> mask = arguments.Take("mask");
  ASSIGN_OR_RETURN(Json resource, TakeBody(arguments));
  RETURN_IF_ERROR(SetFields(arguments, *method->resource->message_type(), &resource));
  resource["name"] = name;
  Json request = {{method->resource->json_name(), std::move(resource)}};
  if (mask.has_value()) request["updateMask"] = *mask;
  ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(*method, request));
  session.Print(*answer);
  return absl::OkStatus();
}

absl::Status RunAct(Session& session, Arguments& arguments) {
  const std::string& verb = arguments.words()[0];
  const std::string& name = arguments.words()[1];
  const absl::string_view collection = CollectionOf(name);
  const Method* method = session.index().Find(MethodKind::kAct, collection, verb);
  if (method == nullptr) {
    return WrongUse(absl::StrCat("Nobody can ", verb, " '", name, "'; of ", collection,
                                 " there is ",
                                 absl::StrJoin(session.index().Verbs(collection), ", "), "."));
  }
  ASSIGN_OR_RETURN(Json request, TakeBody(arguments));
  RETURN_IF_ERROR(SetFields(arguments, *method->descriptor->input_type(), &request));
  request["name"] = name;
  ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(*method, request));
  session.Print(*answer);
  return absl::OkStatus();
}

absl::Status RunCall(Session& session, Arguments& arguments) {
  const Method* method = session.index().FindByName(arguments.words()[0]);
  if (method == nullptr) {
    return WrongUse(absl::StrCat("No service has a method '", arguments.words()[0], "'."));
  }
  ASSIGN_OR_RETURN(Json request, TakeBody(arguments));
  RETURN_IF_ERROR(SetFields(arguments, *method->descriptor->input_type(), &request));
  if (!method->descriptor->server_streaming()) {
    ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(*method, request));
    session.Print(*answer);
    return absl::OkStatus();
  }
  const MessagePtr message = NewMessage(*method->descriptor->input_type());
  RETURN_IF_ERROR(ReadMessage(request, message.get()));
  ASSIGN_OR_RETURN(Client * client, session.ClientOf(*method));
  return client->Stream(*method, *message,
                        [&session](const Message& answer) { session.Print(answer); });
}

}  // namespace

std::vector<Command> ResourceCommands() {
  return {
      {"get",
       "NAME",
       1,
       1,
       "Shows one resource.",
       {{"as-of=WHEN",
         "as it was: at the end of a day (2026-03-12) or at an instant "
         "(2026-03-12T09:30:00Z)"}},
       false,
       RunGet},
      {"list",
       "COLLECTION",
       1,
       1,
       "Shows the resources of a collection.",
       {{"FIELD=VALUE", "only those; any filter of the list"},
        {"all", "all pages, not only the first"},
        {"columns=A,B", "these fields, also inner ones: name,answer.days"},
        {"names", "only the names, a line each"}},
       true,
       RunList},
      {"history",
       "NAME",
       1,
       1,
       "Shows every version of a resource: when, who, what, why.",
       {},
       false,
       RunHistory},
      {"diff",
       "NAME FROM [TO]",
       2,
       3,
       "Shows what differs between two versions of a resource; without TO, since FROM.",
       {},
       false,
       RunDiff},
      {"explain",
       "NAME",
       1,
       1,
       "Shows why an answer is what it is and until when it is due, in words.",
       {{"FIELD=VALUE", "one field of the request: --if-answered-time=2026-03-17T09:00:00Z"}},
       true,
       RunExplain},
      {"create", "COLLECTION", 1, 1, "Makes a resource.",
       WithBodyOptions({{"FIELD=VALUE", "one field of the resource"},
                        {"id=ID", "the id to give, where the caller may choose"}}),
       true, RunCreate},
      {"update", "NAME", 1, 1, "Changes a resource.",
       WithBodyOptions({{"FIELD=VALUE", "one field of the resource"},
                        {"mask=A,B", "the fields to take over; without it all that are given"}}),
       true, RunUpdate},
      {"act", "VERB NAME", 2, 2, "Does something with a resource: send, calculate, merge, delete…",
       WithBodyOptions({{"FIELD=VALUE", "one field of the request: --reason=…, --etag=…"}}), true,
       RunAct},
      {"call", "METHOD", 1, 1, "Calls any method of any service by its name.",
       WithBodyOptions({{"FIELD=VALUE", "one field of the request"}}), true, RunCall},
  };
}

}  // namespace mandat::cli
