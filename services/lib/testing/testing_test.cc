#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mandat/common/v1/log.pb.h"
#include "services/lib/testing/child_process.h"
#include "services/lib/testing/fake_clock.h"
#include "services/lib/testing/free_port.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::testing {
namespace {

using ::mandat::common::v1::ListEventsRequest;
using ::mandat::common::v1::RepublishRequest;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(FakeClock, MovesOnlyWhenTold) {
  FakeClock clock(absl::FromUnixSeconds(100));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(100));
  clock.Advance(absl::Microseconds(7));
  EXPECT_EQ(clock.Now(), absl::FromUnixMicros(100'000'007));
  clock.SetTime(absl::FromUnixSeconds(50));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(50));
}

TEST(Matchers, TellErrorsApart) {
  const absl::Status stale =
      base::Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "Read again.");
  const absl::StatusOr<int> failed = stale;
  const absl::StatusOr<int> seven = 7;
  EXPECT_THAT(absl::OkStatus(), IsOk());
  EXPECT_THAT(stale, Not(IsOk()));
  EXPECT_THAT(seven, IsOk());
  EXPECT_THAT(failed, Not(IsOk()));
  EXPECT_THAT(seven, IsOkAndHolds(Gt(6)));
  EXPECT_THAT(seven, Not(IsOkAndHolds(8)));
  EXPECT_THAT(failed, Not(IsOkAndHolds(7)));
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(stale, Not(StatusIs(absl::StatusCode::kNotFound)));
  EXPECT_THAT(stale, HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(failed, Not(HasReason("ETAG")));
}

TEST(Matchers, CompareMessagesAndTheirText) {
  ListEventsRequest request;
  request.set_after_position(3);
  ListEventsRequest other = request;
  EXPECT_THAT(request, EqualsProto(other));
  EXPECT_THAT(request, EqualsProto("after_position: 3"));
  other.set_page_size(1);
  EXPECT_THAT(request, Not(EqualsProto(other)));
  EXPECT_THAT(request, Not(EqualsProto("after_position: 4")));
  EXPECT_THAT(request, Not(EqualsProto("no such field")));
  RepublishRequest unlike;
  unlike.set_after_position(3);
  EXPECT_THAT(request, Not(EqualsProto(unlike)));
}

TEST(TempDir, IsGoneAfterwardsWithEverythingInIt) {
  std::string path;
  {
    TempDir folder;
    path = folder.path();
    std::ofstream(folder.File("a")) << "x";
    EXPECT_TRUE(std::filesystem::exists(path + "/a"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

// Processes that make a folder in a parent of the test's own, and may be killed.
class LeftFoldersTest : public ::testing::Test {
 protected:
  // Of a process that lives until Kill().
  std::string FolderOfAnother() {
    int pipe_fds[2];
    EXPECT_EQ(pipe(pipe_fds), 0);
    process_ = fork();
    if (process_ == 0) {
      setenv("TMPDIR", parent_.path().c_str(), 1);
      const TempDir folder(TempDir::Medium::kDisk);
      std::ofstream(folder.File("a")) << "x";
      const bool told = write(pipe_fds[1], folder.path().data(), folder.path().size()) > 0;
      if (told) pause();
      _exit(1);
    }
    char path[256] = {};
    EXPECT_GT(read(pipe_fds[0], path, sizeof(path) - 1), 0);
    close(pipe_fds[0]);
    close(pipe_fds[1]);
    return path;
  }
  void Kill() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  // What Clear leaves of it, once it is no more young.
  bool IsLeft(const std::string& folder) {
    const auto now = std::filesystem::file_time_type::clock::now();
    std::filesystem::last_write_time(folder, now - std::chrono::minutes(2));
    ClearLeftFolders(parent_.path());
    return std::filesystem::exists(folder);
  }

  const TempDir parent_;
  pid_t process_ = 0;
};

TEST_F(LeftFoldersTest, AreClearedOnceTheirProcessIsGone) {
  const std::string folder = FolderOfAnother();
  EXPECT_TRUE(IsLeft(folder)) << "it is in use";
  Kill();
  EXPECT_FALSE(IsLeft(folder));
}

TEST_F(LeftFoldersTest, AreClearedByTheNextProcessThatMakesOne) {
  const std::string folder = FolderOfAnother();
  Kill();
  std::filesystem::last_write_time(
      folder, std::filesystem::file_time_type::clock::now() - std::chrono::minutes(2));
  ChildOptions options;
  options.command = {std::filesystem::read_symlink("/proc/self/exe").string(),
                     "--gtest_filter=TempDir.*"};
  options.environment = {absl::StrCat("TMPDIR=", parent_.path())};
  options.output_file = parent_.File("out");
  auto next = ChildProcess::Start(std::move(options));
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ((*next)->Wait(absl::Seconds(60)), 0) << (*next)->Output();
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(LeftFoldersTest, AreClearedWhateverProcessHasTheNumberNow) {
  // As one whose number went to this process, which runs.
  const std::string folder = parent_.File(absl::StrCat("mandat-test.", getpid()));
  std::filesystem::create_directory(folder);
  EXPECT_FALSE(IsLeft(folder));
}

TEST_F(LeftFoldersTest, OneThatWasJustMadeIsLeftToItsMaker) {
  const std::string folder = parent_.File("mandat-test.abcdef");
  std::filesystem::create_directory(folder);
  ClearLeftFolders(parent_.path());
  EXPECT_TRUE(std::filesystem::exists(folder)) << "it may not have been locked yet";
}

TEST_F(LeftFoldersTest, WhatOthersMadeIsLeftAlone) {
  for (const char* name : {"mandat-test-abcdef", "tmp.abcdef"}) {
    const std::string folder = parent_.File(name);
    std::filesystem::create_directory(folder);
    EXPECT_TRUE(IsLeft(folder)) << name;
  }
}

class ChildProcessTest : public ::testing::Test {
 protected:
  std::unique_ptr<ChildProcess> Shell(const std::string& script) {
    ChildOptions options;
    options.command = {"/bin/sh", "-c", script};
    options.environment = {"GREETING=hello"};
    options.output_file = folder_.File("out");
    absl::StatusOr<std::unique_ptr<ChildProcess>> child = ChildProcess::Start(std::move(options));
    EXPECT_THAT(child, IsOk());
    return std::move(child).value();
  }

  TempDir folder_;
};

TEST_F(ChildProcessTest, CapturesBothOutputsAndTheExitCode) {
  auto child = Shell("echo $GREETING; echo world >&2; exit 3");
  EXPECT_EQ(child->Wait(absl::Seconds(10)), 3);
  EXPECT_EQ(child->Output(), "hello\nworld\n");
  EXPECT_FALSE(child->Running());
}

TEST_F(ChildProcessTest, DoesNotInheritSettingsOfWhoeverRunsTheTest) {
  setenv("MANDAT_OF_THE_TESTER", "1", 1);
  auto child = Shell("echo [$MANDAT_OF_THE_TESTER] $GREETING ${PATH:+path}");
  EXPECT_EQ(child->Wait(absl::Seconds(10)), 0);
  EXPECT_EQ(child->Output(), "[] hello path\n");
  unsetenv("MANDAT_OF_THE_TESTER");
}

TEST_F(ChildProcessTest, StopsPolitelyAndThenNot) {
  auto polite = Shell("trap 'exit 5' TERM; echo ready; while :; do sleep 0.01; done");
  ASSERT_THAT(polite->WaitForOutput("ready"), IsOk());
  EXPECT_EQ(polite->Stop(), 5);
  auto stubborn = Shell("trap '' TERM; echo deaf; while :; do sleep 0.01; done");
  ASSERT_THAT(stubborn->WaitForOutput("deaf"), IsOk());
  EXPECT_EQ(stubborn->Stop(absl::Milliseconds(50)), 128 + SIGKILL);
}

TEST_F(ChildProcessTest, WaitingTellsAnEndFromATimeout) {
  auto ended = Shell("echo too bad");
  const absl::Status status = ended->WaitForOutput("ready");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()), HasSubstr("too bad"));
  auto slow = Shell("exec sleep 60");
  EXPECT_THAT(slow->WaitForPort(FreePort(), absl::Milliseconds(20)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(ChildProcessTest, AMissingProgramEndsAtOnce) {
  ChildOptions options;
  options.command = {"/no/such/program"};
  options.output_file = folder_.File("out");
  auto child = ChildProcess::Start(std::move(options));
  ASSERT_THAT(child, IsOk());
  EXPECT_EQ((*child)->Wait(absl::Seconds(10)), 127);
}

TEST_F(ChildProcessTest, DiesWithItsParent) {
  // The middle process starts a child and is then killed, so that no destructor can help.
  int pipe_fds[2];
  ASSERT_EQ(pipe(pipe_fds), 0);
  const pid_t middle = fork();
  if (middle == 0) {
    auto child = Shell("exec sleep 60");
    const pid_t pid = child->pid();
    const bool told = write(pipe_fds[1], &pid, sizeof(pid)) == sizeof(pid);
    if (!told) _exit(1);
    raise(SIGKILL);
  }
  pid_t orphan = 0;
  ASSERT_EQ(read(pipe_fds[0], &orphan, sizeof(orphan)), static_cast<ssize_t>(sizeof(orphan)));
  const auto alive = [orphan] {
    std::ifstream file("/proc/" + std::to_string(orphan) + "/stat");
    std::string pid, name, state;
    return static_cast<bool>(file >> pid >> name >> state) && state != "Z";
  };
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  while (alive() && absl::Now() < deadline) usleep(1000);
  EXPECT_FALSE(alive());
  waitpid(middle, nullptr, 0);
  close(pipe_fds[0]);
  close(pipe_fds[1]);
}

}  // namespace
}  // namespace mandat::testing
