#ifndef SERVICES_LIB_LEDGER_LEDGER_VIEW_H_
#define SERVICES_LIB_LEDGER_LEDGER_VIEW_H_

// The view of one read call: one reading connection, one caller, and the consultations that it
// makes.

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/lib/ledger/codec.h"
#include "services/lib/ledger/view.h"

namespace mandat::ledger {

class LedgerView final : public View {
 public:
  LedgerView(const Codec& codec, Reader& reader, const access::Call& call)
      : codec_(codec), reader_(reader), call_(call) {}

  absl::StatusOr<std::vector<Past>> Revisions(const google::protobuf::Descriptor* type,
                                              absl::string_view name, int page_size,
                                              absl::string_view page_token,
                                              std::string* next_page_token) override;
  absl::StatusOr<common::v1::Difference> Compare(const google::protobuf::Descriptor* type,
                                                 absl::string_view name, int64_t from_version,
                                                 int64_t to_version) override;
  void Consulted(absl::string_view person_id, absl::string_view file) override;
  absl::StatusOr<std::vector<ConsultationRow>> Consultations(absl::string_view person_id,
                                                             int page_size,
                                                             absl::string_view page_token,
                                                             std::string* next_page_token) override;
  const access::Call& call() const override { return call_; }
  Reader& reader() override { return reader_; }

  // What must be recorded before the reply: one reading a person and reply.
  std::vector<ConsultationRow> TakeConsultations();

 protected:
  absl::Status GetMessage(const google::protobuf::Descriptor* type, absl::string_view name,
                          google::protobuf::Message* out) override;
  absl::Status GetMessageAsOf(const google::protobuf::Descriptor* type, absl::string_view name,
                              absl::Time time, google::protobuf::Message* out) override;
  absl::StatusOr<bool> GetMessageUnchecked(const google::protobuf::Descriptor* type,
                                           absl::string_view name,
                                           google::protobuf::Message* out) override;
  absl::StatusOr<std::string> ListMessages(const google::protobuf::Descriptor* type,
                                           const ListQuery& query, const NewMessage& add) override;
  absl::StatusOr<std::vector<Tally>> CountResources(const google::protobuf::Descriptor* type,
                                                    const CountQuery& query) override;
  absl::Status FindMessages(const google::protobuf::Descriptor* type,
                            const std::vector<std::pair<const Column*, Value>>& where, int limit,
                            const Column* order, const NewMessage& add) override;

 private:
  // Whether the caller is a party of it.
  bool MaySee(const Kind& kind, const google::protobuf::Message& resource) const;
  // Hands a resource out if the caller is a party of it, else NOT_FOUND; notes the consultation.
  absl::Status Show(const Kind& kind, absl::string_view name,
                    std::unique_ptr<google::protobuf::Message> resource,
                    google::protobuf::Message* out);
  // The newest version of a resource whose past the caller may see: the rights are those that this
  // version gives, also where the resource is gone. Notes the consultation.
  absl::StatusOr<Event> ShowNewest(const Kind& kind, absl::string_view name);
  absl::StatusOr<Past> PastOf(const Kind& kind, const Event& event);
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Decode(const Row& row);
  void NoteReading(const Kind& kind, const google::protobuf::Message& resource,
                   absl::string_view name);

  const Codec& codec_;
  Reader& reader_;
  const access::Call& call_;
  std::set<std::pair<std::string, std::string>> consulted_;  // person, file
};

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_LEDGER_VIEW_H_
