#include "services/lib/runtime/service_program.h"

#include <cstdio>
#include <iostream>
#include <iterator>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/lib/access/actor.h"
#include "services/lib/access/token.h"
#include "services/lib/base/civil_date.h"
#include "services/lib/base/error.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/consumer.h"
#include "services/lib/events/relay.h"
#include "services/lib/events/streams.h"
#include "services/lib/ledger/backup.h"
#include "services/lib/ledger/rotation.h"
#include "services/lib/ledger/verify.h"
#include "services/lib/runtime/bootstrap.h"
#include "services/lib/runtime/clock.h"
#include "services/lib/runtime/config.h"
#include "services/lib/runtime/event_metrics.h"
#include "services/lib/runtime/ledger_metrics.h"
#include "services/lib/runtime/log.h"
#include "services/lib/runtime/log_client.h"
#include "services/lib/runtime/log_service.h"
#include "services/lib/runtime/metrics.h"
#include "services/lib/runtime/server.h"

namespace mandat::runtime {
namespace {

struct Config {
  std::string store, keys, listen, metrics_listen, nats_url, stream, jwks, issuer, audience,
      log_level;
  // Of others whose events are followed: where each answers, by its name; and how they are asked.
  std::map<std::string, std::string> peers;
  std::string consumers, peer_token, peer_ca;
  TlsFiles tls;
  std::string nats_ca, nats_certificate, nats_key;
  int64_t batch_max = 0, queue_max = 0, readers = 0, writer = 0;
  bool reflection = false;
  absl::Duration drain, grace, jobs_every;
};

// What only a service has that follows others.
void DeclarePeers(const ServiceProgram& program, Config* config, ConfigSchema* schema) {
  if (program.follows.empty()) return;
  for (const std::string& peer : program.follows) {
    if (peer == program.name) continue;  // it has its own log at hand
    schema->Text(&config->peers[peer], peer + "_address",
                 absl::StrCat("Where ", peer,
                              " answers, which is asked for events that the broker "
                              "lost; empty = the broker is trusted."),
                 "");
  }
  schema
      ->Text(&config->consumers, "consumers", "Folder with the declarations of consumers.",
             "deploy/nats/consumers")
      .Text(&config->peer_token, "peer_token",
            "File with a token of the role `service`, read anew for each call to a peer.", "")
      .Text(&config->peer_ca, "peer_ca",
            "PEM file of the authorities of peers, which are shown `tls_certificate`; empty = no "
            "TLS.",
            "");
}

ConfigSchema Declare(const ServiceProgram& program, Config* config) {
  const std::string& service = program.name;
  ConfigSchema schema("mandat-" + service);
  DeclarePeers(program, config, &schema);
  schema.Text(&config->store, "store", "Database: `sqlite:PATH` or `postgresql://…`.", std::nullopt)
      .Text(&config->keys, "keys",
            "File of the key ring (`mandat keys create FILE`). Keep it apart from the database.",
            std::nullopt)
      .Text(&config->listen, "listen", "Address of the gRPC server; port 0 chooses one.",
            "127.0.0.1:0")
      .Text(&config->metrics_listen, "metrics_listen", "Address of `GET /metrics`; empty = none.",
            "")
      .Text(&config->nats_url, "nats_url", "Broker, or several separated by commas.",
            "nats://127.0.0.1:4222")
      .Text(&config->stream, "stream", "Declaration of the stream that carries the events.",
            absl::StrCat("deploy/nats/streams/", service, ".json"))
      .Text(&config->jwks, "jwks",
            "Public keys of the issuer of tokens: a file or an https address.", "")
      .Text(&config->issuer, "issuer", "What `iss` of a token must say.", "")
      .Text(&config->audience, "audience", "What `aud` of a token must say.", "mandat")
      .Choice(&config->log_level, "log_level", "Lines below this severity are dropped.",
              {"info", "debug", "warning", "error"})
      .Text(&config->tls.certificate, "tls_certificate",
            "PEM file of the server's certificate; empty = no TLS.", "")
      .Text(&config->tls.private_key, "tls_private_key", "PEM file of the server's key.", "")
      .Text(&config->tls.client_authorities, "tls_client_authorities",
            "PEM file of the authorities of clients.", "")
      .Text(&config->nats_ca, "nats_ca",
            "PEM file of the authorities of the broker; empty = no TLS.", "")
      .Text(&config->nats_certificate, "nats_certificate",
            "PEM file of the certificate shown to the broker.", "")
      .Text(&config->nats_key, "nats_key", "PEM file of its key.", "")
      .Integer(&config->batch_max, "batch_max", "Commands taken into one commit.", "commands",
               {1, 1000}, 64)
      .Integer(&config->queue_max, "queue_max",
               "Commands that may wait before one more is refused.", "commands", {1, 1000000}, 4096)
      .Integer(&config->readers, "readers", "Reading threads, each with a connection.", "threads",
               {1, 64}, 2)
      .Integer(&config->writer, "writer", "Number of this replica, so that counters are spread.",
               "replica", {0, 15}, 0)
      .Duration(&config->jobs_every, "jobs_every",
                "How often the service looks for what it does uncalled.",
                {absl::Milliseconds(10), absl::Hours(24)}, absl::Minutes(1))
      .Switch(&config->reflection, "reflection",
              "Tells anybody what the server offers; for development.", false)
      .Duration(&config->drain, "drain",
                "How long the server says NOT_SERVING before it refuses calls.",
                {absl::ZeroDuration(), absl::Minutes(5)}, absl::ZeroDuration())
      .Duration(&config->grace, "grace", "How long calls in flight may take at the end.",
                {absl::ZeroDuration(), absl::Minutes(5)}, absl::Seconds(10));
  return schema;
}

// Somebody at a terminal reads this; the log is for programs.
int Complain(const absl::Status& status, int exit_code) {
  std::cerr << base::ReasonOf(status) << ": " << status.message() << "\n";
  return exit_code;
}

absl::StatusOr<std::unique_ptr<ledger::Store>> OpenStore(const Config& config,
                                                         const ServiceProgram& program) {
  ledger::StoreOptions options;
  options.url = config.store;
  options.catalog = program.catalog;
  options.writer = static_cast<int>(config.writer);
  return ledger::OpenStore(options);
}

// Whatever runs, in the order of starting; destroyed in the reverse order.
class RunningService {
 public:
  RunningService(const Config& config, const ServiceProgram& program)
      : config_(config), program_(program) {}

  absl::Status Start() {
    ASSIGN_OR_RETURN(privacy::KeyRing keys, privacy::KeyRing::Load(config_.keys));
    keys_.emplace(std::move(keys));
    ASSIGN_OR_RETURN(store_, OpenStore(config_, program_));
    RETURN_IF_ERROR(store_->CheckSchema(*program_.migrations));
    if (!config_.metrics_listen.empty()) RETURN_IF_ERROR(metrics_.Serve(config_.metrics_listen));
    access::TokenRules rules;
    rules.issuer = config_.issuer;
    rules.audience = config_.audience;
    rules.keys = config_.jwks;
    ASSIGN_OR_RETURN(tokens_, access::TokenVerifier::Create(rules, clock_.Now()));
    ledger::LedgerOptions options;
    options.catalog = program_.catalog;
    options.store = store_.get();
    options.keys = &*keys_;
    options.clock = &clock_;
    options.batch_max = static_cast<int>(config_.batch_max);
    options.queue_max = static_cast<int>(config_.queue_max);
    options.readers = static_cast<int>(config_.readers);
    options.measure = MeasureCommits(metrics_);
    ASSIGN_OR_RETURN(ledger_, ledger::OpenLedger(options));
    gauges_.push_back(MeasureQueue(metrics_, *ledger_));
    RETURN_IF_ERROR(StartRelay());
    parts_ = program_.make_parts(*ledger_, *store_);
    jobs_ = std::make_unique<Jobs>(parts_->jobs(), clock_, config_.jobs_every);
    for (const Follower& follower : parts_->followers()) RETURN_IF_ERROR(Follow(follower));
    return StartServer();
  }

  Server* server() { return server_.get(); }

  // What is taken is finished, what is committed is published as far as the broker lets it.
  void Stop() {
    jobs_->Stop();
    gauges_.clear();
    for (const auto& [name, consumer] : consumers_) consumer->Stop(config_.grace);
    relay_->Stop(config_.grace);
    ledger_->Close();
  }

 private:
  static void Notice(absl::string_view message, const absl::Status& cause) {
    if (cause.ok()) return LogInfo(message);
    LogWarning(message, {{"reason", base::ReasonOf(cause)}, {"cause", cause.message()}});
  }

  events::BrokerOptions Broker() const {
    events::BrokerOptions broker;
    broker.url = config_.nats_url;
    broker.name = "mandat-" + program_.name;
    broker.ca_file = config_.nats_ca;
    broker.certificate_file = config_.nats_certificate;
    broker.key_file = config_.nats_key;
    return broker;
  }

  void Keep(std::vector<GaugeRegistration> gauges) {
    std::move(gauges.begin(), gauges.end(), std::back_inserter(gauges_));
  }

  absl::Status StartRelay() {
    events::RelayOptions options;
    options.store = store_.get();
    options.ledger = ledger_.get();
    options.catalog = program_.catalog;
    options.clock = &clock_;
    options.service = program_.name;
    options.broker = Broker();
    ASSIGN_OR_RETURN(options.stream, events::LoadStream(config_.stream));
    options.notice = Notice;
    relay_ = std::make_unique<events::Relay>(std::move(options));
    Keep(MeasureRelay(metrics_, *relay_));
    return absl::OkStatus();
  }

  absl::Status Follow(const Follower& follower) {
    events::ConsumerOptions options;
    ASSIGN_OR_RETURN(options.declaration, events::LoadConsumer(absl::StrCat(
                                              config_.consumers, "/", program_.name, ".",
                                              follower.job, "_", follower.service, ".json")));
    options.delivery = follower.delivery;
    options.command = follower.command;
    options.ledger = ledger_.get();
    options.store = store_.get();
    options.clock = &clock_;
    options.actor =
        std::make_shared<const access::Actor>(access::Actor::System(program_.name, follower.job));
    options.broker = Broker();
    options.followed_service = follower.service;
    options.known = follower.known;
    options.on_head = follower.on_head;
    options.notice = Notice;
    ASSIGN_OR_RETURN(options.replay, OwnerOf(follower.service));
    const std::string name = options.declaration.name;
    auto& consumer = consumers_[name];
    consumer = std::make_unique<events::Consumer>(std::move(options));
    Keep(MeasureConsumer(metrics_, name, *consumer));
    return absl::OkStatus();
  }

  // Who is asked for events of the service that the broker lost; empty = nobody.
  absl::StatusOr<events::ReplaySource> OwnerOf(const std::string& service) const {
    if (service == program_.name) return ReadOwnEvents(*store_, *program_.catalog, service);
    const std::string& address = config_.peers.at(service);
    if (address.empty()) return events::ReplaySource();
    const bool tls = !config_.peer_ca.empty();
    return AskForEvents({address, config_.peer_ca, tls ? config_.tls.certificate : "",
                         tls ? config_.tls.private_key : ""},
                        config_.peer_token);
  }

  // By whichever consumer it belongs to.
  absl::StatusOr<ledger::DeadLetterRow> ReplayDeadLetter(const std::string& id) {
    absl::StatusOr<ledger::DeadLetterRow> letter =
        base::Error(absl::StatusCode::kNotFound, "DEAD_LETTER_NOT_FOUND",
                    "There is no such dead letter.", {{"id", id}});
    for (const auto& [name, consumer] : consumers_) {
      letter = consumer->ReplayDeadLetter(id);
      if (base::ReasonOf(letter.status()) != "DEAD_LETTER_NOT_FOUND") break;
    }
    return letter;
  }

  absl::Status StartServer() {
    LogServiceOptions log;
    log.service = program_.name;
    log.store = store_.get();
    log.ledger = ledger_.get();
    log.catalog = program_.catalog;
    log.keys = &*keys_;
    log.relay = relay_.get();
    if (!consumers_.empty()) {
      log.replay = [this](const std::string& id) { return ReplayDeadLetter(id); };
    }
    log_service_ = std::make_unique<LogService>(std::move(log));
    ASSIGN_OR_RETURN(readiness_, store_->OpenReader());
    ServerOptions options;
    options.address = config_.listen;
    options.tls = config_.tls;
    options.reflection = config_.reflection;
    options.services = parts_->services();
    options.services.push_back(log_service_.get());
    options.gate.tokens = tokens_.get();
    options.gate.clock = &clock_;
    options.gate.metrics = &metrics_;
    options.gate.error_domain = program_.name + ".mandat.be";
    options.ready = [this] { return readiness_->Head().ok(); };
    ASSIGN_OR_RETURN(server_, Server::Start(options));
    LogInfo("listening", {{"address", config_.listen}, {"port", server_->port()}});
    return absl::OkStatus();
  }

  const Config& config_;
  const ServiceProgram& program_;
  SystemClock clock_;
  Metrics metrics_;
  std::optional<privacy::KeyRing> keys_;
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<access::TokenVerifier> tokens_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<events::Relay> relay_;
  std::unique_ptr<ServiceParts> parts_;
  std::unique_ptr<Jobs> jobs_;
  std::map<std::string, std::unique_ptr<events::Consumer>> consumers_;
  // Reads what is above, whenever somebody asks for the metrics: goes before it.
  std::vector<GaugeRegistration> gauges_;
  std::unique_ptr<LogService> log_service_;
  std::unique_ptr<ledger::Reader> readiness_;
  std::unique_ptr<Server> server_;
};

int Serve(const Config& config, const ServiceProgram& program) {
  // Before the first thread: those that exist would take the signals.
  EndSignals signals;
  BackgroundLog log;
  RunningService running(config, program);
  if (absl::Status started = running.Start(); !started.ok()) {
    const std::string reason = base::ReasonOf(started);
    if (reason == "SCHEMA_NOT_AT_HEAD" || reason == "SCHEMA_NEWER" ||
        reason == "MIGRATION_CHANGED") {
      return Complain(started, kSchemaNotAtHead);
    }
    return Complain(started,
                    absl::IsInvalidArgument(started) ? kBadConfiguration : kFailedWhileRunning);
  }
  const int code = RunUntilSignalled(&signals, running.server(), config.drain, config.grace);
  running.Stop();
  LogInfo("stopped");
  return code;
}

absl::Status Migrate(const Config& config, const ServiceProgram& program) {
  ASSIGN_OR_RETURN(const auto store, OpenStore(config, program));
  return store->Migrate(*program.migrations);
}

// A counter at a terminal that overwrites itself.
void ShowProgress(absl::string_view stage, int64_t done, int64_t total = 0) {
  std::cerr << "\r" << stage << " " << done;
  if (total > 0) std::cerr << " of " << total;
  std::cerr << "        ";
}

absl::StatusOr<std::vector<std::string>> Verify(const Config& config,
                                                const ServiceProgram& program) {
  ASSIGN_OR_RETURN(const privacy::KeyRing keys, privacy::KeyRing::Load(config.keys));
  ASSIGN_OR_RETURN(const auto store, OpenStore(config, program));
  RETURN_IF_ERROR(store->CheckSchema(*program.migrations));
  ASSIGN_OR_RETURN(const auto reader, store->OpenReader());
  return ledger::Verify(*program.catalog, keys, *reader,
                        [](const ledger::VerifyProgress& progress) {
                          ShowProgress(progress.stage, progress.checked, progress.total);
                        });
}

absl::Status RotateKeys(const Config& config, const ServiceProgram& program) {
  ASSIGN_OR_RETURN(const privacy::KeyRing keys, privacy::KeyRing::Load(config.keys));
  ASSIGN_OR_RETURN(const auto store, OpenStore(config, program));
  RETURN_IF_ERROR(store->CheckSchema(*program.migrations));
  const auto rotated = ledger::RotateKeys(
      *program.catalog, keys, *store,
      [](absl::string_view stage, int64_t looked_at) { ShowProgress(stage, looked_at); });
  std::cerr << "\n";
  RETURN_IF_ERROR(rotated.status());
  std::cout << rotated->data_keys << " data keys were wrapped anew, and " << rotated->hashes
            << " look-up hashes made anew; everything is under kek-" << keys.current_kek()
            << " and lookup-" << int{keys.lookup_keys().rbegin()->first}
            << ", and older ones can leave the key ring.\n";
  return absl::OkStatus();
}

absl::Status PublishAgain(const Config& config, const ServiceProgram& program,
                          const std::string& position) {
  int64_t after = -1;
  if (!absl::SimpleAtoi(position, &after)) {
    return base::InvalidField("POSITION_INVALID", "position",
                              "Give the position after which to publish again, 0 = all.");
  }
  ASSIGN_OR_RETURN(const auto store, OpenStore(config, program));
  RETURN_IF_ERROR(store->CheckSchema(*program.migrations));
  ASSIGN_OR_RETURN(const int64_t positions, events::RepublishFromNextStart(*store, after));
  std::cout << positions << " positions will be published again when the service starts.\n";
  return absl::OkStatus();
}

int Finish(const absl::Status& status) {
  return status.ok() ? kStoppedOnRequest
                     : Complain(status, absl::IsInvalidArgument(status) ? kBadConfiguration
                                                                        : kFailedWhileRunning);
}

int VerifyAndReport(const Config& config, const ServiceProgram& program) {
  const auto findings = Verify(config, program);
  std::cerr << "\n";
  if (!findings.ok()) return Finish(findings.status());
  for (const std::string& finding : *findings) std::cout << finding << "\n";
  std::cout << (findings->empty() ? "The log and the tables agree."
                                  : absl::StrCat(findings->size(), " findings."))
            << "\n";
  return findings->empty() ? kStoppedOnRequest : kFailedWhileRunning;
}

struct Subcommand {
  const char* name;
  // Empty: it takes none.
  const char* argument;
  const char* meaning;
  // Answers the exit code; the text is the argument.
  int (*run)(const Config& config, const ServiceProgram& program, const std::string& argument);
};

constexpr Subcommand kSubcommands[] = {
    {"serve", "", "starts, serves until SIGTERM or SIGINT, stops in order",
     [](const Config& config, const ServiceProgram& program, const std::string&) {
       return Serve(config, program);
     }},
    {"migrate", "", "brings the database to this program's schema",
     [](const Config& config, const ServiceProgram& program, const std::string&) {
       return Finish(Migrate(config, program));
     }},
    {"verify", "", "checks the log and the tables against each other; 1 where anything is wrong",
     [](const Config& config, const ServiceProgram& program, const std::string&) {
       return VerifyAndReport(config, program);
     }},
    {"rotate-keys", "", "puts everything under the newest keys; may be interrupted and repeated",
     [](const Config& config, const ServiceProgram& program, const std::string&) {
       return Finish(RotateKeys(config, program));
     }},
    {"replay", "POSITION", "publishes everything after it again at the next start",
     [](const Config& config, const ServiceProgram& program, const std::string& position) {
       return Finish(PublishAgain(config, program, position));
     }},
    {"backup", "FOLDER", "copies the database as of one moment, while others go on",
     [](const Config& config, const ServiceProgram&, const std::string& folder) {
       return Finish(ledger::BackUp(config.store, folder));
     }},
    {"restore", "FOLDER", "makes a database out of such a copy, under a new epoch",
     [](const Config& config, const ServiceProgram&, const std::string& folder) {
       return Finish(ledger::Restore(config.store, folder));
     }},
};

std::string Usage(const ServiceProgram& program) {
  std::string usage =
      absl::StrCat("Usage: mandat-", program.name, " SUBCOMMAND [--setting=value…]\n\n");
  for (const Subcommand& subcommand : kSubcommands) {
    absl::StrAppendFormat(&usage, "  %-11s %-8s  %s\n", subcommand.name, subcommand.argument,
                          subcommand.meaning);
  }
  return absl::StrCat(usage,
                      "\nSettings: --config-reference lists them, --print-config shows their "
                      "values, --config=FILE reads them.\n");
}

}  // namespace

int RunServiceProgram(int argc, char** argv, const ServiceProgram& program) {
  Config config;
  ConfigSchema schema = Declare(program, &config);
  const std::string usage = Usage(program);
  const Startup startup = LoadConfiguration(&schema, SourcesOfProcess(argc, argv), usage);
  if (startup.exit_code.has_value()) return *startup.exit_code;
  const std::vector<std::string>& words = startup.words;
  if (config.log_level == "debug") SetLogSeverity(Severity::kDebug);
  if (config.log_level == "warning") SetLogSeverity(Severity::kWarning);
  if (config.log_level == "error") SetLogSeverity(Severity::kError);
  // Ends the program where the zone data is missing, now and not at the first date.
  base::BrusselsZone();
  for (const Subcommand& subcommand : kSubcommands) {
    const size_t wanted = *subcommand.argument == '\0' ? 1 : 2;
    if (words.size() != wanted || words[0] != subcommand.name) continue;
    return subcommand.run(config, program, wanted == 2 ? words[1] : "");
  }
  std::cerr << usage;
  return kBadConfiguration;
}

}  // namespace mandat::runtime
