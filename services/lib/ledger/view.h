#ifndef SERVICES_LIB_LEDGER_VIEW_H_
#define SERVICES_LIB_LEDGER_VIEW_H_

// What a query sees of the ledger: resources within the caller's rights. Everything personal that
// it hands out, or fails to find, is noted as a consultation.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "mandat/common/v1/history.pb.h"
#include "services/lib/access/call.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/store.h"

namespace mandat::ledger {

// A version of a resource, opened as far as its key still exists.
struct Past {
  common::v1::Revision revision;
  std::unique_ptr<google::protobuf::Message> resource;
  bool erased = false;
  // Names of the fields that differ from the version before, in the order of the type, but for
  // those that every version changes.
  std::vector<std::string> changed_fields;
};

// A page that a list wants. `filter_text` binds the page token: every field of the request that
// filters or orders.
struct ListQuery {
  std::vector<std::pair<const Column*, Value>> where;
  const Column* order = nullptr;  // null = by id
  bool descending = false;
  // Only what has at least this in the order column, which does not go down.
  std::optional<Value> from;
  // Only what has less than this in the order column.
  std::optional<Value> below;
  int page_size = 0;
  std::string page_token;
  std::string filter_text;
};

// Counts that a query wants: of one counter of the kind, as one party.
struct CountQuery {
  std::string counter;
  // One that the caller is, and of which the counter's first columns tell.
  common::v1::Party party = common::v1::PARTY_UNSPECIFIED;
  // Values of the columns that stand before, between and after those, as far as they are known. In
  // any order.
  std::vector<std::pair<const Column*, Value>> where;
};

// How many of the caller's resources have the same values.
struct Tally {
  // Of all columns of the counter, in its order: numbers in decimals, NULL as an empty text.
  std::vector<std::string> values;
  int64_t count = 0;
};

template <typename T>
struct ListPage {
  std::vector<T> items;
  std::string next_page_token;
};

class View {
 public:
  virtual ~View() = default;

  // NOT_FOUND where it is missing or the caller is no party of it.
  template <typename T>
  absl::Status Get(absl::string_view name, T* out) {
    return GetMessage(T::descriptor(), name, out);
  }
  // As it was at an instant; NOT_FOUND where it did not exist then, or the caller neither was a
  // party of it then nor is one now: whoever took a file over has its past, and whoever gave it
  // away keeps what they had.
  template <typename T>
  absl::Status GetAsOf(absl::string_view name, absl::Time time, T* out) {
    return GetMessageAsOf(T::descriptor(), name, time, out);
  }
  // The caller's resources that match. INVALID_ARGUMENT `PAGE_SIZE_INVALID`, `PAGE_TOKEN_INVALID`,
  // `PAGE_TOKEN_MISMATCH`.
  template <typename T>
  absl::StatusOr<ListPage<T>> List(const ListQuery& query) {
    ListPage<T> page;
    auto more =
        ListMessages(T::descriptor(), query, [&page] { return &page.items.emplace_back(); });
    if (!more.ok()) return more.status();
    page.next_page_token = *std::move(more);
    return page;
  }
  // How many resources of the caller's there are by the counter's columns, without reading one:
  // nothing personal is shown. A caller who is the party of nothing (an agent without a unit) has
  // none. INTERNAL where the caller is not that party, or the counter does not begin with what is
  // given: a bug, found by the first test.
  template <typename T>
  absl::StatusOr<std::vector<Tally>> Count(const CountQuery& query) {
    return CountResources(T::descriptor(), query);
  }
  // Every version, newest first, within the rights that the caller has now.
  virtual absl::StatusOr<std::vector<Past>> Revisions(const google::protobuf::Descriptor* type,
                                                      absl::string_view name, int page_size,
                                                      absl::string_view page_token,
                                                      std::string* next_page_token) = 0;
  // What differs between two versions, of which either may be the older one, within the rights that
  // the caller has now; `to_version` 0 is the newest. INVALID_ARGUMENT `VERSION_INVALID`;
  // NOT_FOUND of the resource, `VERSION_NOT_FOUND` (metadata `version`).
  virtual absl::StatusOr<common::v1::Difference> Compare(const google::protobuf::Descriptor* type,
                                                         absl::string_view name,
                                                         int64_t from_version,
                                                         int64_t to_version) = 0;
  // The resources of a kind with this value, without regard to parties and without a consultation:
  // for queries that then decide what the caller may see, and for jobs. By `order`, where an index
  // has the conditions and then this column; null = by id.
  template <typename T>
  absl::StatusOr<std::vector<T>> FindUnchecked(
      const std::vector<std::pair<const Column*, Value>>& where, int limit,
      const Column* order = nullptr) {
    std::vector<T> found;
    absl::Status status = FindMessages(T::descriptor(), where, limit, order,
                                       [&found] { return &found.emplace_back(); });
    if (!status.ok()) return status;
    return found;
  }
  // The resource of this name, likewise; nothing where there is none.
  template <typename T>
  absl::StatusOr<std::optional<T>> GetUnchecked(absl::string_view name) {
    T resource;
    absl::StatusOr<bool> found = GetMessageUnchecked(T::descriptor(), name, &resource);
    if (!found.ok()) return found.status();
    return *found ? std::optional<T>(std::move(resource)) : std::nullopt;
  }
  // Notes that the caller was shown, or looked for and did not find (person empty), personal data.
  virtual void Consulted(absl::string_view person_id, absl::string_view file) = 0;
  virtual absl::StatusOr<std::vector<ConsultationRow>> Consultations(
      absl::string_view person_id, int page_size, absl::string_view page_token,
      std::string* next_page_token) = 0;

  virtual const access::Call& call() const = 0;
  // The connection beneath, for the log service.
  virtual Reader& reader() = 0;

 protected:
  using NewMessage = std::function<google::protobuf::Message*()>;
  virtual absl::Status GetMessage(const google::protobuf::Descriptor* type, absl::string_view name,
                                  google::protobuf::Message* out) = 0;
  virtual absl::Status GetMessageAsOf(const google::protobuf::Descriptor* type,
                                      absl::string_view name, absl::Time time,
                                      google::protobuf::Message* out) = 0;
  virtual absl::StatusOr<bool> GetMessageUnchecked(const google::protobuf::Descriptor* type,
                                                   absl::string_view name,
                                                   google::protobuf::Message* out) = 0;
  virtual absl::StatusOr<std::string> ListMessages(const google::protobuf::Descriptor* type,
                                                   const ListQuery& query,
                                                   const NewMessage& add) = 0;
  virtual absl::StatusOr<std::vector<Tally>> CountResources(
      const google::protobuf::Descriptor* type, const CountQuery& query) = 0;
  virtual absl::Status FindMessages(const google::protobuf::Descriptor* type,
                                    const std::vector<std::pair<const Column*, Value>>& where,
                                    int limit, const Column* order, const NewMessage& add) = 0;
};

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_VIEW_H_
