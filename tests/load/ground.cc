#include "tests/load/ground.h"

#include <linux/magic.h>
#include <sys/vfs.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/lib/base/enterprise_number.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/events/nats_connection.h"
#include "services/lib/events/streams.h"

namespace mandat::load {
namespace {

absl::Status CheckIsDisk(const std::string& path) {
  struct statfs about = {};
  if (statfs(path.c_str(), &about) == 0 && about.f_type != TMPFS_MAGIC) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      path, " is no folder on a disk: set TMPDIR to one, for syncing costs nothing in memory."));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Ground>> Ground::Create(const Options& options) {
  const testing::TempDir probe(testing::TempDir::Medium::kDisk);
  RETURN_IF_ERROR(CheckIsDisk(probe.path()));
  ASSIGN_OR_RETURN(access::TokenSigner signer, access::TokenSigner::Create(probe.File("signing")));
  ASSIGN_OR_RETURN(privacy::KeyRing keys,
                   privacy::KeyRing::Create(probe.File("keyring"), absl::CivilDay(2026, 1, 1)));
  std::unique_ptr<Ground> ground(new Ground(
      options, std::make_unique<access::TokenSigner>(std::move(signer)), std::move(keys)));
  std::filesystem::copy_file(probe.File("keyring"), ground->KeysFile());
  std::ofstream(ground->JwksFile()) << ground->signer_->PublicJwks();
  return ground;
}

Ground::Ground(const Options& options, std::unique_ptr<access::TokenSigner> signer,
               privacy::KeyRing keys)
    : options_(options), signer_(std::move(signer)), keys_(std::move(keys)) {}

std::string Ground::Program(const std::string& name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

std::string Ground::StreamFile(const std::string& service) {
  return absl::StrCat(MANDAT_SOURCE_DIR, "/deploy/nats/streams/", service, ".json");
}

std::string Ground::ConsumersFolder() {
  return absl::StrCat(MANDAT_SOURCE_DIR, "/deploy/nats/consumers");
}

access::Actor Ground::Agent(int centre) {
  access::Actor agent;
  agent.organisation =
      base::MakeEnterpriseNumber(absl::StrFormat("04%06d", centre + 1)).value_or("");
  agent.subject = absl::StrCat("agent-", centre);
  agent.roles = {common::v1::ROLE_WELFARE_CENTRE_AGENT};
  agent.purpose = "article 60 file";
  return agent;
}

std::string Ground::TokenOf(access::Actor actor) const {
  const absl::Time now = absl::Now();
  actor.expires = now + absl::Hours(1);
  return signer_->Sign(actor, kIssuer, kAudience, now);
}

std::vector<std::string> Ground::AgentTokens() const {
  std::vector<std::string> tokens;
  for (int centre = 0; centre < kCentres; ++centre) tokens.push_back(TokenOf(Agent(centre)));
  return tokens;
}

absl::StatusOr<std::unique_ptr<testing::TemporaryNats>> Ground::StartEmptyBroker() {
  testing::NatsOptions options;
  options.medium = testing::TempDir::Medium::kDisk;
  return testing::TemporaryNats::Create(options);
}

absl::StatusOr<std::unique_ptr<testing::TemporaryNats>> Ground::StartBroker() {
  ASSIGN_OR_RETURN(auto broker, StartEmptyBroker());
  events::BrokerOptions client;
  client.url = broker->Url();
  client.name = "figures";
  ASSIGN_OR_RETURN(const auto connection, events::NatsConnection::Connect(client));
  ASSIGN_OR_RETURN(const auto stream, events::LoadStream(StreamFile()));
  RETURN_IF_ERROR(events::Apply(*connection, stream).status());
  // A relay that finds an empty stream publishes its whole log again, which is not what is
  // measured. This is of a log before it.
  constexpr char kFirst[] =
      R"({"specversion":"1.0","id":"57199007-4ab0-502f-9efd-f491570f2f31",)"
      R"("source":"urn:be.mandat.socialaid:earlier","type":"be.mandat.socialaid.v1.nothing",)"
      R"("subject":"nothing/nowhere","service":"be.mandat.socialaid.v1",)"
      R"("time":"2026-01-01T00:00:00Z","datacontenttype":"application/json",)"
      R"("sequence":"1","previous":"0","version":"1","data":{}})";
  RETURN_IF_ERROR(events::BrokerStatus(
      js_Publish(nullptr, connection->jet_stream(), "mandat.socialaid.v1.nothing.happened.nowhere",
                 kFirst, sizeof(kFirst) - 1, nullptr, nullptr),
      "publishing"));
  return broker;
}

}  // namespace mandat::load
