#ifndef SERVICES_LIB_LEDGER_DECISION_H_
#define SERVICES_LIB_LEDGER_DECISION_H_

// What a rule answers: the resources as they shall be, each with the verb of its event.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace mandat::ledger {

// One new version of one resource.
struct Version {
  enum class How { kCreate, kReplace, kDelete };
  How how = How::kReplace;
  // The after-image; for a deletion the resource as it last was. Name, etag and times are the
  // ledger's to set.
  std::shared_ptr<const google::protobuf::Message> after;
  std::string verb;
};

// An amount that is added to a bucket of a counter.
struct BucketChange {
  std::string counter;
  std::string bucket;
  int64_t amount = 0;
};

// The verb of every tombstone: what tells a reader of the log that the resource was gone.
inline constexpr absl::string_view kDeletedVerb = "deleted";

class Decision {
 public:
  // A new resource; its name is set.
  template <typename T>
  static Decision Create(T after, absl::string_view verb = "created") {
    return Decision().Add(Version::How::kCreate, std::move(after), verb);
  }
  // The next version of a resource that the command named to change.
  template <typename T>
  static Decision Of(T after, absl::string_view verb) {
    return Decision().Add(Version::How::kReplace, std::move(after), verb);
  }
  // The resource ends; its name is never used again.
  template <typename T>
  static Decision Delete(T before) {
    return Decision().Add(Version::How::kDelete, std::move(before), kDeletedVerb);
  }
  // Nothing changes; the answer is this resource as it is.
  template <typename T>
  static Decision Unchanged(T resource) {
    Decision decision;
    decision.unchanged_ = std::make_shared<T>(std::move(resource));
    return decision;
  }

  // A further resource that changes in the same commit.
  template <typename T>
  Decision Also(T after, absl::string_view verb) && {
    return std::move(*this).Add(Version::How::kReplace, std::move(after), verb);
  }
  // A further resource that begins in the same commit; its name is set.
  template <typename T>
  Decision AlsoCreate(T after, absl::string_view verb = "created") && {
    return std::move(*this).Add(Version::How::kCreate, std::move(after), verb);
  }
  // A further resource that ends in the same commit.
  template <typename T>
  Decision AlsoDelete(T before) && {
    return std::move(*this).Add(Version::How::kDelete, std::move(before), kDeletedVerb);
  }
  // Destroys the data key of a person: everything sealed under it is unreadable from the commit on.
  Decision DestroyKey(std::string person_id) && {
    destroyed_keys_.push_back(std::move(person_id));
    return std::move(*this);
  }
  // Adds `amount` to a count that no kind declares, in the same commit: `bucket` of the counter
  // `name`. Buckets are read by their prefix.
  Decision Count(std::string name, std::string bucket, int64_t amount) && {
    tallies_.push_back({std::move(name), std::move(bucket), amount});
    return std::move(*this);
  }
  // Why, in words that every party may read. Written into the history.
  Decision Because(std::string reason) && {
    reason_ = std::move(reason);
    return std::move(*this);
  }

  // The first one is what the caller is answered.
  const std::vector<Version>& versions() const { return versions_; }
  const std::shared_ptr<const google::protobuf::Message>& unchanged() const { return unchanged_; }
  const std::vector<std::string>& destroyed_keys() const { return destroyed_keys_; }
  const std::vector<BucketChange>& tallies() const { return tallies_; }
  const std::string& reason() const { return reason_; }

 private:
  template <typename T>
  Decision Add(Version::How how, T after, absl::string_view verb) {
    versions_.push_back({how, std::make_shared<T>(std::move(after)), std::string(verb)});
    return std::move(*this);
  }

  std::vector<Version> versions_;
  std::shared_ptr<const google::protobuf::Message> unchanged_;
  std::vector<std::string> destroyed_keys_;
  std::vector<BucketChange> tallies_;
  std::string reason_;
};

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_DECISION_H_
