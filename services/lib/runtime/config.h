#ifndef SERVICES_LIB_RUNTIME_CONFIG_H_
#define SERVICES_LIB_RUNTIME_CONFIG_H_

// The configuration of a program: one struct, each field declared once.
//
//   struct Config { std::string listen; int64_t batch_max; absl::Duration grace; Secret key; };
//
//   ConfigSchema Declare(Config* config) {
//     ConfigSchema schema("mandat-socialaid");
//     schema.Text(&config->listen, "listen", "Address of the gRPC server.", "127.0.0.1:0")
//         .Integer(&config->batch_max, "batch_max", "Commands in one commit", "commands", {1,
//         1000}, 64) .Duration(&config->grace, "shutdown_grace", "…", {absl::ZeroDuration(),
//         absl::Minutes(5)}, absl::Seconds(5)) .SecretFile(&config->key, "store_key_file", "…");
//     return schema;
//   }
//
// A value comes from the default, a file of `name = value` lines (`--config=path` or
// MANDAT_CONFIG), the environment
// (`MANDAT_BATCH_MAX`) or a flag (`--batch_max=64`, hyphens as good as underscores); the later one
// wins. Whatever is not declared is refused, in the environment everything that begins with
// MANDAT_. On Kubernetes set `enableServiceLinks: false`, or it adds such variables of its own.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/lib/runtime/secret.h"

namespace mandat::runtime {

// Where values come from beside the defaults.
struct ConfigSources {
  // Without the program's name.
  std::vector<std::string> arguments;
  // `NAME=value`.
  std::vector<std::string> environment;
};

// What the program was called with.
ConfigSources SourcesOfProcess(int argc, char** argv);

// Both ends belong to it.
template <class T>
struct Range {
  T least;
  T most;
};

// The targets must outlive the schema. Declaring a name twice, or a default out of its range, ends
// the program.
class ConfigSchema {
 public:
  explicit ConfigSchema(std::string program);

  // No default: somebody must set it. Empty is then refused too.
  ConfigSchema& Text(std::string* target, absl::string_view name, absl::string_view meaning,
                     std::optional<std::string> default_value);
  // One of `choices`; the first is the default.
  ConfigSchema& Choice(std::string* target, absl::string_view name, absl::string_view meaning,
                       std::vector<std::string> choices);
  ConfigSchema& Integer(int64_t* target, absl::string_view name, absl::string_view meaning,
                        absl::string_view unit, Range<int64_t> range, int64_t default_value);
  // Written with a unit: `200ms`, `5s`, `1h30m`.
  ConfigSchema& Duration(absl::Duration* target, absl::string_view name, absl::string_view meaning,
                         Range<absl::Duration> range, absl::Duration default_value);
  // `true` or `false`.
  ConfigSchema& Switch(bool* target, absl::string_view name, absl::string_view meaning,
                       bool default_value);
  // The value is the path of a file, whose content, less a line end, is the secret. Without a path
  // it is empty.
  ConfigSchema& SecretFile(Secret* target, absl::string_view name, absl::string_view meaning);

  // Sets every target and returns the arguments that are no flags, in order. INVALID_ARGUMENT
  // `CONFIGURATION_INVALID` with every fault on a line of its own; the targets are then of no use.
  absl::StatusOr<std::vector<std::string>> Load(const ConfigSources& sources);

  // `name = value  # where it is from`, a line each, secrets as ***.
  std::string Print() const;

  // A table in Markdown for the README of the program.
  std::string Reference() const;

  const std::string& program() const { return program_; }

 private:
  struct Field {
    std::string name;
    std::string meaning;
    // What may stand there: "1 to 1000 commands".
    std::string range;
    // Nothing: required.
    std::optional<std::string> default_text;
    // Takes the value, or says what is wrong with it.
    std::function<std::optional<std::string>(const std::string&)> set;
    bool secret = false;
    // The last value and where it is from.
    std::string text = "";
    std::string source = "";
  };

  ConfigSchema& Add(Field field);
  Field* Find(absl::string_view name);
  // Sets one field; appends to `faults` what is wrong.
  void Set(absl::string_view name, const std::string& value, const std::string& source,
           std::vector<std::string>* faults);
  void LoadDefaults();
  void LoadFile(const std::string& path, std::vector<std::string>* faults);
  void LoadEnvironment(const std::map<std::string, std::string>& environment,
                       std::vector<std::string>* faults);

  const std::string program_;
  std::vector<Field> fields_;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_CONFIG_H_
