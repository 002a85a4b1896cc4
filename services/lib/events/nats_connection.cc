#include "services/lib/events/nats_connection.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"

namespace mandat::events {
namespace {

using OptionsPtr = std::unique_ptr<natsOptions, Destroy<natsOptions_Destroy>>;
using StatisticsPtr = std::unique_ptr<natsStatistics, Destroy<natsStatistics_Destroy>>;

constexpr int64_t kReconnectWaitMs = 200;
constexpr int64_t kPingIntervalMs = 2000;
// The shortest that nats.c can wait.
constexpr int64_t kFlushWaitMs = 1;
constexpr int kForever = -1;
// Nothing is kept for a broker that is away: the smallest buffer there is. Zero would be 8 MB, and
// what it holds would be sent unseen when the broker is back.
constexpr int kNoBuffer = 1;

absl::Status OptionStatus(natsStatus status) {
  if (status == NATS_OK) return absl::OkStatus();
  return base::Error(absl::StatusCode::kInvalidArgument, "BROKER_OPTIONS_INVALID",
                     absl::StrCat("The address or the TLS files of the broker cannot be used: ",
                                  natsStatus_GetText(status), "."),
                     {{"cause", natsStatus_GetText(status)}});
}

absl::Status SetTls(const BrokerOptions& options, natsOptions* nats) {
  if (options.ca_file.empty() && options.certificate_file.empty() && options.key_file.empty()) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(OptionStatus(natsOptions_SetSecure(nats, true)));
  RETURN_IF_ERROR(
      OptionStatus(natsOptions_LoadCATrustedCertificates(nats, options.ca_file.c_str())));
  return OptionStatus(natsOptions_LoadCertificatesChain(nats, options.certificate_file.c_str(),
                                                        options.key_file.c_str()));
}

absl::StatusOr<OptionsPtr> ToNatsOptions(const BrokerOptions& options) {
  natsOptions* made = nullptr;
  RETURN_IF_ERROR(OptionStatus(natsOptions_Create(&made)));
  OptionsPtr nats(made);
  const std::string inbox = absl::StrCat("_INBOX_", options.name);
  for (const natsStatus status :
       {natsOptions_SetURL(made, options.url.c_str()),
        natsOptions_SetName(made, options.name.c_str()),
        natsOptions_SetCustomInboxPrefix(made, inbox.c_str()),
        natsOptions_SetTimeout(made, absl::ToInt64Milliseconds(options.timeout)),
        natsOptions_SetMaxReconnect(made, kForever),
        natsOptions_SetReconnectWait(made, kReconnectWaitMs),
        natsOptions_SetPingInterval(made, kPingIntervalMs),
        natsOptions_SetReconnectBufSize(made, kNoBuffer),
        // A request does not wait for its deadline where the answer cannot come any more.
        natsOptions_SetFailRequestsOnDisconnect(made, true)}) {
    RETURN_IF_ERROR(OptionStatus(status));
  }
  RETURN_IF_ERROR(SetTls(options, made));
  return nats;
}

}  // namespace

absl::Status BrokerStatus(natsStatus status, absl::string_view doing) {
  if (status == NATS_OK) return absl::OkStatus();
  return base::Error(absl::StatusCode::kUnavailable, "BROKER_UNAVAILABLE",
                     absl::StrCat(doing, ": ", natsStatus_GetText(status), "."),
                     {{"cause", natsStatus_GetText(status)}});
}

absl::string_view PayloadOf(natsMsg* message) {
  return absl::string_view(natsMsg_GetData(message),
                           static_cast<size_t>(natsMsg_GetDataLength(message)));
}

std::string HeaderOf(natsMsg* message, const char* name) {
  const char* value = nullptr;
  if (natsMsgHeader_Get(message, name, &value) != NATS_OK || value == nullptr) return "";
  return value;
}

absl::StatusOr<MessagePtr> NewMessage(absl::string_view subject, absl::string_view id,
                                      absl::string_view payload) {
  natsMsg* made = nullptr;
  RETURN_IF_ERROR(BrokerStatus(natsMsg_Create(&made, std::string(subject).c_str(), nullptr,
                                              payload.data(), static_cast<int>(payload.size())),
                               "making a message"));
  MessagePtr message(made);
  if (!id.empty()) {
    RETURN_IF_ERROR(BrokerStatus(natsMsgHeader_Set(made, "Nats-Msg-Id", std::string(id).c_str()),
                                 "making a message"));
  }
  return message;
}

absl::StatusOr<std::unique_ptr<NatsConnection>> NatsConnection::Connect(
    const BrokerOptions& options) {
  ASSIGN_OR_RETURN(const OptionsPtr nats, ToNatsOptions(options));
  std::unique_ptr<NatsConnection> made(new NatsConnection(options.timeout));
  RETURN_IF_ERROR(
      BrokerStatus(natsConnection_Connect(&made->connection_, nats.get()), "connecting"));
  jsOptions js_options;
  jsOptions_Init(&js_options);
  js_options.Wait = absl::ToInt64Milliseconds(options.timeout);
  jsCtx* jet_stream = nullptr;
  RETURN_IF_ERROR(BrokerStatus(
      natsConnection_JetStream(&jet_stream, made->connection_, &js_options), "opening JetStream"));
  made->jet_stream_.reset(jet_stream);
  return made;
}

NatsConnection::~NatsConnection() {
  jet_stream_.reset();
  natsConnection_Destroy(connection_);
}

bool NatsConnection::connected() const {
  return natsConnection_Status(connection_) == NATS_CONN_STATUS_CONNECTED;
}

int64_t NatsConnection::reconnections() const {
  natsStatistics* made = nullptr;
  if (natsStatistics_Create(&made) != NATS_OK) return -1;
  const StatisticsPtr statistics(made);
  uint64_t reconnects = 0;
  if (natsConnection_GetStats(connection_, made) != NATS_OK ||
      natsStatistics_GetCounts(made, nullptr, nullptr, nullptr, nullptr, &reconnects) != NATS_OK) {
    return -1;
  }
  return static_cast<int64_t>(reconnects);
}

absl::Status NatsConnection::Publish(absl::string_view subject, absl::string_view payload) {
  return BrokerStatus(natsConnection_Publish(connection_, std::string(subject).c_str(),
                                             payload.data(), static_cast<int>(payload.size())),
                      "publishing");
}

void NatsConnection::Flush() { natsConnection_FlushTimeout(connection_, kFlushWaitMs); }

absl::StatusOr<std::string> NatsConnection::Request(absl::string_view subject,
                                                    absl::string_view payload) {
  natsMsg* reply = nullptr;
  RETURN_IF_ERROR(BrokerStatus(
      natsConnection_Request(&reply, connection_, std::string(subject).c_str(), payload.data(),
                             static_cast<int>(payload.size()), absl::ToInt64Milliseconds(timeout_)),
      absl::StrCat("asking ", subject)));
  const MessagePtr owned(reply);
  return std::string(PayloadOf(reply));
}

absl::StatusOr<SubscriptionPtr> NatsConnection::Subscribe(absl::string_view subject) {
  natsSubscription* made = nullptr;
  RETURN_IF_ERROR(
      BrokerStatus(natsConnection_SubscribeSync(&made, connection_, std::string(subject).c_str()),
                   "subscribing"));
  return SubscriptionPtr(made);
}

}  // namespace mandat::events
