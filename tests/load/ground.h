#ifndef TESTS_LOAD_GROUND_H_
#define TESTS_LOAD_GROUND_H_

// What every measurement stands on: a folder on the disk, keys, callers with tokens, and a broker.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/access/actor.h"
#include "services/lib/access/signer.h"
#include "services/lib/privacy/keys.h"
#include "services/lib/testing/temp_dir.h"
#include "services/lib/testing/temporary_nats.h"

namespace mandat::load {

inline constexpr char kIssuer[] = "https://issuer.mandat.invalid";
inline constexpr char kAudience[] = "mandat";
inline constexpr char kAgency[] = "0206737484";
// Callers: an agent of each centre.
inline constexpr int kCentres = 100;
inline constexpr int kInFlight = 64;

struct Options {
  int pairs = 9;
  // How long one side of a pair is measured, and how long it runs before.
  absl::Duration slice = absl::Seconds(10);
  absl::Duration warm_up = absl::Seconds(2);
  // Requests loaded before anything is measured.
  int rows = 200'000;
  // The larger of the two data sets whose times are compared.
  int growth_rows = 1'000'000;
  // Facts that are counted, and of which a figure is made.
  int facts = 1'000'000;
};

class Ground {
 public:
  // FAILED_PRECONDITION where the folder for temporary files (TMPDIR) is no disk.
  static absl::StatusOr<std::unique_ptr<Ground>> Create(const Options& options);

  const Options& options() const { return options_; }
  // The path of `name` in the folder of this run.
  std::string File(const std::string& name) const { return folder_.File(name); }
  // The path of a program built beside this one.
  static std::string Program(const std::string& name);
  // Declaration of the stream of a service's events; where those of consumers are.
  static std::string StreamFile(const std::string& service = "socialaid");
  static std::string ConsumersFolder();

  const privacy::KeyRing& keys() const { return keys_; }
  std::string KeysFile() const { return folder_.File("keyring"); }
  std::string JwksFile() const { return folder_.File("jwks.json"); }

  // The agent of a centre, 0 to kCentres - 1.
  static access::Actor Agent(int centre);
  // A token of this person, good for an hour from now.
  std::string TokenOf(access::Actor actor) const;
  // A token for each agent, likewise.
  std::vector<std::string> AgentTokens() const;

  // A broker on the disk whose stream exists and is not empty, as that of a service that runs.
  static absl::StatusOr<std::unique_ptr<testing::TemporaryNats>> StartBroker();
  // A broker on the disk without streams, as that of a service that has never run.
  static absl::StatusOr<std::unique_ptr<testing::TemporaryNats>> StartEmptyBroker();

 private:
  Ground(const Options& options, std::unique_ptr<access::TokenSigner> signer,
         privacy::KeyRing keys);

  const Options options_;
  testing::TempDir folder_{testing::TempDir::Medium::kDisk};
  std::unique_ptr<access::TokenSigner> signer_;
  privacy::KeyRing keys_;
};

}  // namespace mandat::load

#endif  // TESTS_LOAD_GROUND_H_
