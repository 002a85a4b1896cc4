#include "services/socialaid/centres/commands.h"

#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/offices/commands.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Centre;
using v1::Office;

class CentreRegister : public TestLedger {
 protected:
  absl::StatusOr<Centre> Create(const std::string& id, const std::string& text) {
    v1::CreateCentreRequest request;
    request.set_centre_id(id);
    *request.mutable_centre() = With(TestCentre(), text);
    return Run<CreateCentre>("CreateCentre", manager_, request);
  }
  absl::StatusOr<Centre> Find(const std::string& name) {
    v1::GetCentreRequest request;
    request.set_name(name);
    return Ask("GetCentre", centre_, GetCentre, request);
  }
};

TEST_F(CentreRegister, AManagerKeepsTheCentresAndEverybodyReadsThem) {
  const auto centre = Find("centres/c1");
  ASSERT_THAT(centre, IsOk());
  EXPECT_EQ(centre->enterprise_number(), kCentreNumber);
  EXPECT_EQ(centre->etag(), "1");
  EXPECT_THAT(Find("centres/none"), HasReason("CENTRE_NOT_FOUND"));
  EXPECT_THAT(Find("c1"), HasReason("NAME_INVALID"));
  EXPECT_THAT(Run<CreateCentre>("CreateCentre", centre_, {}), HasReason("ROLE_REQUIRED"));
}

TEST_F(CentreRegister, AnIdANumberAndACodeAreGivenOnce) {
  EXPECT_THAT(Create("c1", "enterprise_number: '0136695962'"), HasReason("CENTRE_EXISTS"));
  EXPECT_THAT(Create("c3", ""), HasReason("ENTERPRISE_NUMBER_TAKEN"));
  EXPECT_THAT(Create("c3", "enterprise_number: '0136695962' office: 'offices/none'"),
              HasReason("OFFICE_NOT_FOUND"));
  EXPECT_THAT(Create("c3", "enterprise_number: '0136695962'"), IsOk());
  v1::CreateOfficeRequest request;
  *request.mutable_office() = TestOffice();
  EXPECT_THAT(Run<CreateOffice>("CreateOffice", manager_, request), HasReason("OFFICE_CODE_TAKEN"));
  request.mutable_office()->set_code("LI1");
  const auto office = Run<CreateOffice>("CreateOffice", manager_, request);
  ASSERT_THAT(office, IsOk());
  EXPECT_EQ(office->agency(), kAgencyNumber);
}

TEST_F(CentreRegister, AMergedCentreMakesWayForOneWithItsNumber) {
  v1::MergeCentreRequest request;
  request.set_name("centres/c1");
  request.set_successor("centres/c2");
  *request.mutable_effective_date() = Parsed<google::type::Date>("year: 2024 month: 2 day: 1");
  ASSERT_THAT(Run<MergeCentre>("MergeCentre", manager_, request), IsOk());
  EXPECT_EQ(Find("centres/c1")->successor(), "centres/c2");
  EXPECT_EQ(Find("centres/c2")->etag(), "2");
  const auto person = Register(centre_, "85073003328");
  EXPECT_THAT(Draft(centre_, "centres/c1", *person), HasReason("CENTRE_MERGED"));
  EXPECT_THAT(Run<MergeCentre>("MergeCentre", manager_, request), HasReason("CENTRE_MERGED"));
  EXPECT_THAT(Create("c3", ""), IsOk());
}

TEST_F(CentreRegister, AnUpdateNamesTheVersionThatItSaw) {
  v1::UpdateCentreRequest request;
  request.mutable_centre()->set_name("centres/c1");
  request.mutable_centre()->set_office("offices/namur");
  request.mutable_centre()->set_etag("1");
  const auto centre = Run<UpdateCentre>("UpdateCentre", manager_, request);
  ASSERT_THAT(centre, IsOk());
  EXPECT_EQ(centre->office(), "offices/namur");
  EXPECT_EQ(centre->language(), "fr");
  EXPECT_EQ(centre->etag(), "2");
  EXPECT_THAT(Run<UpdateCentre>("UpdateCentre", manager_, request), HasReason("ETAG_MISMATCH"));
}

TEST_F(CentreRegister, AnOfficeIsItsAgencysAlone) {
  v1::MergeOfficeRequest request;
  request.set_name("offices/mons");
  request.set_successor("offices/namur");
  const auto stranger = Agent(common::v1::ROLE_UNEMPLOYMENT_OFFICE_MANAGER, kOtherCentreNumber);
  EXPECT_THAT(Run<MergeOffice>("MergeOffice", stranger, request), HasReason("OFFICE_NOT_FOUND"));
  ASSERT_THAT(Run<MergeOffice>("MergeOffice", manager_, request), IsOk());
  EXPECT_THAT(Run<MergeOffice>("MergeOffice", manager_, request), HasReason("OFFICE_MERGED"));
  const auto person = Register(centre_, "85073003328");
  EXPECT_THAT(Draft(centre_, "centres/c1", *person), HasReason("OFFICE_MERGED"));
  v1::UpdateOfficeRequest update;
  update.mutable_office()->set_name("offices/namur");
  update.mutable_office()->set_code("NA2");
  EXPECT_THAT(Run<UpdateOffice>("UpdateOffice", stranger, update), HasReason("OFFICE_NOT_FOUND"));
  EXPECT_THAT(Run<UpdateOffice>("UpdateOffice", manager_, update), IsOk());
}

}  // namespace
}  // namespace mandat::socialaid
