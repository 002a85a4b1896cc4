#include "services/lib/ledger/submission.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/lib/base/entropy.h"
#include "services/lib/base/error.h"
#include "services/lib/base/request_id.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/base/uuid.h"
#include "services/lib/privacy/lookup_hash.h"

namespace mandat::ledger {
namespace {

absl::Status ReadEtag(Submission* submission) {
  const std::string etag = Codec::EtagIn(*submission->request);
  if (etag.empty()) return absl::OkStatus();
  int64_t version = 0;
  if (!absl::SimpleAtoi(etag, &version) || version <= 0 || Codec::EtagOf(version) != etag) {
    return base::InvalidField("ETAG_INVALID", "etag", "Send the etag as it was read.");
  }
  submission->etag = version;
  return absl::OkStatus();
}

absl::Status ReadRequestId(const Codec& codec, Submission* submission) {
  const std::string id = Codec::RequestIdIn(*submission->request);
  if (id.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(base::CheckRequestId(id));
  const access::Actor& actor = *submission->call.actor;
  // Lengths in front: no two lists of parts have the same text.
  std::string who;
  for (absl::string_view part :
       {absl::string_view(actor.organisation), absl::string_view(actor.subject),
        absl::string_view(submission->call.method), absl::string_view(id)}) {
    absl::StrAppend(&who, part.size(), ":", part);
  }
  submission->request_key = privacy::Mac(codec.keys(), who);
  submission->request_digest = privacy::Mac(codec.keys(), submission->request->SerializeAsString());
  return absl::OkStatus();
}

}  // namespace

absl::Status Admit(const Codec& codec, Submission* submission) {
  const access::Actor& actor = *submission->call.actor;
  Context& context = submission->context;
  context.now = submission->call.now;
  context.actor = &actor;
  if (!actor.subject.empty()) {
    context.pseudonym = privacy::Pseudonym(codec.keys(), actor.organisation, actor.subject);
  }
  context.new_id = base::MakeUuidV7(context.now, base::RandomBytes<16>());
  context.random_id = base::MakeUuidV4(base::RandomBytes<16>());
  if (submission->command->prepare) {
    ASSIGN_OR_RETURN(context.prepared, submission->command->prepare(*submission->request));
  }
  RETURN_IF_ERROR(submission->command->check(*submission->request, context));
  RETURN_IF_ERROR(ReadEtag(submission));
  RETURN_IF_ERROR(ReadRequestId(codec, submission));
  submission->reads = submission->command->read(*submission->request, context);
  return absl::OkStatus();
}

void AppendReads(const Codec& codec, const Submission& submission, ReadSet* reads) {
  const auto row_source = [&codec](const Source& source) {
    const Kind& kind = codec.catalog().Of(source.type);
    return RowSource{&kind, Codec::IdIn(kind, source.name), source.column};
  };
  for (const NamedRead& read : submission.reads.named) {
    const Kind& kind = codec.catalog().Of(read.type);
    RowRead row{&kind, read.hold, std::string()};
    if (const auto* name = std::get_if<std::string>(&read.key)) {
      row.key = Codec::IdIn(kind, *name);
    } else {
      row.key = row_source(std::get<Source>(read.key));
    }
    reads->rows.push_back(std::move(row));
  }
  for (const Lookup& lookup : submission.reads.lookups) {
    // A hash column is searched once per version of the look-up key; rows found twice do no harm.
    std::vector<RowLookup> shapes(1);
    shapes[0].kind = &codec.catalog().Of(lookup.type);
    for (const Condition& condition : lookup.where) {
      if (const auto* source = std::get_if<Source>(&condition.operand)) {
        for (RowLookup& shape : shapes)
          shape.where.emplace_back(condition.column, row_source(*source));
        continue;
      }
      std::vector<RowLookup> longer;
      for (const Value& value :
           codec.SearchValues(*condition.column, std::get<Value>(condition.operand))) {
        for (RowLookup shape : shapes) {
          shape.where.emplace_back(condition.column, value);
          longer.push_back(std::move(shape));
        }
      }
      shapes = std::move(longer);
    }
    for (RowLookup& shape : shapes) reads->lookups.push_back(std::move(shape));
  }
  if (!submission.request_key.empty()) reads->request_keys.push_back(submission.request_key);
  if (submission.effect.has_value()) reads->applied.push_back(submission.effect->key);
}

}  // namespace mandat::ledger
