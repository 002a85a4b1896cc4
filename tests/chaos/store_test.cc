// The database restarts, dies, loses its connections or has no room left.

#include <libpq-fe.h>
#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/lib/base/error.h"
#include "services/socialaid/test_data.h"
#include "tests/chaos/load.h"
#include "tests/chaos/proof.h"
#include "tests/chaos/started.h"
#include "tests/support/eventually.h"

namespace mandat::chaos {
namespace {

using testing::Engine;
using testing::Eventually;
using testing::HasReason;
using testing::IsOk;
using testing::Persona;
using testing::SocialAidStub;
using testing::StatusIs;

constexpr int kBetween = 40;

class Postgres : public Started {};

TEST_F(Postgres, RestartedInOrderInterruptsAndLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(Start(Engine::kPostgres));
  Load load(*service_);
  for (int i = 0; i < Kills(); ++i) {
    load.AwaitMore(kBetween);
    service_->postgres().Stop();
    ASSERT_THAT(service_->postgres().Start(), IsOk());
  }
  load.AwaitMore(kBetween);
  EXPECT_GT(load.failed(), 0) << "nobody noticed, so nothing was tested";
  ExpectRecovered(*service_, load, *collector_);
}

TEST_F(Postgres, KilledInterruptsAndLosesNothing) {
  ASSERT_NO_FATAL_FAILURE(Start(Engine::kPostgres));
  Load load(*service_);
  for (int i = 0; i < Kills(); ++i) {
    load.AwaitMore(kBetween);
    service_->postgres().Kill();
    ASSERT_THAT(service_->postgres().Start(), IsOk());
  }
  load.AwaitMore(kBetween);
  ExpectRecovered(*service_, load, *collector_);
}

// Ends every session of the database but its own. How many there were.
int CutConnections(const std::string& url) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()),
                                                                &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(
      PQexec(connection.get(),
             "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
             "WHERE datname = current_database() AND pid <> pg_backend_pid()"),
      &PQclear);
  EXPECT_EQ(PQresultStatus(result.get()), PGRES_TUPLES_OK) << PQerrorMessage(connection.get());
  return PQntuples(result.get());
}

TEST_F(Postgres, ConnectionsCutDuringCommitEndInOneExecution) {
  testing::SocialAidOptions options;
  options.engine = Engine::kPostgres;
  // Commits linger, so that most cuts fall into one.
  options.postgres.settings = {{"commit_delay", "5000"}, {"commit_siblings", "0"}};
  ASSERT_NO_FATAL_FAILURE(Start(std::move(options)));
  Load load(*service_);
  for (int i = 0; i < 4 * Kills(); ++i) {
    load.AwaitMore(5 + i % 7);
    EXPECT_GT(CutConnections(service_->store_url()), 0);
  }
  load.AwaitMore(kBetween);
  EXPECT_GT(load.failed(), 0) << "nobody noticed, so nothing was tested";
  ExpectRecovered(*service_, load, *collector_);
}

// A disk of a few mebibytes, in memory. Only root can mount one.
class SmallDisk {
 public:
  SmallDisk() { mounted_ = mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=12m") == 0; }
  ~SmallDisk() {
    if (mounted_) umount2(folder_.path().c_str(), MNT_DETACH);
  }

  bool mounted() const { return mounted_; }
  const std::string& path() const { return folder_.path(); }

  // Takes all the room that is left.
  void Fill() {
    std::ofstream file(Filling(), std::ios::app);
    const std::string block(4096, 'x');
    while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) continue;
  }
  void Free() { std::filesystem::remove(Filling()); }

 private:
  std::string Filling() const { return folder_.File("filling"); }

  const testing::TempDir folder_;
  bool mounted_ = false;
};

class Disk : public Started {};

TEST_F(Disk, FullRefusesWritesAndAnswersReadsUntilThereIsRoom) {
  SmallDisk disk;
  if (!disk.mounted()) GTEST_SKIP() << "a small disk is mounted by root alone";
  testing::SocialAidOptions options;
  options.sqlite_folder = disk.path();
  ASSERT_NO_FATAL_FAILURE(Start(std::move(options)));
  Load load(*service_);
  load.AwaitMore(kBetween);
  // What the write-ahead log has room for in its file is still written: fill until nothing is.
  socialaid::v1::CreateOfficeRequest request;
  *request.mutable_office() = socialaid::TestOffice();
  int number = 0;
  absl::Status refused;
  ASSERT_TRUE(Eventually([&] {
    disk.Fill();
    request.set_office_id(absl::StrCat("full-", ++number));
    request.mutable_office()->set_code(absl::StrCat("F", number));
    refused =
        service_->Call(Persona::kOfficeManager, &SocialAidStub::CreateOffice, request).status();
    return !refused.ok();
  }));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(refused, HasReason("STORE_UNAVAILABLE"));
  socialaid::v1::GetCentreRequest read;
  read.set_name(testing::kCentre);
  EXPECT_THAT(service_->Call(Persona::kOfficeManager, &SocialAidStub::GetCentre, read), IsOk());
  disk.Free();
  load.AwaitMore(kBetween);
  ASSERT_THAT(service_->Call(Persona::kOfficeManager, &SocialAidStub::CreateOffice, request),
              IsOk());
  ExpectRecovered(*service_, load, *collector_);
}

}  // namespace
}  // namespace mandat::chaos
