#include "services/lib/access/role.h"

#include "gtest/gtest.h"
#include "services/lib/access/actor.h"

namespace mandat::access {
namespace {

using common::v1::Role;

TEST(RoleName, IsReadBackForEveryRole) {
  int roles = 0;
  for (int number = 1; number <= common::v1::Role_MAX; ++number) {
    if (!common::v1::Role_IsValid(number)) continue;
    const auto role = static_cast<Role>(number);
    EXPECT_FALSE(RoleName(role).empty());
    EXPECT_EQ(ParseRole(RoleName(role)), role);
    ++roles;
  }
  EXPECT_EQ(roles, common::v1::Role_descriptor()->value_count() - 1);
}

TEST(RoleName, IsTheWordOfTheTokens) {
  EXPECT_EQ(RoleName(common::v1::ROLE_WELFARE_CENTRE_AGENT), "welfare_centre_agent");
  EXPECT_EQ(RoleName(common::v1::ROLE_SERVICE), "service");
  EXPECT_EQ(RoleName(common::v1::ROLE_UNSPECIFIED), "");
  EXPECT_EQ(RoleName(static_cast<Role>(9999)), "");
  EXPECT_EQ(RoleName(static_cast<Role>(-1)), "");
}

TEST(ParseRole, RefusesEverythingElse) {
  for (const char* name : {"", "unspecified", "ROLE_SERVICE", "Service", " service", "serviceX"}) {
    EXPECT_EQ(ParseRole(name), std::nullopt) << name;
  }
}

TEST(Actor, OfAJobHasNoRoleAndNoOrganisation) {
  const Actor actor = Actor::System("socialaid", "relay");
  EXPECT_EQ(actor.job, "system:socialaid/relay");
  EXPECT_EQ(actor.expires, absl::InfiniteFuture());
  EXPECT_TRUE(actor.roles.empty());
  EXPECT_FALSE(actor.Has(common::v1::ROLE_SERVICE));
  EXPECT_EQ(actor.organisation + actor.unit + actor.subject, "");
}

TEST(Actor, HasTheRolesOfItsToken) {
  Actor actor;
  actor.roles = {common::v1::ROLE_AUDITOR, common::v1::ROLE_OPERATOR};
  EXPECT_TRUE(actor.Has(common::v1::ROLE_AUDITOR));
  EXPECT_TRUE(actor.Has(common::v1::ROLE_OPERATOR));
  EXPECT_FALSE(actor.Has(common::v1::ROLE_DIRECTOR));
}

}  // namespace
}  // namespace mandat::access
