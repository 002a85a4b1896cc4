#include "tests/load/data_set.h"

#include <functional>
#include <memory>
#include <semaphore>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/base/ssin.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/ledger.h"
#include "services/lib/runtime/clock.h"
#include "services/lib/runtime/mutex.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/centres/commands.h"
#include "services/socialaid/offices/commands.h"
#include "services/socialaid/persons/commands.h"
#include "services/socialaid/schema/kinds.h"
#include "services/socialaid/schema/migrations.h"

namespace mandat::load {
namespace {

using google::protobuf::Message;

constexpr int kBatchMax = 1000;
constexpr int kWaitingMax = 4000;
constexpr char kOffice[] = "offices/bruxelles";

google::type::Date DateOf(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::CivilDay BirthOf(int person) { return absl::CivilDay(1960, 1, 1) + person % 10'000; }

socialaid::v1::CreateOfficeRequest Office() {
  socialaid::v1::CreateOfficeRequest request;
  request.set_office_id("bruxelles");
  request.mutable_office()->set_code("BXL");
  request.mutable_office()->mutable_display_name()->set_fr("Bruxelles");
  return request;
}

socialaid::v1::CreateCentreRequest Centre(int number) {
  socialaid::v1::CreateCentreRequest request;
  request.set_centre_id(absl::StrFormat("c%03d", number));
  socialaid::v1::Centre& centre = *request.mutable_centre();
  centre.set_enterprise_number(Ground::Agent(number).organisation);
  centre.mutable_display_name()->set_fr(absl::StrCat("CPAS ", number));
  centre.set_language("fr");
  centre.set_office(kOffice);
  *centre.mutable_valid_from() = DateOf(absl::CivilDay(2000, 1, 1));
  auto* municipality = centre.add_municipalities();
  municipality->set_code("21004");
  *municipality->mutable_valid_from() = centre.valid_from();
  return request;
}

absl::StatusOr<socialaid::v1::RegisterPersonRequest> Person(int number) {
  socialaid::v1::RegisterPersonRequest request;
  socialaid::v1::Person& person = *request.mutable_person();
  const absl::CivilDay birth = BirthOf(number);
  ASSIGN_OR_RETURN(*person.mutable_ssin(), base::MakeSsin(birth, number / 10'000 + 1));
  person.set_given_names(absl::StrCat("Anne-Marie ", number));
  person.set_family_name("Vandenberghe");
  *person.mutable_birth_date() = DateOf(birth);
  return request;
}

socialaid::v1::CreateArticle60RequestRequest DraftOf(int number, const std::string& person) {
  socialaid::v1::CreateArticle60RequestRequest request;
  *request.mutable_article60_request() = CompleteDraft(number, person);
  return request;
}

// Hands commands to a ledger, as many at a time as its batches hold, and keeps the first error.
class Filling {
 public:
  explicit Filling(ledger::Ledger& ledger) : ledger_(ledger) {}
  ~Filling() { Wait().IgnoreError(); }

  template <typename Command>
  void Submit(const access::Actor& actor, typename Command::Request request,
              std::function<void(const Message&)> done) {
    static const ledger::Command& command = *new ledger::Command(ledger::CommandOf<Command>());
    access::Call call;
    call.actor = std::make_shared<access::Actor>(actor);
    call.role = actor.roles.front();
    call.parties.Add(common::v1::PARTY_ANY);
    call.parties.Add(common::v1::PARTY_OWNER);
    call.method = "figures/Load";
    call.now = clock_.Now();
    auto kept = std::make_shared<const typename Command::Request>(std::move(request));
    waiting_.acquire();
    ledger_.Submit(command, call, *kept, [this, kept, done](auto committed) {
      if (committed.ok()) {
        done(**committed);
      } else {
        runtime::MutexLock lock(&mutex_);
        error_.Update(committed.status());
      }
      waiting_.release();
    });
  }

  // Until everything is committed.
  absl::Status Wait() {
    for (int i = 0; i < kWaitingMax; ++i) waiting_.acquire();
    waiting_.release(kWaitingMax);
    runtime::MutexLock lock(&mutex_);
    return error_;
  }

 private:
  ledger::Ledger& ledger_;
  const runtime::SystemClock clock_;
  std::counting_semaphore<kWaitingMax> waiting_{kWaitingMax};
  runtime::Mutex mutex_;
  absl::Status error_ MANDAT_GUARDED_BY(mutex_);
};

absl::StatusOr<std::vector<Draft>> Fill(ledger::Ledger& ledger, int rows) {
  Filling filling(ledger);
  const auto ignore = [](const Message&) {};
  access::Actor manager;
  manager.organisation = kAgency;
  manager.subject = "manager";
  manager.roles = {common::v1::ROLE_UNEMPLOYMENT_OFFICE_MANAGER};
  filling.Submit<socialaid::CreateOffice>(manager, Office(), ignore);
  RETURN_IF_ERROR(filling.Wait());
  std::vector<access::Actor> agents;
  for (int centre = 0; centre < kCentres; ++centre) {
    agents.push_back(Ground::Agent(centre));
    filling.Submit<socialaid::CreateCentre>(manager, Centre(centre), ignore);
  }
  RETURN_IF_ERROR(filling.Wait());
  std::vector<std::string> persons(static_cast<size_t>(rows));
  std::vector<Draft> drafts(persons.size());
  for (int i = 0; i < rows; ++i) {
    ASSIGN_OR_RETURN(auto request, Person(i));
    std::string* name = &persons[static_cast<size_t>(i)];
    filling.Submit<socialaid::RegisterPerson>(
        agents[static_cast<size_t>(i % kCentres)], std::move(request), [name](const Message& made) {
          *name = static_cast<const socialaid::v1::Person&>(made).name();
        });
  }
  RETURN_IF_ERROR(filling.Wait());
  for (int i = 0; i < rows; ++i) {
    Draft* draft = &drafts[static_cast<size_t>(i)];
    draft->centre = i % kCentres;
    filling.Submit<socialaid::CreateArticle60Request>(
        agents[static_cast<size_t>(i % kCentres)], DraftOf(i, persons[static_cast<size_t>(i)]),
        [draft](const Message& made) {
          draft->name = static_cast<const socialaid::v1::Article60Request&>(made).name();
        });
  }
  RETURN_IF_ERROR(filling.Wait());
  return drafts;
}

}  // namespace

// Complete, with the career of somebody who worked four times: about 500 bytes.
socialaid::v1::Article60Request CompleteDraft(int number, const std::string& person) {
  socialaid::v1::Article60Request draft;
  draft.set_centre(absl::StrFormat("centres/c%03d", number % kCentres));
  draft.set_person(person);
  draft.mutable_contact()->set_display_name("Nadia Verlaine");
  draft.mutable_contact()->set_telephone("+3225551234");
  draft.mutable_contact()->set_email("nadia.verlaine@example.be");
  *draft.mutable_planned_start() = DateOf(absl::CivilDay(2024, 3, 1) + number % 200);
  draft.set_admission(socialaid::v1::ADMISSION_FULL_TIME);
  socialaid::v1::WorkingTime& time = *draft.mutable_working_time();
  time.set_weekly_hours_hundredths(3800);
  time.set_reference_hours_hundredths(3800);
  time.set_weekly_days_hundredths(500);
  for (int spell = 0; spell < 4; ++spell) {
    auto* worked = draft.add_career();
    const absl::CivilDay first = absl::CivilDay(2019 + spell, 2, 1) + number % 100;
    *worked->mutable_period()->mutable_start_date() = DateOf(first);
    *worked->mutable_period()->mutable_end_date() = DateOf(first + 90);
    worked->set_kind(socialaid::v1::DAY_KIND_WORK);
    *worked->mutable_working_time() = time;
    worked->set_employer(Ground::Agent(number % 7).organisation);
    worked->set_evidence(socialaid::v1::EVIDENCE_CERTIFIED);
  }
  return draft;
}

absl::StatusOr<std::unique_ptr<ledger::Store>> OpenStore(const std::string& url) {
  ledger::StoreOptions options;
  options.url = url;
  options.catalog = &socialaid::Kinds();
  return ledger::OpenStore(options);
}

absl::Status SetRelayCursor(ledger::Store& store, int64_t position) {
  ASSIGN_OR_RETURN(const auto writer, store.OpenWriter());
  RETURN_IF_ERROR(writer->Begin({}, std::nullopt).status());
  ledger::WriteSet cursor;
  cursor.relay_cursor = position;
  return writer->Commit(cursor).status();
}

absl::StatusOr<std::vector<Draft>> LoadDataSet(const Ground& ground, const std::string& url,
                                               int rows) {
  ASSIGN_OR_RETURN(const auto store, OpenStore(url));
  RETURN_IF_ERROR(store->Migrate(ledger::SocialAidMigrations()));
  const runtime::SystemClock clock;
  ledger::LedgerOptions options;
  options.catalog = &socialaid::Kinds();
  options.store = store.get();
  options.keys = &ground.keys();
  options.clock = &clock;
  options.batch_max = kBatchMax;
  ASSIGN_OR_RETURN(const auto ledger, ledger::OpenLedger(options));
  absl::StatusOr<std::vector<Draft>> drafts = Fill(*ledger, rows);
  const int64_t head = ledger->head();
  ledger->Close();
  if (drafts.ok()) RETURN_IF_ERROR(SetRelayCursor(*store, head));
  return drafts;
}

}  // namespace mandat::load
