#include "services/lib/ledger/answers.h"

#include <utility>

namespace mandat::ledger {
namespace {

constexpr size_t kWaitingMax = 1 << 16;
constexpr size_t kTakenMax = 64;

}  // namespace

Answers::Answers() : queue_(kWaitingMax), thread_("answers", [this] { Run(); }) {}

void Answers::Send(std::vector<Answer> answers) {
  if (queue_.TryPushAll(&answers)) return;
  for (Answer& answer : answers) answer();
}

void Answers::Close() {
  queue_.Close();
  thread_.Join();
}

void Answers::Run() {
  std::vector<Answer> answers;
  while (queue_.PopSome(&answers, kTakenMax)) {
    for (Answer& answer : answers) answer();
    answers.clear();
  }
}

}  // namespace mandat::ledger
