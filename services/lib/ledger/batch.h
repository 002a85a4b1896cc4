#ifndef SERVICES_LIB_LEDGER_BATCH_H_
#define SERVICES_LIB_LEDGER_BATCH_H_

// Decides the commands of one batch, one after the other, each seeing what the earlier ones changed
// (the overlay), and gathers what the commit shall write. No thread, no clock, no store: a function
// of rows and submissions.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/lib/ledger/codec.h"
#include "services/lib/ledger/submission.h"

namespace mandat::ledger {

// What became of one submission in its batch.
struct Outcome {
  enum class What {
    kAnswer,    // `answer` is what the caller gets once the commit is durable
    kRefused,   // `status` is what the caller gets once the commit is durable
    kRepeated,  // done before: the caller gets version `version` of `name`
    kDeferred,  // rests on rows that this batch changed under it: goes to the head of the next
                // batch
  };
  What what = What::kRefused;
  absl::Status status;
  std::shared_ptr<const google::protobuf::Message> answer;
  std::string name;
  int64_t version = 0;
  // For a creation: its kind, for the error of a name that is taken.
  const Kind* created = nullptr;
};

class Batch final : private Snapshot {
 public:
  Batch(const Codec& codec, ReadResult read) : codec_(codec), read_(std::move(read)) {}

  // Opens the rows that were read. DATA_LOSS where one cannot be read.
  absl::Status Open();
  Outcome Decide(const Submission& submission);
  // Everything that the decisions so far want written. Call once.
  WriteSet TakeWrites();

 private:
  // A resource as of the current turn.
  struct Resource {
    const Kind* kind = nullptr;
    std::string id;
    int64_t version = 0;
    std::shared_ptr<const google::protobuf::Message> message;  // null once deleted
    std::vector<Value> columns;
    std::vector<Value> stored_columns;  // before the batch; empty for what it created
    int64_t stored_version = 0;         // 0 for what it created
    Encoded encoded;                    // of the last version written
    std::string person;
    bool exists() const { return message != nullptr; }
  };
  // A key that a source gives now; `stale` where the batch changed it since the rows were read.
  struct Resolved {
    Value value;
    bool stale = false;
  };

  // Snapshot, for the rule.
  const google::protobuf::Message* Find(const google::protobuf::Descriptor* type,
                                        absl::string_view name) const override;
  bool IsNamed(const google::protobuf::Descriptor* type, absl::string_view name) const override;
  std::vector<const google::protobuf::Message*> FindAll(const Lookup& lookup) const override;

  Resource* At(const Kind& kind, const std::string& id) const;
  Resolved Resolve(const Source& source) const;
  std::optional<Outcome> FindEarlier(const Submission& submission) const;
  std::optional<Outcome> CheckReads(const Submission& submission) const;
  absl::Status CheckEtag(const Submission& submission) const;
  Outcome KeepLetter(const Submission& submission);
  void NoteEffect(const Effect& effect);
  Outcome Write(const Submission& submission, const Decision& decision);
  absl::Status CheckVersion(const Version& version, const Decision& decision) const;
  // Whether the decision makes the person, and so their key, before this version needs it.
  bool BeginsBefore(const Version& version, const std::string& person,
                    const Decision& decision) const;
  // Writes a version that was checked. Sets `answer` where it is null yet.
  const Resource& WriteVersion(const Submission& submission, const Version& version,
                               const Decision& decision,
                               std::shared_ptr<const google::protobuf::Message>* answer);
  Resource& Add(const Kind& kind, const std::string& id);
  std::shared_ptr<const privacy::DataKey> KeyFor(const Resource& resource, bool created);
  void Log(const Submission& submission, const Resource& resource, const Version& version,
           const Decision& decision, absl::Time time);
  void Count(const Kind& kind, const std::vector<Value>& columns, int64_t delta);

  const Codec& codec_;
  ReadResult read_;
  // The one whose turn it is.
  const Submission* deciding_ = nullptr;
  std::unordered_map<std::string, std::unique_ptr<Resource>> resources_;  // by name
  std::map<const Kind*, std::vector<Resource*>> by_kind_;
  DataKeys keys_;
  struct DoneRequest {
    std::string digest;
    Outcome outcome;
  };
  std::map<std::string, DoneRequest> done_requests_;  // by request key, of this batch
  std::set<std::pair<std::string, int64_t>> done_effects_;
  WriteSet writes_;
  std::map<std::pair<std::string, std::string>, int64_t> counts_;
};

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_BATCH_H_
