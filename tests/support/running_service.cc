#include "tests/support/running_service.h"

#include <curl/curl.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/testing/free_port.h"
#include "tests/support/eventually.h"

namespace mandat::testing {
namespace {

constexpr char kIssuer[] = "https://issuer.mandat.invalid";
constexpr char kAudience[] = "mandat";
constexpr char kPrograms[] = MANDAT_BINARY_DIR "/bin/mandat-";
constexpr char kStreams[] = MANDAT_SOURCE_DIR "/deploy/nats/streams/";
constexpr char kConsumers[] = MANDAT_SOURCE_DIR "/deploy/nats/consumers";
// Longer than any subcommand takes on a busy machine.
constexpr absl::Duration kSubcommandTimeout = absl::Seconds(60);
constexpr int kEventsPage = 1000;
// Bytes of the log of a service whose test failed.
constexpr size_t kLogShown = 8'000;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

// The port of the line that says where the service listens.
absl::StatusOr<int> PortIn(const std::string& log) {
  constexpr absl::string_view kPort = "\"port\":";
  const size_t line = log.find("\"message\":\"listening\"");
  const size_t at = line == std::string::npos ? line : log.find(kPort.data(), line);
  int port = 0;
  if (at == std::string::npos ||
      !absl::SimpleAtoi(
          log.substr(at + kPort.size(), log.find_first_of(",}", at) - at - kPort.size()), &port)) {
    return absl::InternalError(absl::StrCat("the log names no port:\n", log));
  }
  return port;
}

size_t Append(char* data, size_t size, size_t count, void* text) {
  static_cast<std::string*>(text)->append(data, size * count);
  return size * count;
}

}  // namespace

std::string NameOf(Engine engine) { return engine == Engine::kSqlite ? "Sqlite" : "Postgres"; }

absl::StatusOr<std::unique_ptr<RunningService>> RunningService::Start(RunningOptions options) {
  // Idle channels of this process look at their sockets this often. By default it is 5 s, and a
  // server that stops in order waits until they have seen its farewell.
  setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "100", /*overwrite=*/0);
  std::shared_ptr<const access::TokenSigner> signer;
  if (options.beside != nullptr) {
    signer = options.beside->signer_;
  } else {
    const TempDir keys;
    ASSIGN_OR_RETURN(access::TokenSigner made, access::TokenSigner::Create(keys.File("signing")));
    signer = std::make_shared<const access::TokenSigner>(std::move(made));
  }
  std::unique_ptr<RunningService> made(new RunningService(std::move(options), std::move(signer)));
  RETURN_IF_ERROR(made->PrepareGround());
  RETURN_IF_ERROR(made->UseAnotherDatabase());
  RETURN_IF_ERROR(made->RunSubcommand({"migrate"}).status());
  for (int i = 0; i < made->options_.replicas; ++i) {
    made->replicas_[static_cast<size_t>(i)].metrics_port = FreePort();
    RETURN_IF_ERROR(made->StartService(i));
  }
  // The first thing that social aid does is to store the law that it is built with; what a test
  // counts begins after it.
  if (made->options_.service != "socialaid") return made;
  if (Eventually([&] { return made->HeadPosition() > 0; })) return made;
  return absl::DeadlineExceededError("the law is not stored");
}

absl::Status RunningService::PrepareGround() {
  if (const RunningService* other = options_.beside; other != nullptr) {
    keys_folder_ = other->keys_folder_;
    broker_ = other->broker_;
    postgres_ = other->postgres_;
    return absl::OkStatus();
  }
  keys_folder_ = folder_.path();
  std::ofstream(File("jwks.json")) << signer_->PublicJwks();
  RETURN_IF_ERROR(privacy::KeyRing::Create(File("keyring"), absl::CivilDay(2026, 1, 1)).status());
  ASSIGN_OR_RETURN(broker_, TemporaryNats::Create());
  if (options_.engine == Engine::kPostgres) {
    ASSIGN_OR_RETURN(postgres_, TemporaryPostgres::Create(options_.postgres));
  }
  return absl::OkStatus();
}

RunningService::RunningService(RunningOptions options,
                               std::shared_ptr<const access::TokenSigner> signer)
    : options_(std::move(options)),
      signer_(std::move(signer)),
      replicas_(static_cast<size_t>(options_.replicas)),
      channels_(replicas_.size()) {}

RunningService::~RunningService() {
  if (!::testing::Test::HasFailure()) return;
  std::string log = LogText();
  if (log.size() > kLogShown) log.erase(0, log.find('\n', log.size() - kLogShown) + 1);
  std::cerr << "The end of the log of " << options_.service << ", and how far its events are:\n"
            << log;
  const absl::StatusOr<std::string> metrics = MetricsText();
  if (!metrics.ok()) return;
  for (const absl::string_view line : absl::StrSplit(*metrics, '\n')) {
    const bool of_events =
        absl::StrContains(line, "event_") || absl::StrContains(line, "consumer_");
    if (of_events && !absl::StartsWith(line, "#")) std::cerr << line << '\n';
  }
}

std::string RunningService::Token(access::Actor actor) const {
  const absl::Time now = absl::Now();
  return Token(std::move(actor), now - absl::Minutes(30), now + absl::Minutes(29));
}

std::string RunningService::Token(access::Actor actor, absl::Time issued,
                                  absl::Time expires) const {
  actor.expires = expires;
  return signer_->Sign(actor, kIssuer, kAudience, issued);
}

std::vector<common::v1::PublishedEvent> RunningService::Events() {
  std::vector<common::v1::PublishedEvent> events;
  common::v1::ListEventsRequest request;
  request.set_page_size(kEventsPage);
  while (true) {
    // The rate is limited by caller: every page is another's.
    access::Actor reader = ActorOf(Persona::kOperator);
    reader.subject = absl::StrCat("reader from ", request.after_position());
    const auto page =
        CallWithToken(Token(reader), &common::v1::LogService::Stub::ListEvents, request);
    if (!page.ok()) {
      ADD_FAILURE() << "the log cannot be listed: " << page.status();
      return events;
    }
    events.insert(events.end(), page->events().begin(), page->events().end());
    if (page->next_position() >= page->head_position()) return events;
    request.set_after_position(page->next_position());
  }
}

int64_t RunningService::HeadPosition() {
  static int calls = 0;
  access::Actor reader = ActorOf(Persona::kOperator);
  reader.subject = absl::StrCat("head reader ", ++calls);
  common::v1::ListEventsRequest request;
  request.set_page_size(1);
  const auto page =
      CallWithToken(Token(reader), &common::v1::LogService::Stub::ListEvents, request);
  if (page.ok()) return page->head_position();
  ADD_FAILURE() << "the head cannot be read: " << page.status();
  return -1;
}

absl::StatusOr<std::unique_ptr<ChildProcess>> RunningService::Launch(
    const std::vector<std::string>& words, const std::vector<std::string>& settings) {
  ChildOptions child;
  child.command = {absl::StrCat(kPrograms, options_.service)};
  child.command.insert(child.command.end(), words.begin(), words.end());
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"store", store_url_},
           {"keys", keys_folder_ + "/keyring"},
           {"nats_url", broker_->Url()},
           {"stream", absl::StrCat(kStreams, options_.service, ".json")},
           {"jwks", keys_folder_ + "/jwks.json"},
           {"issuer", kIssuer},
           {"audience", kAudience},
           {"jobs_every", absl::FormatDuration(options_.jobs_every)},
           {"log_level", options_.debug_log ? "debug" : "info"}}) {
    child.command.push_back(absl::StrCat("--", name, "=", value));
  }
  // Social aid follows nobody and has no such setting.
  if (options_.service != "socialaid") {
    child.command.push_back(
        absl::StrCat("--consumers=", options_.consumers.empty() ? kConsumers : options_.consumers));
  }
  if (options_.follows != nullptr) {
    // A peer is asked as one of Mandat's programs.
    access::Actor program = ActorOf(Persona::kOperator);
    program.roles = {common::v1::ROLE_SERVICE};
    std::ofstream(File("peer_token")) << Token(program);
    child.command.push_back(absl::StrCat("--peer_token=", File("peer_token")));
    child.command.push_back(absl::StrCat("--", options_.follows->options().service,
                                         "_address=", options_.follows->address()));
  }
  child.command.insert(child.command.end(), settings.begin(), settings.end());
  child.environment = options_.environment;
  child.output_file = File(absl::StrCat(words[0], "-", logs_.size(), ".log"));
  logs_.push_back(child.output_file);
  return ChildProcess::Start(std::move(child));
}

absl::Status RunningService::StartService(int replica) {
  const size_t at = static_cast<size_t>(replica);
  std::unique_ptr<ChildProcess>& process = replicas_[at].process;
  ASSIGN_OR_RETURN(
      process,
      Launch({"serve"}, {absl::StrCat("--writer=", replica),
                         absl::StrCat("--metrics_listen=127.0.0.1:", replicas_[at].metrics_port)}));
  RETURN_IF_ERROR(process->WaitForOutput("\"message\":\"listening\"", absl::Seconds(60)));
  ASSIGN_OR_RETURN(const int port, PortIn(process->Output()));
  replicas_[at].address = absl::StrCat("127.0.0.1:", port);
  auto channel = grpc::CreateChannel(replicas_[at].address, grpc::InsecureChannelCredentials());
  const runtime::MutexLock lock(&mutex_);
  channels_[at] = std::move(channel);
  return absl::OkStatus();
}

std::shared_ptr<grpc::Channel> RunningService::CurrentChannel() {
  const runtime::MutexLock lock(&mutex_);
  return channels_[turn_++ % channels_.size()];
}

int RunningService::StopService(int replica) {
  return replicas_[static_cast<size_t>(replica)].process->Stop(absl::Seconds(30));
}

void RunningService::KillService(int replica) {
  replicas_[static_cast<size_t>(replica)].process->Kill();
}

absl::StatusOr<std::string> RunningService::RunSubcommand(const std::vector<std::string>& words) {
  ASSIGN_OR_RETURN(const std::unique_ptr<ChildProcess> child, Launch(words, {}));
  const std::optional<int> code = child->Wait(kSubcommandTimeout);
  if (code == 0) return child->Output();
  return absl::FailedPreconditionError(absl::StrCat(absl::StrJoin(words, " "), " ended with ",
                                                    code.value_or(-1), ":\n", child->Output()));
}

absl::Status RunningService::UseAnotherDatabase() {
  ++databases_;
  if (options_.engine == Engine::kPostgres) {
    ASSIGN_OR_RETURN(store_url_, postgres_->NewDatabase());
    return absl::OkStatus();
  }
  store_url_ = absl::StrCat("sqlite:", SqliteFolder(), "/ledger-", databases_, ".db");
  return absl::OkStatus();
}

std::string RunningService::SqliteFolder() const {
  return options_.sqlite_folder.empty() ? folder_.path() : options_.sqlite_folder;
}

std::string RunningService::LogText() const {
  std::string text;
  for (const std::string& file : logs_) text += ReadFile(file);
  return text;
}

absl::StatusOr<std::string> RunningService::MetricsText() const {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 &curl_easy_cleanup);
  const std::string url = absl::StrCat("http://127.0.0.1:", replicas_[0].metrics_port, "/metrics");
  std::string text;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 10L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &text);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) return absl::UnavailableError(curl_easy_strerror(code));
  return text;
}

}  // namespace mandat::testing
