#include "services/lib/ledger/batch.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::ledger {
namespace {

using google::protobuf::Message;

Outcome Refused(absl::Status status) {
  return {Outcome::What::kRefused, std::move(status), nullptr, "", 0, nullptr};
}

std::string EffectKey(const AppliedKey& key) {
  return absl::StrCat(key.consumer, "\n", key.source, "\n", key.resource);
}

}  // namespace

absl::Status Batch::Open() {
  for (Row& row : read_.rows) {
    std::string name = Codec::NameOf(*row.kind, row.id);
    if (resources_.count(name) != 0) continue;
    auto key = keys_.find(row.person);
    if (key == keys_.end() && !row.wrapped_key.empty()) {
      ASSIGN_OR_RETURN(auto unwrapped, codec_.KeyOf(row));
      key = keys_.emplace(row.person, std::move(unwrapped)).first;
    }
    const bool sealed = !row.wrapped_key.empty();
    ASSIGN_OR_RETURN(std::unique_ptr<Message> message,
                     codec_.Decode(row, sealed ? key->second.get() : nullptr));
    auto resource = std::make_unique<Resource>();
    resource->kind = row.kind;
    resource->id = row.id;
    resource->version = resource->stored_version = row.version;
    resource->columns = Codec::ColumnsOf(*row.kind, *message);
    resource->stored_columns = resource->columns;
    resource->message = std::move(message);
    resource->person = row.person;
    by_kind_[row.kind].push_back(resource.get());
    resources_.emplace(std::move(name), std::move(resource));
  }
  return absl::OkStatus();
}

Batch::Resource* Batch::At(const Kind& kind, const std::string& id) const {
  const auto found = resources_.find(Codec::NameOf(kind, id));
  return found == resources_.end() ? nullptr : found->second.get();
}

const Message* Batch::Find(const google::protobuf::Descriptor* type, absl::string_view name) const {
  const Kind& kind = codec_.catalog().Of(type);
  const Resource* resource = At(kind, Codec::IdIn(kind, name));
  return resource == nullptr ? nullptr : resource->message.get();
}

bool Batch::IsNamed(const google::protobuf::Descriptor* type, absl::string_view name) const {
  const std::vector<NamedRead>& named = deciding_->reads.named;
  return std::any_of(named.begin(), named.end(), [type, name](const NamedRead& read) {
    const auto* key = std::get_if<std::string>(&read.key);
    return read.type == type && key != nullptr && *key == name;
  });
}

std::vector<const Message*> Batch::FindAll(const Lookup& lookup) const {
  std::vector<std::pair<size_t, Value>> wanted;
  const Kind& kind = codec_.catalog().Of(lookup.type);
  for (const Condition& condition : lookup.where) {
    const auto place = std::find(kind.columns.begin(), kind.columns.end(), condition.column);
    const auto* source = std::get_if<Source>(&condition.operand);
    wanted.emplace_back(
        static_cast<size_t>(place - kind.columns.begin()),
        source == nullptr ? std::get<Value>(condition.operand) : Resolve(*source).value);
  }
  std::vector<const Message*> found;
  const auto all = by_kind_.find(&kind);
  if (all == by_kind_.end()) return found;
  for (const Resource* resource : all->second) {
    // SQL's equality: NULL equals nothing.
    const bool match =
        resource->exists() && std::all_of(wanted.begin(), wanted.end(), [&](const auto& want) {
          return !IsNull(want.second) && resource->columns[want.first] == want.second;
        });
    if (match) found.push_back(resource->message.get());
  }
  return found;
}

Batch::Resolved Batch::Resolve(const Source& source) const {
  const Kind& kind = codec_.catalog().Of(source.type);
  const Resource* resource = At(kind, Codec::IdIn(kind, source.name));
  if (resource == nullptr || !resource->exists()) return {};
  Resolved resolved{Codec::ValueOf(kind, resource->columns, source.column), false};
  resolved.stale = resource->stored_version == 0 ||
                   Codec::ValueOf(kind, resource->stored_columns, source.column) != resolved.value;
  return resolved;
}

std::optional<Outcome> Batch::FindEarlier(const Submission& submission) const {
  if (submission.effect.has_value() && !submission.effect->settles.has_value()) {
    const Effect& effect = *submission.effect;
    bool applied = done_effects_.count({EffectKey(effect.key), effect.version}) != 0;
    for (const AppliedRecord& record : read_.applied) {
      if (EffectKey(record.key) != EffectKey(effect.key)) continue;
      applied |= effect.every_version ? record.version == effect.version
                                      : record.version >= effect.version;
    }
    if (!effect.every_version) {
      const auto later = done_effects_.lower_bound({EffectKey(effect.key), effect.version});
      applied |= later != done_effects_.end() && later->first == EffectKey(effect.key);
    }
    if (applied) {
      return Refused(base::Error(absl::StatusCode::kAlreadyExists, "EVENT_APPLIED",
                                 "The event was applied before."));
    }
  }
  if (submission.request_key.empty()) return std::nullopt;
  const auto reused = [] {
    return Refused(base::InvalidField(
        "REQUEST_ID_REUSED", "request_id",
        "This id stands for another request. Take a new one for a new request."));
  };
  const auto here = done_requests_.find(submission.request_key);
  if (here != done_requests_.end()) {
    return here->second.digest == submission.request_digest ? here->second.outcome : reused();
  }
  for (const RequestRecord& record : read_.requests) {
    if (record.key != submission.request_key) continue;
    if (record.digest != submission.request_digest) return reused();
    return Outcome{Outcome::What::kRepeated, absl::OkStatus(), nullptr, record.name,
                   record.version,           nullptr};
  }
  return std::nullopt;
}

std::optional<Outcome> Batch::CheckReads(const Submission& submission) const {
  const Outcome deferred{Outcome::What::kDeferred, absl::OkStatus(), nullptr, "", 0, nullptr};
  for (const NamedRead& read : submission.reads.named) {
    const Kind& kind = codec_.catalog().Of(read.type);
    std::string id;
    if (const auto* name = std::get_if<std::string>(&read.key)) {
      id = Codec::IdIn(kind, *name);
    } else {
      const Resolved resolved = Resolve(std::get<Source>(read.key));
      id = TextOf(resolved.value);
      if (resolved.stale && At(kind, id) == nullptr) return deferred;
    }
    const Resource* resource = At(kind, id);
    if (resource == nullptr || !resource->exists()) {
      if (!read.required) continue;
      return Refused(NotFound(kind, Codec::NameOf(kind, id)));
    }
    if (read.checked && !access::Allows(submission.call.parties, *submission.call.actor,
                                        Codec::PartiesOf(kind, *resource->message))) {
      return Refused(NotFound(kind, Codec::NameOf(kind, id)));
    }
  }
  for (const Lookup& lookup : submission.reads.lookups) {
    for (const Condition& condition : lookup.where) {
      const auto* source = std::get_if<Source>(&condition.operand);
      if (source != nullptr && Resolve(*source).stale) return deferred;
    }
  }
  return std::nullopt;
}

absl::Status Batch::CheckEtag(const Submission& submission) const {
  if (!submission.etag.has_value()) return absl::OkStatus();
  for (const NamedRead& read : submission.reads.named) {
    const auto* name = std::get_if<std::string>(&read.key);
    if (read.hold != Hold::kChange || !read.checked || name == nullptr) continue;
    const Kind& kind = codec_.catalog().Of(read.type);
    const Resource* target = At(kind, Codec::IdIn(kind, *name));
    if (target == nullptr || !target->exists()) {
      // The rule would cope with its absence, the caller would not: they saw a version of it.
      return base::Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                         "It does not exist. Send no etag to make it.");
    }
    if (target->version == *submission.etag) return absl::OkStatus();
    return base::Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                       "It changed since you read it. Read it again and decide again.",
                       {{"etag", Codec::EtagOf(target->version)}});
  }
  return absl::OkStatus();
}

Outcome Batch::Decide(const Submission& submission) {
  if (auto earlier = FindEarlier(submission)) return *std::move(earlier);
  if (submission.letter.has_value()) return KeepLetter(submission);
  if (auto refused = CheckReads(submission)) return *std::move(refused);
  if (absl::Status etag = CheckEtag(submission); !etag.ok()) return Refused(std::move(etag));
  deciding_ = &submission;
  absl::StatusOr<Decision> decision =
      submission.command->decide(*submission.request, *this, submission.context);
  if (!decision.ok()) return Refused(std::move(decision).status());
  Outcome outcome = Write(submission, *decision);
  if (outcome.what != Outcome::What::kAnswer) return outcome;
  if (!submission.request_key.empty()) {
    writes_.requests.push_back({submission.request_key, submission.request_digest, outcome.name,
                                outcome.version, submission.context.now});
    done_requests_[submission.request_key] = {submission.request_digest, outcome};
  }
  if (submission.effect.has_value()) NoteEffect(*submission.effect);
  return outcome;
}

void Batch::NoteEffect(const Effect& effect) {
  if (effect.settles.has_value()) {
    writes_.dead_letters.push_back(*effect.settles);
    return;
  }
  writes_.applied.push_back({effect.key, effect.version});
  done_effects_.insert({EffectKey(effect.key), effect.version});
}

Outcome Batch::KeepLetter(const Submission& submission) {
  writes_.dead_letters.push_back(*submission.letter);
  NoteEffect(*submission.effect);
  return {Outcome::What::kAnswer, absl::OkStatus(), nullptr, "", 0, nullptr};
}

Outcome Batch::Write(const Submission& submission, const Decision& decision) {
  if (decision.unchanged() != nullptr) {
    const std::string name = Codec::NameOf(*decision.unchanged());
    const Kind& kind = codec_.catalog().Of(decision.unchanged()->GetDescriptor());
    const Resource* resource = At(kind, Codec::IdIn(kind, name));
    return {Outcome::What::kAnswer,
            absl::OkStatus(),
            decision.unchanged(),
            name,
            resource == nullptr ? 0 : resource->version,
            nullptr};
  }
  // A decision is written whole or not at all: whatever can refuse it comes before the first note.
  for (const Version& version : decision.versions()) {
    absl::Status possible = CheckVersion(version, decision);
    if (!possible.ok()) return Refused(std::move(possible));
  }
  for (const std::string& person : decision.destroyed_keys()) {
    keys_.erase(person);
    writes_.keys.push_back({person, ""});
  }
  for (const BucketChange& tally : decision.tallies()) {
    counts_[{tally.counter, tally.bucket}] += tally.amount;
  }
  Outcome outcome{Outcome::What::kAnswer, absl::OkStatus(), nullptr, "", 0, nullptr};
  for (const Version& version : decision.versions()) {
    const Resource& resource = WriteVersion(submission, version, decision, &outcome.answer);
    if (!outcome.name.empty()) continue;
    outcome.name = Codec::NameOf(*resource.kind, resource.id);
    outcome.version = resource.version;
    if (version.how == Version::How::kCreate) outcome.created = resource.kind;
  }
  return outcome;
}

absl::Status Batch::CheckVersion(const Version& version, const Decision& decision) const {
  const Kind& kind = codec_.catalog().Of(version.after->GetDescriptor());
  const std::string name = Codec::NameOf(*version.after);
  const Resource* resource = At(kind, Codec::IdIn(kind, name));
  const bool create = version.how == Version::How::kCreate;
  if (create && resource != nullptr) return NameTaken(kind, name);
  if (!create && (resource == nullptr || !resource->exists())) {
    return absl::InternalError(
        absl::StrCat("a decision changes ", name, ", which its command did not name"));
  }
  if (kind.person == nullptr) return absl::OkStatus();
  const std::string person = TextOf(kind.person->read(*version.after));
  const auto& destroyed = decision.destroyed_keys();
  const bool erasing = std::find(destroyed.begin(), destroyed.end(), person) != destroyed.end();
  if (person.empty() || erasing || keys_.count(person) != 0) return absl::OkStatus();
  if (BeginsBefore(version, person, decision)) return absl::OkStatus();
  return base::Error(absl::StatusCode::kFailedPrecondition, "PERSON_ERASED",
                     "The person was erased; nothing can be kept about them.");
}

bool Batch::BeginsBefore(const Version& version, const std::string& person,
                         const Decision& decision) const {
  for (const Version& earlier : decision.versions()) {
    if (&earlier == &version) break;
    const Kind& kind = codec_.catalog().Of(earlier.after->GetDescriptor());
    const bool begins = kind.is_person && earlier.how == Version::How::kCreate;
    if (begins && Codec::IdIn(kind, Codec::NameOf(*earlier.after)) == person) return true;
  }
  return false;
}

std::shared_ptr<const privacy::DataKey> Batch::KeyFor(const Resource& resource, bool created) {
  if (!resource.kind->personal() || resource.person.empty()) return nullptr;
  if (resource.kind->is_person && created) {
    auto key = std::make_shared<const privacy::DataKey>(privacy::DataKey::Generate());
    writes_.keys.push_back({resource.id, privacy::Wrap(codec_.keys(), *key, resource.id)});
    keys_[resource.id] = key;
    return key;
  }
  const auto found = keys_.find(resource.person);
  return found == keys_.end() ? nullptr : found->second;
}

const Batch::Resource& Batch::WriteVersion(const Submission& submission, const Version& version,
                                           const Decision& decision,
                                           std::shared_ptr<const Message>* answer) {
  const Kind& kind = codec_.catalog().Of(version.after->GetDescriptor());
  const std::string name = Codec::NameOf(*version.after);
  const std::string id = Codec::IdIn(kind, name);
  const bool create = version.how == Version::How::kCreate;
  Resource& resource = create ? Add(kind, id) : *At(kind, id);
  const absl::Time now = submission.context.now;
  // Time never stands still within a resource, so that "as of" has one answer even where the clock
  // went back.
  const absl::Time time =
      create ? now : std::max(now, Codec::UpdateTimeOf(*resource.message) + absl::Microseconds(1));
  const absl::Time create_time = create ? now : Codec::CreateTimeOf(*resource.message);
  std::shared_ptr<Message> image(version.after->New());
  // Into an empty message: the same as CopyFrom, without its search for aliases.
  image->MergeFrom(*version.after);
  codec_.Stamp(image.get(), name, ++resource.version, create_time, time);

  if (!create) Count(kind, resource.columns, -1);
  resource.columns = Codec::ColumnsOf(kind, *image);
  resource.person =
      kind.is_person ? id : TextOf(Codec::ValueOf(kind, resource.columns, kind.person));
  resource.encoded = codec_.Encode(kind, *image, resource.version, KeyFor(resource, create).get());
  if (*answer == nullptr) *answer = image;
  resource.message = version.how == Version::How::kDelete ? nullptr : std::move(image);
  if (resource.exists()) Count(kind, resource.columns, +1);
  if (kind.logged) Log(submission, resource, version, decision, time);
  return resource;
}

Batch::Resource& Batch::Add(const Kind& kind, const std::string& id) {
  auto made = std::make_unique<Resource>();
  Resource& resource = *made;
  resource.kind = &kind;
  resource.id = id;
  by_kind_[&kind].push_back(&resource);
  resources_.emplace(Codec::NameOf(kind, id), std::move(made));
  return resource;
}

void Batch::Log(const Submission& submission, const Resource& resource, const Version& version,
                const Decision& decision, absl::Time time) {
  const access::Actor& actor = *submission.call.actor;
  Event event;
  event.collection = resource.kind->collection;
  event.id = resource.id;
  event.version = resource.version;
  event.verb = version.verb;
  event.commit_time = time;
  event.published = resource.kind->published;
  event.owner = TextOf(Codec::ValueOf(*resource.kind, resource.columns, resource.kind->owner));
  event.organisation = actor.organisation;
  event.role = static_cast<int>(submission.call.role);
  event.subject = submission.context.pseudonym;
  event.job = actor.job;
  event.reason = decision.reason();
  event.traceparent = submission.call.traceparent;
  if (!resource.encoded.sealed_body.empty() && resource.kind->personal())
    event.person = resource.person;
  event.public_body = resource.encoded.public_body;
  event.sealed_body = resource.encoded.sealed_body;
  writes_.events.push_back(std::move(event));
}

void Batch::Count(const Kind& kind, const std::vector<Value>& columns, int64_t delta) {
  for (const Counter& counter : kind.counters) {
    std::optional<std::string> bucket = Codec::Bucket(kind, counter, columns);
    if (bucket.has_value()) counts_[{Codec::NameOf(kind, counter), *std::move(bucket)}] += delta;
  }
}

WriteSet Batch::TakeWrites() {
  for (const auto& [name, resource] : resources_) {
    if (resource->version == resource->stored_version) continue;
    RowWrite row;
    row.kind = resource->kind;
    row.id = resource->id;
    row.version = resource->version;
    if (!resource->exists()) {
      if (resource->stored_version == 0) continue;
      row.how = RowWrite::How::kDelete;
    } else {
      row.how = resource->stored_version == 0 ? RowWrite::How::kInsert : RowWrite::How::kUpdate;
      for (size_t i = 0; i < resource->columns.size(); ++i) {
        const Column& column = *resource->kind->columns[i];
        row.columns.push_back(codec_.StoredValue(column, resource->columns[i]));
        if (row.how == RowWrite::How::kInsert) continue;
        // A hash may be another one although its text is the same: the look-up key may be newer.
        row.changed.push_back(column.type == ColumnType::kHash ||
                              resource->columns[i] != resource->stored_columns[i]);
      }
      row.body = std::move(resource->encoded.body);
    }
    writes_.rows.push_back(std::move(row));
  }
  for (const auto& [key, delta] : counts_) {
    if (delta != 0) writes_.counters.push_back({key.first, key.second, delta});
  }
  return std::move(writes_);
}

}  // namespace mandat::ledger
