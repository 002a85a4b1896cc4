#include "services/lib/ledger/rotation.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/ledger/codec.h"
#include "services/lib/privacy/cipher.h"
#include "services/lib/privacy/lookup_hash.h"

namespace mandat::ledger {
namespace {

// Small, so that no command waits long for a row.
constexpr int kPortion = 200;
// What others change under a pass is left to the next. Few do: they write under the newest keys.
constexpr int kPassesMax = 10;

class KeyRotation {
 public:
  KeyRotation(const Catalog& catalog, const privacy::KeyRing& keys, Store& store, Reader& reader,
              const RotationProgress& progress)
      : codec_(catalog, keys), store_(store), reader_(reader), progress_(progress) {}

  absl::StatusOr<Rotation> Run() {
    for (int pass = 0; pass < kPassesMax; ++pass) {
      outdated_ = 0;
      RETURN_IF_ERROR(RewrapKeys());
      for (const Kind* kind : codec_.catalog().kinds()) RETURN_IF_ERROR(RehashRows(*kind));
      // A pass that found nothing is the proof.
      if (outdated_ == 0) return rotated_;
    }
    return base::Error(absl::StatusCode::kAborted, "ROTATION_INCOMPLETE",
                       "Older keys are still in use. Restart every program that began before the "
                       "new keys were added, keep the older ones in the key ring, and repeat.");
  }

 private:
  absl::Status RewrapKeys() {
    int64_t looked_at = 0;
    std::string after;
    while (true) {
      ASSIGN_OR_RETURN(const std::vector<WrappedKey> keys, reader_.WrappedKeys(after, kPortion));
      std::vector<Replacement> outdated;
      for (const WrappedKey& key : keys) {
        if (!privacy::NeedsRewrap(codec_.keys(), key.wrapped)) continue;
        ASSIGN_OR_RETURN(std::string wrapped,
                         privacy::Rewrap(codec_.keys(), key.wrapped, key.person));
        outdated.push_back({key.person, key.wrapped, std::move(wrapped)});
      }
      if (!outdated.empty()) {
        RETURN_IF_ERROR(Note(outdated, store_.ReplaceKeys(outdated), &rotated_.data_keys));
      }
      looked_at += static_cast<int64_t>(keys.size());
      progress_("data keys", looked_at);
      if (keys.size() < static_cast<size_t>(kPortion)) return absl::OkStatus();
      after = keys.back().person;
    }
  }

  absl::Status RehashRows(const Kind& kind) {
    const bool hashes =
        std::any_of(kind.columns.begin(), kind.columns.end(),
                    [](const Column* column) { return column->type == ColumnType::kHash; });
    if (!hashes) return absl::OkStatus();
    const std::string stage = absl::StrCat("rows ", kind.table);
    int64_t looked_at = 0;
    PageQuery page;
    page.kind = &kind;
    page.limit = kPortion;
    while (true) {
      ASSIGN_OR_RETURN(const std::vector<Row> rows, reader_.Page(page));
      std::vector<std::vector<Replacement>> outdated(kind.columns.size());
      for (const Row& row : rows) RETURN_IF_ERROR(FindOutdated(row, &outdated));
      for (size_t i = 0; i < outdated.size(); ++i) {
        if (outdated[i].empty()) continue;
        RETURN_IF_ERROR(Note(outdated[i], store_.ReplaceHashes(kind, *kind.columns[i], outdated[i]),
                             &rotated_.hashes));
      }
      looked_at += static_cast<int64_t>(rows.size());
      progress_(stage, looked_at);
      if (rows.size() < static_cast<size_t>(kPortion)) return absl::OkStatus();
      page.after = {Value(), rows.back().id};
    }
  }

  // Adds, by column, the hashes of a row that another than the newest key made.
  absl::Status FindOutdated(const Row& row, std::vector<std::vector<Replacement>>* outdated) {
    ASSIGN_OR_RETURN(const std::vector<Value> stored, reader_.StoredColumns(*row.kind, row.id));
    std::vector<Value> columns;
    for (size_t i = 0; i < stored.size(); ++i) {
      const Column& column = *row.kind->columns[i];
      const std::string& hash = TextOf(stored[i]);
      if (column.type != ColumnType::kHash || IsNull(stored[i]) ||
          !privacy::NeedsRehash(codec_.keys(), hash)) {
        continue;
      }
      if (columns.empty()) {
        ASSIGN_OR_RETURN(const auto key, codec_.KeyOf(row));
        ASSIGN_OR_RETURN(const auto resource, codec_.Decode(row, key.get()));
        columns = Codec::ColumnsOf(*row.kind, *resource);
      }
      // The row may have changed between its two readings: then the hash is of something else.
      const std::vector<Value> of_body = codec_.SearchValues(column, columns[i]);
      if (std::find(of_body.begin(), of_body.end(), stored[i]) == of_body.end()) {
        ++outdated_;
        continue;
      }
      (*outdated)[i].push_back({row.id, hash, TextOf(of_body.front())});
    }
    return absl::OkStatus();
  }

  absl::Status Note(const std::vector<Replacement>& outdated, absl::StatusOr<int64_t> replaced,
                    int64_t* count) {
    outdated_ += static_cast<int64_t>(outdated.size());
    // Somebody held one of the rows: the next pass finds them all again.
    if (base::ReasonOf(replaced.status()) == "STORE_CONFLICT") return absl::OkStatus();
    RETURN_IF_ERROR(replaced.status());
    *count += *replaced;
    return store_.Tidy();
  }

  const Codec codec_;
  Store& store_;
  Reader& reader_;
  const RotationProgress& progress_;
  Rotation rotated_;
  // Found in this pass.
  int64_t outdated_ = 0;
};

}  // namespace

absl::StatusOr<Rotation> RotateKeys(const Catalog& catalog, const privacy::KeyRing& keys,
                                    Store& store, const RotationProgress& progress) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Reader> reader, store.OpenReader());
  return KeyRotation(catalog, keys, store, *reader, progress).Run();
}

}  // namespace mandat::ledger
