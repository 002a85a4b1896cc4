#include "tests/load/history.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/ssin.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/timestamp.h"
#include "services/lib/base/uuid.h"
#include "services/lib/ledger/codec.h"
#include "services/socialaid/schema/kinds.h"
#include "tests/load/data_set.h"

namespace mandat::load {
namespace {

using google::protobuf::Message;
using ledger::Codec;
using socialaid::v1::Article60Request;
using socialaid::v1::Person;

constexpr int kBatch = 1000;
// Requests of one person, each of another centre.
constexpr int kRequestsOfPerson = 4;

class History {
 public:
  History(const Ground& ground, int rows)
      : codec_(socialaid::Kinds(), ground.keys()), keys_(ground.keys()), rows_(rows) {}

  // The rows from `first` to before `last`.
  absl::StatusOr<ledger::WriteSet> Rows(int first, int last) {
    ledger::WriteSet writes;
    std::map<std::pair<std::string, std::string>, int64_t> counts;
    for (int number = first; number < last; ++number) {
      if (number % kRequestsOfPerson == 0) RETURN_IF_ERROR(AddPerson(number, &writes));
      AddRequest(number, &writes, &counts);
    }
    for (const auto& [bucket, count] : counts) {
      writes.counters.push_back({bucket.first, bucket.second, count});
    }
    return writes;
  }

 private:
  absl::Status AddPerson(int number, ledger::WriteSet* writes) {
    const int serial = number / kRequestsOfPerson;
    const absl::CivilDay birth = absl::CivilDay(1960, 1, 1) + serial % 10'000;
    Person person;
    ASSIGN_OR_RETURN(*person.mutable_ssin(), base::MakeSsin(birth, serial / 10'000 + 1));
    person.set_given_names(absl::StrCat("Anne-Marie ", serial));
    person.set_family_name("Vandenberghe");
    const std::string id = base::MakeUuidV4(base::RandomBytes<16>());
    person_ = absl::StrCat("persons/", id);
    key_.emplace(privacy::DataKey::Generate());
    writes->keys.push_back({id, privacy::Wrap(keys_, *key_, id)});
    Add(socialaid::Persons().kind, id, TimeOf(number), &person, writes);
    return absl::OkStatus();
  }

  void AddRequest(int number, ledger::WriteSet* writes,
                  std::map<std::pair<std::string, std::string>, int64_t>* counts) {
    Article60Request request = CompleteDraft(number, person_);
    const absl::Time sent = TimeOf(number);
    request.set_office(absl::StrCat("offices/", kOfficeId));
    request.set_owner(Ground::Agent(number % kCentres).organisation);
    request.set_agency(kAgency);
    *request.mutable_send_time() = base::ToTimestamp(sent);
    *request.mutable_due_time() = base::ToTimestamp(sent + absl::Hours(24 * 8));
    // The parts do not go with the centre, whose number is the last two digits.
    const int part = number / kCentres % 20;
    request.set_state(part < 16    ? socialaid::v1::ARTICLE60_STATE_CALCULATED
                      : part < 18  ? socialaid::v1::ARTICLE60_STATE_SENT
                      : part == 18 ? socialaid::v1::ARTICLE60_STATE_RETURNED
                                   : socialaid::v1::ARTICLE60_STATE_WITHDRAWN);
    if (part < 16) {
      *request.mutable_answer_time() = base::ToTimestamp(sent + absl::Hours(24 * (number % 40)));
      request.mutable_answer()->set_outcome(
          static_cast<socialaid::v1::Article60Outcome>(number % 3 + 1));
      request.mutable_answer()->set_days(number % 500);
    }
    const ledger::Kind& kind = socialaid::Article60Requests().kind;
    const std::string id = base::MakeUuidV7(sent, base::RandomBytes<16>());
    Add(kind, id, sent, &request, writes);
    const std::vector<ledger::Value> columns = Codec::ColumnsOf(kind, request);
    for (const ledger::Counter& counter : kind.counters) {
      const std::optional<std::string> bucket = Codec::Bucket(kind, counter, columns);
      if (bucket.has_value()) ++(*counts)[{Codec::NameOf(kind, counter), *bucket}];
    }
  }

  void Add(const ledger::Kind& kind, const std::string& id, absl::Time time, Message* resource,
           ledger::WriteSet* writes) {
    codec_.Stamp(resource, Codec::NameOf(kind, id), 1, time, time);
    ledger::RowWrite row;
    row.kind = &kind;
    row.how = ledger::RowWrite::How::kInsert;
    row.id = id;
    row.version = 1;
    const std::vector<ledger::Value> columns = Codec::ColumnsOf(kind, *resource);
    for (size_t i = 0; i < columns.size(); ++i) {
      row.columns.push_back(codec_.StoredValue(*kind.columns[i], columns[i]));
    }
    row.body = codec_.Encode(kind, *resource, 1, &*key_).body;
    writes->rows.push_back(std::move(row));
  }

  // Evenly over the years.
  absl::Time TimeOf(int number) const {
    const absl::Time first =
        absl::FromCivil(absl::CivilDay(kHistoryFirstYear, 1, 1), absl::UTCTimeZone());
    const absl::Time end =
        absl::FromCivil(absl::CivilDay(kHistoryLastYear + 1, 1, 1), absl::UTCTimeZone());
    return first + (end - first) / rows_ * number;
  }

  const Codec codec_;
  const privacy::KeyRing& keys_;
  const int rows_;
  std::string person_;  // whose requests come next
  std::optional<privacy::DataKey> key_;
};

}  // namespace

absl::Status LoadHistory(const Ground& ground, const std::string& url, int rows) {
  RETURN_IF_ERROR(LoadDataSet(ground, url, 0).status());
  ASSIGN_OR_RETURN(const auto store, OpenStore(url));
  ASSIGN_OR_RETURN(const auto writer, store->OpenWriter());
  History history(ground, rows);
  for (int first = 0; first < rows; first += kBatch) {
    ASSIGN_OR_RETURN(const ledger::WriteSet writes,
                     history.Rows(first, std::min(first + kBatch, rows)));
    RETURN_IF_ERROR(writer->Begin({}, std::nullopt).status());
    RETURN_IF_ERROR(writer->Commit(writes).status());
    if (first % (50 * kBatch) == 0) RETURN_IF_ERROR(store->Tidy());
  }
  return store->syncs() ? store->Sync() : absl::OkStatus();
}

}  // namespace mandat::load
