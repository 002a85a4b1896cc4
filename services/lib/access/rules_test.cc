#include "services/lib/access/rules.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/lib/access/role.h"
#include "services/lib/base/error.h"

namespace mandat::access {
namespace {

using common::v1::Party;
using common::v1::Role;
using google::protobuf::ServiceDescriptor;

constexpr char kSocialAid[] = "mandat.socialaid.v1.SocialAidService";

const ServiceDescriptor* ServiceNamed(const std::string& name) {
  return google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
}

const ServiceDescriptor* SocialAid() { return ServiceNamed(kSocialAid); }

Actor With(std::vector<Role> roles) {
  Actor actor;
  actor.roles = std::move(roles);
  return actor;
}

TEST(MethodRules, CoverEveryMethodOfEveryServiceOfOurs) {
  const ServiceDescriptor* log = ServiceNamed("mandat.common.v1.LogService");
  ASSERT_NE(SocialAid(), nullptr);
  const auto rules = MethodRules::Of({SocialAid(), log});
  ASSERT_TRUE(rules.ok()) << rules.status();
  for (const ServiceDescriptor* service : {SocialAid(), log}) {
    ASSERT_GT(service->method_count(), 0);
    for (int i = 0; i < service->method_count(); ++i) {
      const std::string method =
          absl::StrCat(service->full_name(), "/", service->method(i)->name());
      const auto access = rules->Find(method);
      ASSERT_TRUE(access.ok()) << method;
      EXPECT_EQ((*access)->method, method);
      EXPECT_FALSE((*access)->grants.empty());
      EXPECT_EQ(*rules->Find("/" + method), *access);
    }
  }
}

TEST(MethodRules, RefuseAServiceThatIsNotLinked) {
  const auto rules = MethodRules::Of({SocialAid(), ServiceNamed("mandat.socialaid.v1.Other")});
  EXPECT_EQ(rules.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(base::ReasonOf(rules.status()), "SERVICE_UNKNOWN");
}

TEST(MethodRules, DoNotKnowOtherMethods) {
  const auto rules = MethodRules::Of({SocialAid()});
  ASSERT_TRUE(rules.ok());
  for (const std::string& method :
       {std::string(), std::string("/"), absl::StrCat("//", kSocialAid, "/GetCentre"),
        absl::StrCat(kSocialAid, "/getCentre"), absl::StrCat(kSocialAid, ".GetCentre"),
        std::string("mandat.common.v1.LogService/ListEvents")}) {
    const auto access = rules->Find(method);
    EXPECT_EQ(access.status().code(), absl::StatusCode::kUnimplemented) << method;
    EXPECT_EQ(base::ReasonOf(access.status()), "METHOD_UNKNOWN");
  }
}

// Who may call what, and as which party: "agent of a welfare centre, agent and manager of an
// office, officer for data protection, operator". A letter is the party (A any, O owner, U unit, G
// agency), a dash a refusal.
TEST(MethodRules, SayWhatTheProtosSay) {
  const struct {
    const char* method;
    const char* parties;
  } rows[] = {
      {"CreateCentre", "--A--"},
      {"MergeCentre", "--A--"},
      {"GetCentre", "AAAA-"},
      {"UpdateOffice", "--G--"},
      {"RegisterPerson", "A----"},
      {"QueryPersons", "OUG--"},
      {"ListConsultations", "---A-"},
      {"ErasePerson", "---A-"},
      {"CreateArticle60Request", "O----"},
      {"SendArticle60Request", "O----"},
      {"CalculateArticle60Request", "-UG--"},
      {"GetArticle60Request", "OUG--"},
  };
  const Role roles[] = {common::v1::ROLE_WELFARE_CENTRE_AGENT,
                        common::v1::ROLE_UNEMPLOYMENT_OFFICE_AGENT,
                        common::v1::ROLE_UNEMPLOYMENT_OFFICE_MANAGER,
                        common::v1::ROLE_DATA_PROTECTION_OFFICER, common::v1::ROLE_OPERATOR};
  const std::pair<char, Party> letters[] = {{'A', common::v1::PARTY_ANY},
                                            {'O', common::v1::PARTY_OWNER},
                                            {'U', common::v1::PARTY_UNIT},
                                            {'G', common::v1::PARTY_AGENCY}};
  const auto rules = MethodRules::Of({SocialAid()});
  ASSERT_TRUE(rules.ok());
  for (const auto& row : rows) {
    const auto access = rules->Find(absl::StrCat(kSocialAid, "/", row.method));
    ASSERT_TRUE(access.ok()) << row.method;
    for (size_t i = 0; i < std::size(roles); ++i) {
      SCOPED_TRACE(absl::StrCat(row.method, " ", RoleName(roles[i])));
      Parties expected;
      for (const auto& [letter, party] : letters) {
        if (row.parties[i] == letter) expected.Add(party);
      }
      const Actor actor = With({roles[i]});
      EXPECT_EQ(PartiesOf(**access, actor), expected);
      EXPECT_EQ(CheckMethod(**access, actor).ok(), !expected.empty());
      EXPECT_EQ(ActingRole(**access, actor),
                expected.empty() ? common::v1::ROLE_UNSPECIFIED : roles[i]);
    }
  }
}

const MethodAccess kAccess = {
    "s/M",
    {{{common::v1::ROLE_WELFARE_CENTRE_AGENT, common::v1::ROLE_WELFARE_CENTRE_MANAGER},
      common::v1::PARTY_OWNER},
     {{common::v1::ROLE_UNEMPLOYMENT_OFFICE_AGENT}, common::v1::PARTY_UNIT}}};

TEST(CheckMethod, NamesTheRolesThatMay) {
  for (const Actor& actor : {With({}), With({common::v1::ROLE_OPERATOR, common::v1::ROLE_AUDITOR}),
                             Actor::System("socialaid", "relay")}) {
    const absl::Status status = CheckMethod(kAccess, actor);
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(base::ReasonOf(status), "ROLE_REQUIRED");
    EXPECT_EQ(base::MetadataOf(status)["roles"],
              "welfare_centre_agent,welfare_centre_manager,unemployment_office_agent");
    EXPECT_TRUE(PartiesOf(kAccess, actor).empty());
  }
}

TEST(PartiesOf, JoinsWhatSeveralRolesAdmit) {
  const Parties parties = PartiesOf(kAccess, With({common::v1::ROLE_UNEMPLOYMENT_OFFICE_AGENT,
                                                   common::v1::ROLE_WELFARE_CENTRE_MANAGER}));
  EXPECT_TRUE(parties.Has(common::v1::PARTY_OWNER));
  EXPECT_TRUE(parties.Has(common::v1::PARTY_UNIT));
  EXPECT_FALSE(parties.Has(common::v1::PARTY_AGENCY));
  EXPECT_FALSE(parties.Has(common::v1::PARTY_ANY));
}

TEST(ActingRole, IsTheFirstGranted) {
  EXPECT_EQ(ActingRole(kAccess, With({common::v1::ROLE_UNEMPLOYMENT_OFFICE_AGENT,
                                      common::v1::ROLE_WELFARE_CENTRE_MANAGER})),
            common::v1::ROLE_WELFARE_CENTRE_MANAGER);
}

// Every combination of equal, different and empty, against the definition.
TEST(Allows, IsTrueExactlyWhereTheObjectMakesTheActorTheParty) {
  const std::string values[] = {"", "a", "b"};
  int allowed = 0;
  for (const Party party : {common::v1::PARTY_ANY, common::v1::PARTY_OWNER, common::v1::PARTY_UNIT,
                            common::v1::PARTY_AGENCY, common::v1::PARTY_SUPERVISOR}) {
    for (int code = 0; code < 729; ++code) {
      const auto value = [&](int place) {
        int rest = code;
        while (place-- > 0) rest /= 3;
        return values[rest % 3];
      };
      Actor actor;
      actor.organisation = value(0);
      actor.unit = value(1);
      const ObjectParties object = {value(2), value(3), value(4), value(5)};
      const auto& [owner, unit, agency, supervisor] = object;
      const bool is_owner = actor.organisation != "" && actor.organisation == owner;
      const bool is_agency = actor.organisation != "" && actor.organisation == agency;
      const bool is_unit = is_agency && actor.unit != "" && actor.unit == unit;
      const bool expected = party == common::v1::PARTY_ANY ||
                            (party == common::v1::PARTY_OWNER && is_owner) ||
                            (party == common::v1::PARTY_AGENCY && is_agency) ||
                            (party == common::v1::PARTY_UNIT && is_unit) ||
                            (party == common::v1::PARTY_SUPERVISOR && actor.organisation != "" &&
                             actor.organisation == supervisor);
      Parties parties;
      parties.Add(party);
      EXPECT_EQ(Allows(parties, actor, object), expected)
          << party << " " << actor.organisation << "," << actor.unit << " " << owner << "," << unit
          << "," << agency << "," << supervisor;
      allowed += expected;
    }
  }
  EXPECT_EQ(allowed, 729 + 3 * 162 + 36);
}

TEST(Allows, RefusesWhoIsNoParty) {
  Actor actor;
  actor.organisation = "a";
  actor.unit = "a";
  EXPECT_FALSE(Allows(Parties(), actor, {"a", "a", "a", "a"}));
}

TEST(Allows, NeedsOneOfSeveralParties) {
  Parties parties;
  parties.Add(common::v1::PARTY_OWNER);
  parties.Add(common::v1::PARTY_AGENCY);
  Actor actor;
  actor.organisation = "a";
  EXPECT_TRUE(Allows(parties, actor, {"a", "", "b", ""}));
  EXPECT_TRUE(Allows(parties, actor, {"b", "", "a", ""}));
  EXPECT_FALSE(Allows(parties, actor, {"b", "", "b", ""}));
}

// The reason for which a service with one method of these options does not start; empty where it
// does.
std::string FaultOf(const std::string& options) {
  google::protobuf::FileDescriptorProto file;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat(R"(name: "s.proto" package: "s" message_type { name: "M" }
                      service { name: "S" method { name: "Do" input_type: ".s.M" output_type: ".s.M"
                      options { )",
                   options, " } } }"),
      &file));
  google::protobuf::DescriptorPool pool;
  const auto rules = MethodRules::Of({pool.BuildFile(file)->service(0)});
  if (rules.ok()) return "";
  EXPECT_EQ(rules.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(base::MetadataOf(rules.status())["method"], "s.S/Do");
  return base::ReasonOf(rules.status());
}

TEST(MethodRules, RefuseAServiceThatLeavesADoorOpen) {
  const struct {
    const char* options;
    const char* reason;
  } rows[] = {
      {"", "METHOD_WITHOUT_ACCESS"},
      {"deprecated: true", "METHOD_WITHOUT_ACCESS"},
      {"[mandat.common.v1.access] { roles: ROLE_SERVICE party: PARTY_ANY }", ""},
      {"[mandat.common.v1.access] { party: PARTY_ANY }", "METHOD_ACCESS_INVALID"},
      {"[mandat.common.v1.access] { roles: ROLE_SERVICE }", "METHOD_ACCESS_INVALID"},
      {"[mandat.common.v1.access] { roles: ROLE_SERVICE party: 99 }", "METHOD_ACCESS_INVALID"},
      {"[mandat.common.v1.access] { roles: ROLE_UNSPECIFIED party: PARTY_ANY }",
       "METHOD_ACCESS_INVALID"},
      {"[mandat.common.v1.access] { roles: 999 party: PARTY_ANY }", "METHOD_ACCESS_INVALID"},
      {"[mandat.common.v1.access] { roles: ROLE_SERVICE party: PARTY_ANY } "
       "[mandat.common.v1.access] { }",
       "METHOD_ACCESS_INVALID"},
  };
  for (const auto& row : rows) EXPECT_EQ(FaultOf(row.options), row.reason) << row.options;
}

}  // namespace
}  // namespace mandat::access
