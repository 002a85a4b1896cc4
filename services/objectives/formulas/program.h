#ifndef SERVICES_OBJECTIVES_FORMULAS_PROGRAM_H_
#define SERVICES_OBJECTIVES_FORMULAS_PROGRAM_H_

// Many formulas together, ready to be asked what an event adds to each of them.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "mandat/objectives/v1/figure.pb.h"
#include "mandat/objectives/v1/formula.pb.h"
#include "services/objectives/formulas/event_types.h"
#include "services/objectives/formulas/terms.h"

namespace mandat::objectives::formulas {

// What one event adds to one part of a formula.
struct Contribution {
  // As it was given to Program::Add.
  int64_t formula = 0;
  v1::FactRole role = v1::FACT_ROLE_NUMERATOR;
  // The day in Brussels that says to which period it belongs.
  absl::CivilDay day;
  // 1, or the value of the field that is added up.
  int64_t amount = 0;
  // Of events with the same text here only the one of the lowest position counts for the formula
  // and role, in whatever period; empty = every event counts. Only good for comparing; valid during
  // the call.
  absl::string_view distinct;
};

// Once all formulas are added it is safe for concurrent use.
class Program {
 public:
  // `types` outlives it.
  explicit Program(const EventTypes& types = EventTypes::Published()) : types_(types) {}

  // Adds a formula under the caller's number for it. A combination adds nothing, as it counts no
  // events. Errors of CheckFormula.
  absl::Status Add(int64_t formula, const v1::Formula& value);

  // Calls `use` for each contribution of an event of the type, in the order in which formulas were
  // added. A function of its arguments alone. `resource` is what the event carries, a generated
  // message of the type's kind; `commit_time` says when the event was committed.
  void Evaluate(absl::string_view type, const google::protobuf::Message& resource,
                absl::Time commit_time, absl::FunctionRef<void(const Contribution&)> use) const;

  // How many contributions of one event count once for their value, at most.
  int64_t DistinctOfOneEvent() const;

  // Whether any formula counts events of the type.
  bool Counts(absl::string_view type) const { return types_counted_.contains(type); }

 private:
  friend class BytesEvaluation;

  struct NumberedTerm {
    int64_t formula = 0;
    Term term;
  };
  struct CountedType {
    std::vector<NumberedTerm> terms;
    // What they read: Field::number.
    std::vector<int> fields;
  };

  static void Evaluate(const CountedType& type, const google::protobuf::Message& resource,
                       absl::Time commit_time, absl::FunctionRef<void(const Contribution&)> use);

  const EventTypes& types_;
  absl::flat_hash_map<std::string, CountedType> types_counted_;
};

// Asks a program about many events whose resources are in their bytes. Reads of each what the
// formulas of its type read, and nothing of types that none counts. Not thread-safe.
class BytesEvaluation {
 public:
  // The program is complete and outlives this.
  explicit BytesEvaluation(const Program& program) : program_(program) {}

  // As Program::Evaluate. False where a resource that is read cannot be.
  bool Evaluate(absl::string_view type, absl::string_view resource, absl::Time commit_time,
                absl::FunctionRef<void(const Contribution&)> use);

 private:
  const Program& program_;
  // Used again: most of the time of parsing goes into memory.
  std::string excerpt_;
  absl::flat_hash_map<const Program::CountedType*, std::unique_ptr<google::protobuf::Message>>
      resources_;
};

}  // namespace mandat::objectives::formulas

#endif  // SERVICES_OBJECTIVES_FORMULAS_PROGRAM_H_
