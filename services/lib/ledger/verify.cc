#include "services/lib/ledger/verify.h"

#include <map>
#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/codec.h"
#include "services/lib/ledger/decision.h"

namespace mandat::ledger {
namespace {

constexpr size_t kFindingsMax = 1000;
constexpr int kPage = 500;

class Verification {
 public:
  Verification(const Catalog& catalog, const privacy::KeyRing& keys, Reader& reader,
               const std::function<void(const VerifyProgress&)>& progress)
      : codec_(catalog, keys), reader_(reader), progress_(progress) {}

  absl::StatusOr<std::vector<std::string>> Run() {
    ASSIGN_OR_RETURN(head_, reader_.Head());
    RETURN_IF_ERROR(CheckLog());
    for (const Kind* kind : codec_.catalog().kinds()) RETURN_IF_ERROR(CheckKind(*kind));
    for (const auto& [name, last] : last_) {
      if (!last.deleted && !last.has_row)
        Find(absl::StrCat(name, ": the log has version ", last.version, ", the table has no row"));
    }
    return findings_;
  }

 private:
  struct Last {
    int64_t version = 0;
    bool deleted = false;
    bool has_row = false;
  };

  void Find(std::string finding) {
    if (findings_.size() < kFindingsMax) findings_.push_back(std::move(finding));
  }

  absl::Status CheckLog() {
    int64_t position = 0;
    while (position < head_) {
      ASSIGN_OR_RETURN(const std::vector<Event> events, reader_.EventsAfter(position, kPage));
      if (events.empty()) {
        Find(absl::StrCat("the log ends at ", position, ", its head says ", head_));
        return absl::OkStatus();
      }
      for (const Event& event : events) {
        if (event.position > head_) break;
        if (event.position != position + 1) {
          Find(absl::StrCat("the log goes from position ", position, " to ", event.position));
        }
        position = event.position;
        CheckVersion(event);
      }
      progress_({"log", position, head_});
      if (events.back().position > head_) break;
    }
    return absl::OkStatus();
  }

  void CheckVersion(const Event& event) {
    Last& last = last_[absl::StrCat(event.collection, "/", event.id)];
    if (event.version != last.version + 1) {
      Find(absl::StrCat(event.collection, "/", event.id, ": version ", event.version, " follows ",
                        last.version));
    }
    if (last.deleted)
      Find(absl::StrCat(event.collection, "/", event.id, ": an event follows its deletion"));
    last.version = event.version;
    last.deleted = event.verb == kDeletedVerb;
  }

  absl::Status CheckKind(const Kind& kind) {
    const std::string stage = absl::StrCat("rows ", kind.table);
    const auto counts_before = Counts(kind);
    RETURN_IF_ERROR(counts_before.status());
    std::map<std::string, std::map<std::string, int64_t>> counted;
    PageQuery page;
    page.kind = &kind;
    page.limit = kPage;
    int64_t checked = 0;
    while (true) {
      ASSIGN_OR_RETURN(const std::vector<Row> rows, reader_.Page(page));
      for (const Row& row : rows) {
        ASSIGN_OR_RETURN(const std::vector<Value> columns, CheckRow(kind, row));
        for (const Counter& counter : kind.counters) {
          if (columns.empty()) continue;
          const std::optional<std::string> bucket = Codec::Bucket(kind, counter, columns);
          if (bucket.has_value()) ++counted[counter.name][*bucket];
        }
      }
      checked += static_cast<int64_t>(rows.size());
      progress_({stage, checked, 0});
      if (rows.size() < static_cast<size_t>(kPage)) break;
      page.after = {Value(), rows.back().id};
    }
    ASSIGN_OR_RETURN(const auto counts_after, Counts(kind));
    // Somebody wrote meanwhile: the counters cannot be judged against rows read one page after the
    // other.
    if (*counts_before != counts_after) return absl::OkStatus();
    for (const auto& [counter, buckets] : counts_after) {
      if (buckets != counted[counter])
        Find(absl::StrCat("counter ", kind.table, ".", counter, " is not what the rows say"));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::map<std::string, std::map<std::string, int64_t>>> Counts(const Kind& kind) {
    std::map<std::string, std::map<std::string, int64_t>> counts;
    for (const Counter& counter : kind.counters) {
      ASSIGN_OR_RETURN(const std::vector<CountRow> rows,
                       reader_.Counts(Codec::NameOf(kind, counter), ""));
      for (const CountRow& row : rows) counts[counter.name][row.bucket] = row.count;
      counts.try_emplace(counter.name);
    }
    return counts;
  }

  // The columns that the body says; empty where it cannot be read.
  absl::StatusOr<std::vector<Value>> CheckRow(const Kind& kind, const Row& row) {
    const std::string name = Codec::NameOf(kind, row.id);
    const auto last = last_.find(name);
    if (last != last_.end()) {
      last->second.has_row = true;
      if (row.version < last->second.version)
        Find(absl::StrCat(name, ": the row is at version ", row.version, ", the log at ",
                          last->second.version));
    }
    const auto key = codec_.KeyOf(row);
    if (!key.ok()) {
      Find(absl::StrCat(name, ": its key cannot be unwrapped"));
      return std::vector<Value>();
    }
    const auto resource = codec_.Decode(row, key->get());
    if (!resource.ok()) {
      Find(absl::StrCat(name, ": its body cannot be read"));
      return std::vector<Value>();
    }
    if (Codec::NameOf(**resource) != name)
      Find(absl::StrCat(name, ": its body is that of another"));
    std::vector<Value> columns = Codec::ColumnsOf(kind, **resource);
    ASSIGN_OR_RETURN(const std::vector<Value> stored, reader_.StoredColumns(kind, row.id));
    for (size_t i = 0; i < stored.size(); ++i) {
      bool agrees = false;
      for (const Value& value : codec_.SearchValues(*kind.columns[i], columns[i]))
        agrees |= value == stored[i];
      if (!agrees)
        Find(absl::StrCat(name, ": column ", kind.columns[i]->name, " is not what the body says"));
    }
    return columns;
  }

  const Codec codec_;
  Reader& reader_;
  const std::function<void(const VerifyProgress&)>& progress_;
  int64_t head_ = 0;
  std::unordered_map<std::string, Last> last_;
  std::vector<std::string> findings_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> Verify(
    const Catalog& catalog, const privacy::KeyRing& keys, Reader& reader,
    const std::function<void(const VerifyProgress&)>& progress) {
  return Verification(catalog, keys, reader, progress).Run();
}

}  // namespace mandat::ledger
