#ifndef GATEWAY_CLI_SCENARIO_H_
#define GATEWAY_CLI_SCENARIO_H_

// Sample data as a scenario: calls in order, each by somebody, that may name what earlier calls
// answered.
//
//   {"actors": [persona…],
//    "steps": [{"id": "c-laeken", "as": "manager", "call": "CreateCentre", "request": {…},
//               "expect": {"language": "fr"}},
//              {…, "request": {"name": "${c-laeken.name}"}}]}

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/cli/input.h"
#include "gateway/cli/method_index.h"
#include "gateway/cli/persona.h"
#include "google/protobuf/message.h"

namespace mandat::cli {

struct Step {
  std::string id;
  // Persona or actor who calls.
  std::string as;
  // Name of the method.
  std::string call;
  Json request;
  // What the answer must say: a path as of Cell(), and the text there. May be empty.
  std::map<std::string, std::string> expect;
};

struct Scenario {
  std::vector<Persona> actors;
  std::vector<Step> steps;
};

// What earlier steps answered, by step: the names in their answers.
using Answers = std::map<std::string, std::map<std::string, std::string>>;

// Adds the actors and the steps of one file; `what` names it. INVALID_ARGUMENT `SCENARIO_INVALID`,
// also where a step has no id, call and request, or its id was used before.
absl::Status ReadScenario(absl::string_view text, absl::string_view what, Scenario* scenario);

// The files NN-….json of a folder, in the order of their names, after the personas.
absl::StatusOr<Scenario> LoadScenario(const std::string& folder, std::vector<Persona> personas);

// `SCENARIO_INVALID` where a step calls what no service has, acts as nobody known, names what no
// earlier step can have answered, or has a request that its method does not take.
absl::Status CheckScenario(const Scenario& scenario, const MethodIndex& index);

// `value` with every `${step.field}` in its texts replaced. `SCENARIO_INVALID` (metadata
// `reference`) where there is no such answer.
absl::StatusOr<Json> Resolve(const Json& value, const Answers& answers);

// The names in an answer, for later steps: its texts `name` and `person`.
std::map<std::string, std::string> NamesIn(const google::protobuf::Message& answer);

// FAILED_PRECONDITION `SAMPLE_NOT_AS_EXPECTED` (metadata `step`, `field`).
absl::Status CheckAnswer(const Step& step, const google::protobuf::Message& answer);

// Always the same for a step, so that loading it again changes nothing.
std::string RequestIdOf(const Step& step);

}  // namespace mandat::cli

#endif  // GATEWAY_CLI_SCENARIO_H_
