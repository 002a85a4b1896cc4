#include "tests/support/refusals.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/lib/testing/matchers.h"

namespace mandat::testing {

void ExpectRefusals(RunningService& service, const std::vector<Refusal>& refusals) {
  std::string documented;
  for (const auto& entry : std::filesystem::directory_iterator(
           absl::StrCat(MANDAT_SOURCE_DIR, "/protos/mandat/", service.options().service, "/v1"))) {
    if (!absl::EndsWith(entry.path().string(), "service.proto")) continue;
    std::ifstream file(entry.path());
    documented.append(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  const int64_t head = service.HeadPosition();
  for (const Refusal& refusal : refusals) {
    SCOPED_TRACE(refusal.input);
    const absl::Status status = refusal.call();
    EXPECT_THAT(status, StatusIs(refusal.code));
    EXPECT_THAT(status, HasReason(refusal.reason));
    EXPECT_THAT(documented, ::testing::HasSubstr(absl::StrCat("`", refusal.reason, "`")));
    EXPECT_EQ(service.HeadPosition(), head);
  }
}

}  // namespace mandat::testing
