// Commands on a whole system: its sample data, and the copies of a service's data.

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/cli/command.h"
#include "gateway/cli/journal.h"
#include "gateway/cli/persona.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/scenario.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::cli {
namespace {

constexpr absl::Duration kTokenLifetime = absl::Minutes(30);

// The clients of everybody who acts in a scenario: one a person and service.
class Cast {
 public:
  Cast(const Session& session, const Scenario& scenario) : session_(session), scenario_(scenario) {}

  absl::StatusOr<Client*> ClientOf(const std::string& actor, const Method& method) {
    std::unique_ptr<Client>& client = clients_[{actor, method.service}];
    if (client == nullptr) {
      ASSIGN_OR_RETURN(const Persona persona, FindPersona(scenario_.actors, actor));
      ASSIGN_OR_RETURN(std::string token,
                       SignToken(session_.settings(), persona.actor, kTokenLifetime, absl::Now()));
      ASSIGN_OR_RETURN(client, session_.MakeClient(method, std::move(token)));
    }
    return client.get();
  }

 private:
  const Session& session_;
  const Scenario& scenario_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<Client>> clients_;
};

// Does one step and writes it down.
absl::Status Do(const Step& step, const Method& method, Cast* cast, Journal* journal) {
  ASSIGN_OR_RETURN(Json request, Resolve(step.request, journal->answers()));
  if (method.descriptor->input_type()->FindFieldByName("request_id") != nullptr) {
    request["requestId"] = RequestIdOf(step);
  }
  const MessagePtr message = NewMessage(*method.descriptor->input_type());
  RETURN_IF_ERROR(ReadMessage(request, message.get()));
  ASSIGN_OR_RETURN(Client * client, cast->ClientOf(step.as, method));
  const auto answer = client->Call(method, message.get());
  if (!answer.ok()) return base::WithMetadata(answer.status(), "step", step.id);
  RETURN_IF_ERROR(journal->Add(step.id, NamesIn(**answer)));
  return CheckAnswer(step, **answer);
}

absl::Status RunSampleLoad(Session& session, Arguments& arguments) {
  const std::string journal_path = arguments.Take("journal").value_or("");
  RETURN_IF_ERROR(arguments.NothingLeft());
  ASSIGN_OR_RETURN(std::vector<Persona> personas, LoadPersonas(session.settings()));
  ASSIGN_OR_RETURN(const Scenario scenario,
                   LoadScenario(arguments.words()[0], std::move(personas)));
  RETURN_IF_ERROR(CheckScenario(scenario, session.index()));
  ASSIGN_OR_RETURN(Journal journal, Journal::Open(journal_path));
  Cast cast(session, scenario);
  Progress progress;
  int64_t done = 0, looked_at = 0;
  for (const Step& step : scenario.steps) {
    progress.Show("sample data", ++looked_at, static_cast<int64_t>(scenario.steps.size()));
    if (journal.Has(step.id)) continue;
    const absl::Status status = Do(step, *session.index().FindByName(step.call), &cast, &journal);
    if (!status.ok()) {
      progress.Clear();
      std::cerr << "Step " << step.id << " (" << step.call << "):\n";
      return status;
    }
    ++done;
  }
  progress.Clear();
  std::cout << done << " steps done, " << scenario.steps.size() - static_cast<size_t>(done)
            << " done before.\n";
  return absl::OkStatus();
}

// A service keeps its settings to itself and refuses variables that it does not know.
void ForgetOwnEnvironment() {
  std::vector<std::string> names;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const absl::string_view text(*variable);
    if (absl::StartsWith(text, "MANDAT_")) names.emplace_back(text.substr(0, text.find('=')));
  }
  for (const std::string& name : names) unsetenv(name.c_str());
}

// Becomes `mandat-<service> <verb> FOLDER`, which stands beside this program and has the right to
// the store. Returns only if that fails.
absl::Status Become(const Session& session, absl::string_view verb, const std::string& folder) {
  ASSIGN_OR_RETURN(const std::string service, session.Service());
  const std::string setting = absl::StrCat("MANDAT_", absl::AsciiStrToUpper(service), "_CONFIG");
  ASSIGN_OR_RETURN(const std::string config,
                   session.settings().Require(setting, "the configuration file of the service"));
  std::error_code failed;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", failed);
  const std::string program = self.parent_path() / absl::StrCat("mandat-", service);
  const std::string words = std::string(verb);
  const std::string option = absl::StrCat("--config=", config);
  ForgetOwnEnvironment();
  execl(program.c_str(), program.c_str(), words.c_str(), folder.c_str(), option.c_str(), nullptr);
  return base::Error(absl::StatusCode::kNotFound, "PROGRAM_NOT_STARTED",
                     absl::StrCat(program, " cannot be started: ", strerror(errno), "."),
                     {{"program", program}});
}

absl::Status RunBackup(Session& session, Arguments& arguments) {
  RETURN_IF_ERROR(arguments.NothingLeft());
  return Become(session, "backup", arguments.words()[0]);
}

absl::Status RunRestore(Session& session, Arguments& arguments) {
  RETURN_IF_ERROR(arguments.NothingLeft());
  return Become(session, "restore", arguments.words()[0]);
}

}  // namespace

std::vector<Command> SystemCommands() {
  return {
      {"sample load",
       "FOLDER",
       1,
       1,
       "Loads the sample data of a folder into a local system.",
       {{"journal=FILE", "writes down what was done, and does only what is not there yet"}},
       false,
       RunSampleLoad},
      {"backup",
       "FOLDER",
       1,
       1,
       "Copies the data of a service into a folder: runs 'mandat-SERVICE backup' on this machine.",
       {},
       false,
       RunBackup},
      {"restore",
       "FOLDER",
       1,
       1,
       "Puts a copy back: runs 'mandat-SERVICE restore' on this machine, while the service stands "
       "still.",
       {},
       false,
       RunRestore},
  };
}

}  // namespace mandat::cli
