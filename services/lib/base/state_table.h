#ifndef SERVICES_LIB_BASE_STATE_TABLE_H_
#define SERVICES_LIB_BASE_STATE_TABLE_H_

// Tables of states: what may be done in which state, by whom, with what end, and what must hold for
// it. A service writes the table; what is checked, the actions that are offered and the table in
// the documentation all come from there.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/lib/base/error.h"

namespace mandat::base {

// What must hold for a move, in the order in which it is checked.
template <typename Guard>
class Guards {
 public:
  consteval Guards(std::initializer_list<Guard> guards) : size_(guards.size()) {
    std::copy(guards.begin(), guards.end(), guards_.begin());
  }
  constexpr const Guard* begin() const { return guards_.data(); }
  constexpr const Guard* end() const { return guards_.data() + size_; }

 private:
  // A longer list does not compile.
  std::array<Guard, 5> guards_{};
  size_t size_;
};

// One row. What is in none is refused.
template <typename State, typename Verb, typename Who, typename Guard>
struct Transition {
  State from;
  Verb verb;
  State to;
  Who who;
  Guards<Guard> guards;
};

// What a verb is called, and what a refusal in a state that does not know it says.
template <typename Verb>
struct VerbFacts {
  Verb verb;
  // As it stands in the path of the method: `send`.
  absl::string_view code;
  // The verb of its event: `sent`. Empty where it has none.
  absl::string_view event;
  absl::string_view reason;
  absl::string_view message;
};

// The row of the verb, which the table has.
template <typename Table, typename Verb>
constexpr const auto& FactsOf(const Table& table, Verb verb) {
  for (const auto& facts : table) {
    if (facts.verb == verb) return facts;
  }
  std::abort();
}

// What must hold for a move: how it is found out, and how it is told.
template <typename Guard, typename Move, typename Words>
struct GuardFacts {
  Guard guard;
  // The reason of the guard, with a message that says what to do.
  absl::Status (*check)(const Move& move);
  Words words;
};

// The row of the guard, which the table has.
template <typename Table, typename Guard>
constexpr const auto& GuardFactsOf(const Table& table, Guard guard) {
  for (const auto& facts : table) {
    if (facts.guard == guard) return facts;
  }
  std::abort();
}

// OK where all hold; the first that does not decides.
template <typename Table, typename Guard, typename Move>
absl::Status CheckGuards(const Table& table, const Guards<Guard>& guards, const Move& move) {
  for (const Guard guard : guards) {
    if (absl::Status status = GuardFactsOf(table, guard).check(move); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// What this party may do in the state, in the order of the table.
template <typename Table, typename State, typename Who>
std::vector<const typename Table::value_type*> TransitionsOf(const Table& table, State state,
                                                             Who who) {
  std::vector<const typename Table::value_type*> transitions;
  for (const auto& transition : table) {
    if (transition.from == state && transition.who == who) transitions.push_back(&transition);
  }
  return transitions;
}

// "the centre can update, send"; empty where it can do nothing. `code` names a verb.
template <typename Transitions, typename Code>
std::string CanDo(absl::string_view called, const Transitions& transitions, const Code& code) {
  std::string text;
  for (const auto* transition : transitions) {
    absl::StrAppend(&text, text.empty() ? absl::StrCat(called, " can ") : ", ",
                    code(transition->verb));
  }
  return text;
}

// FAILED_PRECONDITION with the reason of the verb (metadata `state`): "Only a draft can be sent; it
// is SENT, where the centre can forward." `next` says what may be done instead.
template <typename Verb>
absl::Status RefuseIn(absl::string_view state, const VerbFacts<Verb>& facts,
                      absl::string_view next) {
  return Error(absl::StatusCode::kFailedPrecondition, facts.reason,
               absl::StrCat(facts.message, "; it is ", state, ", ", next, "."),
               {{"state", std::string(state)}});
}

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_STATE_TABLE_H_
