#include "tests/load/fact_history.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/period.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/codec.h"
#include "services/objectives/facts/book.h"
#include "services/objectives/facts/epochs.h"
#include "services/objectives/facts/keys.h"
#include "services/objectives/formulas/shipped.h"
#include "services/objectives/schema/fact_kinds.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/schema/migrations.h"
#include "services/objectives/storage.pb.h"

namespace mandat::load {
namespace {

namespace fs = std::filesystem;

using ledger::Codec;
using ledger::WriteSet;
using objectives::storage::v1::FactLog;
using objectives::storage::v1::FormulaBook;
using objectives::storage::v1::StoredFact;

constexpr int64_t kBatch = 5000;

class FactHistory {
 public:
  explicit FactHistory(const Codec& codec) : codec_(codec) {
    for (const std::string& service : CountedServices()) {
      logs_[service].set_name(objectives::facts::FactLogName(service));
    }
  }

  void Add(const MixedEvent& event, WriteSet* writes) {
    FactLog& logs = logs_.at(event.type->service);
    const int64_t last = logs.epochs().empty() ? 0 : logs.epochs(0).tip();
    // In between lie events that are not published.
    const int64_t position = last + 1 + last % 3;
    const auto arrival =
        objectives::facts::Arrive({absl::StrCat("urn:be.mandat.", event.type->service, ":019a3b5c"),
                                   position, last, absl::ToUnixMicros(event.commit_time)},
                                  /*kept=*/true, &logs);
    StoredFact fact;
    fact.set_name(objectives::facts::FactName(arrival.log, arrival.number));
    fact.set_log(arrival.log);
    fact.set_type(event.type->name);
    fact.set_resource(event.resource);
    fact.set_version(event.version);
    fact.set_position(position);
    fact.set_commit_micros(absl::ToUnixMicros(event.commit_time));
    fact.set_body(event.body->SerializeAsString());
    Insert(codec_, objectives::Facts().kind, &fact, writes);
    ++by_type_[event.type->name];
  }

  // After the last fact.
  void Finish(WriteSet* writes) {
    for (auto& [service, logs] : logs_) Insert(codec_, objectives::FactLogs(), &logs, writes);
  }

  const std::map<std::string, int64_t>& by_type() const { return by_type_; }

 private:
  const Codec& codec_;
  std::map<std::string, FactLog> logs_;
  std::map<std::string, int64_t> by_type_;
};

}  // namespace

void Insert(const Codec& codec, const ledger::Kind& kind, google::protobuf::Message* resource,
            WriteSet* writes) {
  const std::string name = Codec::NameOf(*resource);
  codec.Stamp(resource, name, 1, absl::UnixEpoch(), absl::UnixEpoch());
  ledger::RowWrite row;
  row.kind = &kind;
  row.how = ledger::RowWrite::How::kInsert;
  row.id = Codec::IdIn(kind, name);
  row.version = 1;
  row.columns = Codec::ColumnsOf(kind, *resource);
  row.body = codec.Encode(kind, *resource, 1, nullptr).body;
  writes->rows.push_back(std::move(row));
}

const std::vector<std::string>& CountedServices() {
  static const auto& services =
      *new std::vector<std::string>{"governance", "objectives", "partners", "socialaid"};
  return services;
}

absl::StatusOr<std::unique_ptr<ledger::Store>> OpenObjectives(const std::string& url) {
  ledger::StoreOptions options;
  options.url = url;
  options.catalog = &objectives::Kinds();
  return ledger::OpenStore(options);
}

absl::StatusOr<std::string> DatabaseIn(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return absl::InternalError(error.message());
  return absl::StrCat("sqlite:", folder, "/objectives.db");
}

absl::StatusOr<std::string> CopyDatabase(const std::string& folder, const std::string& into) {
  std::error_code error;
  fs::remove_all(into, error);
  fs::copy(folder, into, error);
  if (error) return absl::InternalError(error.message());
  // What is still to be written would be written while something is measured.
  sync();
  return DatabaseIn(into);
}

absl::Status MakeObjectives(const std::string& url) {
  ASSIGN_OR_RETURN(const auto store, OpenObjectives(url));
  return store->Migrate(ledger::ObjectivesMigrations());
}

absl::StatusOr<std::map<std::string, int64_t>> LoadFacts(const Ground& ground,
                                                         const std::string& url, int64_t facts,
                                                         absl::FunctionRef<MixedEvent()> next) {
  RETURN_IF_ERROR(MakeObjectives(url));
  ASSIGN_OR_RETURN(const auto store, OpenObjectives(url));
  ASSIGN_OR_RETURN(const auto writer, store->OpenWriter());
  const Codec codec(objectives::Kinds(), ground.keys());
  FactHistory history(codec);
  for (int64_t made = 0; made < facts;) {
    WriteSet writes;
    for (const int64_t end = std::min(made + kBatch, facts); made < end; ++made) {
      history.Add(next(), &writes);
    }
    if (made == facts) history.Finish(&writes);
    RETURN_IF_ERROR(writer->Begin({}, std::nullopt).status());
    RETURN_IF_ERROR(writer->Commit(writes).status());
    if (made % (20 * kBatch) == 0) RETURN_IF_ERROR(store->Tidy());
  }
  RETURN_IF_ERROR(store->Sync());
  return history.by_type();
}

absl::Status WriteBook(const Ground& ground, const std::string& url) {
  FormulaBook book;
  book.set_name(objectives::facts::kBook);
  objectives::facts::BringUpToDate(&book);
  const auto term = base::ToPeriod({absl::CivilDay(2022, 1, 1), absl::CivilDay(2027, 1, 1)});
  for (const objectives::v1::Indicator& indicator : objectives::formulas::ShippedIndicators()) {
    const auto& version = indicator.formulas(0);
    if (!objectives::facts::CountsFacts(version.formula())) continue;
    objectives::facts::Enter(indicator, version, term, &book);
  }
  WriteSet writes;
  Insert(Codec(objectives::Kinds(), ground.keys()), objectives::FormulaBooks(), &book, &writes);
  ASSIGN_OR_RETURN(const auto store, OpenObjectives(url));
  ASSIGN_OR_RETURN(const auto writer, store->OpenWriter());
  RETURN_IF_ERROR(writer->Begin({}, std::nullopt).status());
  RETURN_IF_ERROR(writer->Commit(writes).status());
  return store->Sync();
}

}  // namespace mandat::load
