// Commands on the log of a service and on the events that leave it.

#include <iostream>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/cli/command.h"
#include "gateway/cli/input.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/watch.h"
#include "mandat/common/v1/log.pb.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

using google::protobuf::Message;

// A method that every service offers; the protos are linked in, so it is there.
const Method& LogMethod(const Session& session, absl::string_view name) {
  return *session.index().FindByName(absl::StrCat("LogService.", name));
}

absl::StatusOr<std::optional<int64_t>> TakePosition(Arguments& arguments) {
  ASSIGN_OR_RETURN(const int64_t position, arguments.TakeCount("from-position", -1));
  if (position < 0) return std::optional<int64_t>();
  return std::optional<int64_t>(position);
}

absl::Status RunWatch(Session& session, Arguments& arguments) {
  WatchRules rules;
  ASSIGN_OR_RETURN(rules.from_position, TakePosition(arguments));
  ASSIGN_OR_RETURN(const int64_t count, arguments.TakeCount("count", 0));
  RETURN_IF_ERROR(arguments.NothingLeft());
  if (arguments.words().empty()) {
    ASSIGN_OR_RETURN(const std::string service, session.Service());
    rules.subject = events::EventSubjects(service);
  } else {
    rules.subject = arguments.words()[0];
  }
  const Settings& settings = session.settings();
  ASSIGN_OR_RETURN(rules.broker.url, settings.Require("MANDAT_NATS_URL", "the broker's address"));
  rules.broker.name = "mandat-watch";
  rules.broker.ca_file = settings.Get("MANDAT_TLS_CA");
  rules.broker.certificate_file = settings.Get("MANDAT_TLS_CERTIFICATE");
  rules.broker.key_file = settings.Get("MANDAT_TLS_KEY");
  int64_t seen = 0;
  return Watch(rules, [&](const events::CloudEvent& event, absl::string_view payload) {
    std::cout << (session.options().json ? std::string(payload) : EventLine(event)) << std::endl;
    return ++seen != count;
  });
}

absl::Status RunVerify(Session& session, Arguments& arguments) {
  RETURN_IF_ERROR(arguments.NothingLeft());
  const Method& method = LogMethod(session, "VerifyLog");
  ASSIGN_OR_RETURN(Client * client, session.ClientOf(method));
  common::v1::VerifyLogProgress last;
  Progress progress;
  const absl::Status status = client->Stream(
      method, common::v1::VerifyLogRequest(), [&last, &progress](const Message& message) {
        last.CopyFrom(message);
        progress.Show(last.stage(), last.checked(), last.total());
      });
  progress.Clear();
  RETURN_IF_ERROR(status);
  if (session.options().json) session.Print(last);
  if (!last.done()) {
    return base::Error(absl::StatusCode::kUnavailable, "VERIFICATION_CUT",
                       "The server ended before the verification did.");
  }
  for (const std::string& finding : last.findings()) std::cerr << finding << "\n";
  if (last.findings().empty()) {
    if (!session.options().json) std::cout << "The log is sound.\n";
    return absl::OkStatus();
  }
  return base::Error(absl::StatusCode::kDataLoss, "LOG_NOT_SOUND",
                     absl::StrCat("There are ", last.findings_size(), " findings."));
}

absl::Status RunReplay(Session& session, Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::optional<int64_t> position, TakePosition(arguments));
  RETURN_IF_ERROR(arguments.NothingLeft());
  if (position.has_value() == !arguments.words().empty()) {
    return WrongUse("Name one dead letter, or give --from-position to publish events again.");
  }
  // Republish wants the position before the first one.
  const bool letter = !position.has_value();
  const Method& method = LogMethod(session, letter ? "ReplayDeadLetter" : "Republish");
  const Json request = letter ? Json{{"name", arguments.words()[0]}}
                              : Json{{"afterPosition", std::max<int64_t>(*position, 1) - 1}};
  ASSIGN_OR_RETURN(const MessagePtr answer, session.Call(method, request));
  session.Print(*answer);
  return absl::OkStatus();
}

absl::Status RunDeadLetters(Session& session, Arguments& arguments) {
  Arguments list = Arguments::Parse({"list", "deadLetters"});
  list.DropWords(1);
  RETURN_IF_ERROR(arguments.NothingLeft());
  return FindCommand({"list"})->run(session, list);
}

}  // namespace

std::vector<Command> LogCommands() {
  return {
      {"watch",
       "[SUBJECT]",
       0,
       1,
       "Shows events as they come, until Ctrl-C.",
       {{"from-position=N", "begin with the stored events from this position of the log on"},
        {"count=N", "end after so many"}},
       false,
       RunWatch},
      {"verify",
       "",
       0,
       0,
       "Checks the log of a service and its tables against each other.",
       {},
       false,
       RunVerify},
      {"dead-letters",
       "",
       0,
       0,
       "Shows events that a service could not apply.",
       {},
       false,
       RunDeadLetters},
      {"replay",
       "[DEAD-LETTER]",
       0,
       1,
       "Applies a dead letter once more, or publishes events again.",
       {{"from-position=N", "publish everything from this position of the log on once more"}},
       false,
       RunReplay},
  };
}

}  // namespace mandat::cli
