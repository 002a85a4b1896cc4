#include "gateway/cli/help.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gateway/cli/table.h"

namespace mandat::cli {
namespace {

constexpr char kCommonOptions[] = R"(Options of every command:
  --output=json      JSON for programs instead of tables
  --as=PERSONA       who calls, on a local system
  --service=NAME     which service, where every service has what is asked
  --deadline=TIME    how long one call may take; 10s

)";

constexpr char kEnvironment[] = R"(Environment, or lines NAME=value of the file MANDAT_PROFILE:
  MANDAT_SERVER                       host:port; MANDAT_SOCIALAID and the like for one service
  MANDAT_TOKEN, MANDAT_TOKEN_FILE     who calls; or MANDAT_PERSONA on a local system
  MANDAT_NATS_URL                     the broker, for watch
  MANDAT_KEYS, _ISSUER, _AUDIENCE     the folder of the local signing key, and what tokens say
  MANDAT_PERSONAS                     the file of personas; deploy/sample/personas.json
  MANDAT_TLS_CA, _CERTIFICATE, _KEY   PEM files for mutual TLS
  MANDAT_LANGUAGE                     fr, nl, de or en

Exit codes: 0 done; 1 refused, with REASON: message on standard error; 2 wrong use; 3 no answer,
try again.
)";

std::string Synopsis(const Command& command) {
  return absl::StrCat("mandat ", command.name, command.words.empty() ? "" : " ", command.words,
                      command.options.empty() ? "" : " [option…]");
}

// "  left   right" with the right sides below each other.
std::string TwoColumns(const std::vector<std::pair<std::string, std::string>>& lines) {
  size_t widest = 0;
  for (const auto& line : lines) widest = std::max(widest, line.first.size());
  std::string text;
  for (const auto& [left, right] : lines) {
    absl::StrAppend(&text, "  ", left, std::string(widest - left.size() + 2, ' '), right, "\n");
  }
  return text;
}

std::string FirstWord(absl::string_view name) {
  const std::vector<std::string> words = absl::StrSplit(name, ' ');
  return words.front();
}

std::string SecondWords(absl::string_view first) {
  std::set<std::string> words;
  for (const Command& command : Commands()) {
    const std::vector<std::string> name = absl::StrSplit(command.name, ' ');
    if (name.size() == 2 && name[0] == first) words.insert(name[1]);
  }
  return absl::StrJoin(words, " ");
}

std::string OptionWords(const Command& command) {
  std::vector<std::string> words = {"--output=json", "--as=", "--service=", "--deadline="};
  for (const OptionHelp& option : command.options) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(option.option, '=');
    if (parts.first == "FIELD") continue;
    words.push_back(absl::StrCat("--", parts.first, parts.second.empty() ? "" : "="));
  }
  return absl::StrJoin(words, " ");
}

// What can follow a command, where the services say it.
std::string WordsAfter(const Command& command, const MethodIndex& index) {
  if (command.name == "list") return absl::StrJoin(index.Collections(MethodKind::kList), " ");
  if (command.name == "create") return absl::StrJoin(index.Collections(MethodKind::kCreate), " ");
  if (command.name == "file") return absl::StrJoin(index.Collections(MethodKind::kFile), " ");
  if (command.name == "act") return absl::StrJoin(index.Verbs(""), " ");
  if (command.name == "call") {
    return absl::StrJoin(index.methods(), " ", [](std::string* out, const Method& method) {
      absl::StrAppend(out, method.descriptor->name());
    });
  }
  return SecondWords(command.name);
}

}  // namespace

std::string GeneralHelp() {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const Command& command : Commands()) {
    lines.emplace_back(absl::StrCat(command.name, command.words.empty() ? "" : " ", command.words),
                       command.summary);
  }
  lines.emplace_back("help [COMMAND]", "Shows this, or more about one command.");
  lines.emplace_back("completion bash", "Prints a script: source <(mandat completion bash).");
  return absl::StrCat("Usage: mandat COMMAND [option…]\n\n", TwoColumns(lines), "\n",
                      kCommonOptions, kEnvironment);
}

std::string HelpOf(const Command& command) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const OptionHelp& option : command.options) {
    lines.emplace_back(absl::StrCat("--", option.option), option.meaning);
  }
  return absl::StrCat("Usage: ", Synopsis(command), "\n\n", command.summary, "\n",
                      lines.empty() ? "" : "\n", TwoColumns(lines), "\n", command.use,
                      command.use.empty() ? "" : "\n", kCommonOptions);
}

std::string BashCompletion(const MethodIndex& index) {
  std::set<std::string> first = {"help", "completion"};
  std::string cases;
  for (const Command& command : Commands()) {
    first.insert(FirstWord(command.name));
    if (command.name != FirstWord(command.name)) continue;
    absl::StrAppend(&cases, "    ", command.name, ") words='", WordsAfter(command, index),
                    "' options='", OptionWords(command), "' ;;\n");
  }
  for (const std::string& word : first) {
    const std::string seconds = SecondWords(word);
    if (seconds.empty() || FindCommand({word}) != nullptr) continue;
    absl::StrAppend(&cases, "    ", word, ") words='", seconds, "' ;;\n");
  }
  return absl::StrReplaceAll(R"(_mandat() {
  local current=${COMP_WORDS[COMP_CWORD]} words='' options=''
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '@FIRST@' -- "$current"))
    return
  fi
  case ${COMP_WORDS[1]} in
@CASES@    help) words='@FIRST@' ;;
    completion) words='bash' ;;
  esac
  ((COMP_CWORD == 2)) || words=''
  COMPREPLY=($(compgen -W "$words $options" -- "$current"))
  [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
}
complete -o default -F _mandat mandat
)",
                             {{"@FIRST@", absl::StrJoin(first, " ")}, {"@CASES@", cases}});
}

}  // namespace mandat::cli
