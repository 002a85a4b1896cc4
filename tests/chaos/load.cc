#include "tests/chaos/load.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/error.h"
#include "services/lib/base/uuid.h"
#include "services/socialaid/test_data.h"
#include "tests/support/eventually.h"
#include "tests/support/scenario.h"

namespace mandat::chaos {
namespace {

using testing::Persona;
using testing::SocialAidStub;
namespace v1 = socialaid::v1;

constexpr int kWriters = 3;
constexpr absl::Duration kCallTimeout = absl::Seconds(3);
constexpr absl::Duration kImpatience = absl::Milliseconds(250);
constexpr absl::Duration kBackOff = absl::Milliseconds(10);
// Serial numbers of one day.
constexpr int kSerials = 998;
// Beyond what any load reaches, and short enough for a code.
constexpr int kLastOffice = 9'999'999;

// Answers that say "repeat", and everything that the service itself did not say.
bool MayBeRepeated(const absl::Status& status) {
  return base::ReasonOf(status).empty() || absl::IsUnavailable(status) || absl::IsAborted(status) ||
         absl::IsResourceExhausted(status) || absl::IsDeadlineExceeded(status);
}

}  // namespace

Load::Load(testing::RunningSocialAid& service, int tag) : service_(service), tag_(tag) {
  for (int writer = 0; writer < kWriters; ++writer) {
    writers_.emplace_back(absl::StrCat("writer ", writer),
                          [this, writer] { RunPersistent(writer); });
  }
  writers_.emplace_back("impatient", [this] { RunImpatient(); });
}

Load::~Load() { Stop(); }

void Load::AwaitMore(int64_t commands, absl::Duration timeout) {
  const int64_t goal = acknowledged() + commands;
  EXPECT_TRUE(testing::Eventually([&] { return acknowledged() >= goal; }, timeout))
      << "the load does not go on: " << goal - acknowledged() << " of " << commands << " missing\n"
      << service_.LogText().substr(0, 4000);
}

Acknowledged Load::SoFar() const {
  const runtime::MutexLock lock(&mutex_);
  return told_;
}

Acknowledged Load::Stop() {
  stopping_ = true;
  for (runtime::Thread& writer : writers_) writer.Join();
  return SoFar();
}

std::vector<std::string> Load::Faults() const {
  const runtime::MutexLock lock(&mutex_);
  return faults_;
}

void Load::Note(const std::string& request, const char* verb) {
  const runtime::MutexLock lock(&mutex_);
  told_.requests[request].push_back(verb);
}

void Load::Blame(const std::string& fault) {
  const runtime::MutexLock lock(&mutex_);
  faults_.push_back(fault);
}

template <class Method, class Request>
auto Load::Persist(Persona persona, Method method, Request request) {
  using Answer = decltype(service_.Call(persona, method, request));
  request.set_request_id(base::MakeUuidV4(base::RandomBytes<16>()));
  while (true) {
    Answer answer = service_.Call(persona, method, request, kCallTimeout);
    if (answer.ok()) {
      ++acknowledged_;
      return std::optional<typename Answer::value_type>(*std::move(answer));
    }
    ++failed_;
    if (!MayBeRepeated(answer.status())) {
      Blame(answer.status().ToString());
      return std::optional<typename Answer::value_type>();
    }
    absl::SleepFor(kBackOff);
  }
}

void Load::RunPersistent(int writer) {
  for (int n = 0; !stopping_; ++n) {
    const absl::CivilDay birth = absl::CivilDay(1950 + 4 * tag_ + writer, 1, 1) + n / kSerials;
    v1::RegisterPersonRequest registration;
    *registration.mutable_person() =
        testing::PersonBorn(birth, n % kSerials + 1, "Load", "Testpersoon");
    const auto person =
        Persist(Persona::kCentreAgent, &SocialAidStub::RegisterPerson, registration);
    if (!person.has_value() || !LiveThrough(person->person(), static_cast<Ending>(n % 5))) return;
  }
}

bool Load::LiveThrough(const std::string& person, Ending ending) {
  const auto agent = Persona::kCentreAgent;
  v1::CreateArticle60RequestRequest creation;
  *creation.mutable_article60_request() = testing::DraftFor(testing::kCentre, person);
  const auto created = Persist(agent, &SocialAidStub::CreateArticle60Request, creation);
  if (!created.has_value()) return false;
  const std::string& name = created->name();
  Note(name, "created");
  if (ending == Ending::kDeleted) {
    v1::DeleteArticle60RequestRequest deletion;
    deletion.set_name(name);
    if (!Persist(agent, &SocialAidStub::DeleteArticle60Request, deletion)) return false;
    Note(name, "deleted");
  }
  if (ending == Ending::kSent || ending == Ending::kCalculated) {
    v1::SendArticle60RequestRequest sending;
    sending.set_name(name);
    if (!Persist(agent, &SocialAidStub::SendArticle60Request, sending)) return false;
    Note(name, "sent");
  }
  if (ending == Ending::kCalculated) {
    v1::CalculateArticle60RequestRequest calculation;
    calculation.set_name(name);
    if (!Persist(Persona::kOfficeAgent, &SocialAidStub::CalculateArticle60Request, calculation)) {
      return false;
    }
    Note(name, "calculated");
  }
  if (ending == Ending::kWithdrawn) {
    v1::WithdrawArticle60RequestRequest withdrawal;
    withdrawal.set_name(name);
    withdrawal.set_reason("moved away");
    if (!Persist(agent, &SocialAidStub::WithdrawArticle60Request, withdrawal)) return false;
    Note(name, "withdrawn");
  }
  return true;
}

void Load::RunImpatient() {
  for (int n = 0; !stopping_; ++n) {
    const auto made = service_.Call(Persona::kOfficeManager, &SocialAidStub::CreateOffice,
                                    AskForOffice(n), kImpatience);
    if (made.ok()) {
      ++acknowledged_;
      NoteOffice(made->name());
      continue;
    }
    ++failed_;
    if (!MayBeRepeated(made.status())) Blame(made.status().ToString());
    absl::SleepFor(kBackOff);
  }
  // Whatever was asked for before is decided by the time this one is answered.
  const auto last =
      Persist(Persona::kOfficeManager, &SocialAidStub::CreateOffice, AskForOffice(kLastOffice));
  if (last.has_value()) NoteOffice(last->name());
}

v1::CreateOfficeRequest Load::AskForOffice(int number) {
  v1::CreateOfficeRequest request;
  *request.mutable_office() = socialaid::TestOffice();
  request.mutable_office()->set_code(absl::StrCat("L", tag_, "N", number));
  request.set_office_id(absl::StrCat("load-", tag_, "-", number));
  const runtime::MutexLock lock(&mutex_);
  told_.offices_asked_for.insert(absl::StrCat("offices/", request.office_id()));
  return request;
}

void Load::NoteOffice(const std::string& office) {
  const runtime::MutexLock lock(&mutex_);
  told_.offices.insert(office);
}

}  // namespace mandat::chaos
