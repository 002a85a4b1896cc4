// Exports on a real ledger: what is in a file is what whoever fetches it may read at that time.

#include "services/socialaid/exports/fetch.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "services/lib/base/ssin.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/article60/commands.h"
#include "services/socialaid/exports/commands.h"
#include "services/socialaid/queries.h"
#include "services/socialaid/test_ledger.h"

namespace mandat::socialaid {
namespace {

using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::IsOkAndHolds;
using mandat::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Article60Export;

constexpr char kNotFound[] = "ARTICLE60_EXPORT_NOT_FOUND";
constexpr char kAllRequests[] = "requests {} language: 'fr'";

class Exports : public TestLedger {
 protected:
  absl::StatusOr<Article60Export> Define(const access::Actor& actor, const std::string& text) {
    return Run<CreateArticle60Export>(
        "CreateArticle60Export", actor,
        Parsed<v1::CreateArticle60ExportRequest>("article60_export { " + text + " }"));
  }
  // The file, whole; every piece is noted.
  absl::StatusOr<std::string> Fetch(const access::Actor& actor, const std::string& name) {
    access::Call call;
    if (absl::Status admitted = Admit("FetchArticle60Export", actor, &call); !admitted.ok()) {
      return admitted;
    }
    v1::FetchArticle60ExportRequest request;
    request.set_name(name);
    std::string file;
    pieces_.clear();
    const absl::Status status =
        FetchArticle60Export(*ledger_, call, request, [&](const auto& piece) {
          file += piece.data();
          pieces_.push_back(piece);
          return take_;
        });
    if (!status.ok()) return status;
    return file;
  }
  // Names of the requests in it, newest first.
  std::vector<std::string> Requests(const access::Actor& actor, const std::string& name) {
    const auto file = Fetch(actor, name);
    EXPECT_THAT(file, IsOk());
    std::vector<std::string> names;
    if (!file.ok()) return names;
    for (const absl::string_view line : absl::StrSplit(*file, "\r\n", absl::SkipEmpty())) {
      names.push_back(std::string(line.substr(0, line.find(';'))));
    }
    names.erase(names.begin());
    return names;
  }
  std::string Sent(const access::Actor& centre, const std::string& id) {
    const auto person =
        Register(centre, base::MakeSsin(absl::CivilDay(1988, 9, 2), ++serial_).value());
    const std::string name = Draft(centre, "centres/" + id, *person)->name();
    EXPECT_THAT(Send(centre, name), IsOk());
    return name;
  }
  int Readings(const std::string& request) {
    v1::ListConsultationsRequest readings;
    readings.set_person(Get(centre_, request)->person());
    return Ask("ListConsultations", officer_, ListConsultations, readings)->consultations_size();
  }

  const access::Actor centre_manager_ =
      Agent(common::v1::ROLE_WELFARE_CENTRE_MANAGER, kCentreNumber);
  bool take_ = true;
  std::vector<v1::FetchArticle60ExportResponse> pieces_;
  int serial_ = 0;
};

TEST_F(Exports, HoldNoRowsButWhatIsThereWhenTheyAreFetched) {
  const auto made = Define(centre_, kAllRequests);
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(Requests(centre_, made->name()), IsEmpty());
  const std::string first = Sent(centre_, "c1");
  const std::string second =
      Draft(centre_, "centres/c1", *Register(centre_, "85073003328"))->name();
  Sent(other_centre_, "c2");
  EXPECT_THAT(Requests(centre_, made->name()), ::testing::UnorderedElementsAre(first, second));
}

TEST_F(Exports, AreNobodyElses) {
  Sent(centre_, "c1");
  const auto of_centre = Define(centre_, kAllRequests);
  const auto of_office = Define(office_, kAllRequests);
  const auto of_agency = Define(manager_, kAllRequests);
  ASSERT_THAT(of_agency, IsOk());
  for (const access::Actor& other : {other_centre_, office_, manager_}) {
    EXPECT_THAT(Fetch(other, of_centre->name()), HasReason(kNotFound));
  }
  for (const access::Actor& other : {centre_, other_office_}) {
    EXPECT_THAT(Fetch(other, of_office->name()), HasReason(kNotFound));
  }
  EXPECT_THAT(Fetch(office_, of_agency->name()), HasReason(kNotFound)) << "it holds others' too";
  EXPECT_THAT(Fetch(officer_, of_centre->name()), HasReason("ROLE_REQUIRED"));
  EXPECT_THAT(Fetch(centre_manager_, of_centre->name()), IsOk()) << "a colleague";
  const auto listed = [this](const access::Actor& actor) {
    return Ask("ListArticle60Exports", actor, ListArticle60Exports,
               v1::ListArticle60ExportsRequest())
        ->article60_exports_size();
  };
  EXPECT_EQ(listed(centre_), 1);
  EXPECT_EQ(listed(other_centre_), 0);
  EXPECT_EQ(listed(office_), 1);
  EXPECT_EQ(listed(other_office_), 0);
  EXPECT_EQ(listed(manager_), 2);
}

TEST_F(Exports, OfAnOfficeHoldItsRowsWhoeverFetchesThem) {
  const std::string here = Sent(centre_, "c1");
  const std::string there = Sent(centre_, "c1");
  v1::ForwardArticle60RequestRequest forward;
  forward.set_name(there);
  forward.set_to("offices/namur");
  forward.set_reason("theirs");
  ASSERT_THAT(Run<ForwardArticle60Request>("ForwardArticle60Request", office_, forward), IsOk());
  const auto of_office = Define(office_, kAllRequests);
  const auto of_agency = Define(manager_, kAllRequests);
  EXPECT_THAT(Requests(office_, of_office->name()), ::testing::ElementsAre(here));
  EXPECT_FALSE(pieces_.back().has_rows_total());
  EXPECT_THAT(Requests(manager_, of_office->name()), ::testing::ElementsAre(here));
  EXPECT_EQ(pieces_.back().rows_total(), 1);
  EXPECT_THAT(Requests(manager_, of_agency->name()), ::testing::UnorderedElementsAre(here, there));
  EXPECT_EQ(pieces_.back().rows_total(), 2);
}

// The peers' trap: made with the rights of one, fetched by a colleague with fewer.
TEST_F(Exports, OfStatisticsAreForThoseWhoMaySeeThem) {
  for (int i = 0; i < 6; ++i) Sent(centre_, "c1");
  const char kStatistics[] = "statistics { year: 2024 } language: 'fr'";
  EXPECT_THAT(Define(centre_, kStatistics), HasReason("ROLE_REQUIRED"));
  const auto made = Define(centre_manager_, kStatistics);
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(Fetch(centre_manager_, made->name()), IsOkAndHolds(HasSubstr("Total;;;6;0;\r\n")));
  EXPECT_EQ(pieces_.back().rows_done(), pieces_.back().rows_total());
  EXPECT_THAT(Fetch(centre_, made->name()), HasReason("ROLE_REQUIRED"));
  const auto of_office = Define(other_office_, kStatistics);
  EXPECT_THAT(Fetch(manager_, of_office->name()), IsOkAndHolds(HasSubstr("Total;;;0;0;\r\n")))
      << "the office's, not the agency's";
}

TEST_F(Exports, AreFilteredAndCounted) {
  const std::string sent = Sent(centre_, "c1");
  const std::string withdrawn = Sent(centre_, "c1");
  v1::WithdrawArticle60RequestRequest withdraw;
  withdraw.set_name(withdrawn);
  withdraw.set_reason("moved");
  ASSERT_THAT(Run<WithdrawArticle60Request>("WithdrawArticle60Request", centre_, withdraw), IsOk());
  const auto fetched = [this](const std::string& content) {
    return Requests(centre_,
                    Define(centre_, "language: 'fr' requests { " + content + " }")->name());
  };
  EXPECT_THAT(fetched("state: ARTICLE60_STATE_SENT"), ::testing::ElementsAre(sent));
  EXPECT_EQ(pieces_.back().rows_total(), 1);
  EXPECT_THAT(fetched("state: ARTICLE60_STATE_WITHDRAWN"), ::testing::ElementsAre(withdrawn));
  EXPECT_FALSE(pieces_.back().has_rows_total()) << "drafts may be withdrawn, and are not counted";
  EXPECT_THAT(fetched("queue: ARTICLE60_QUEUE_LATE"), IsEmpty());
  EXPECT_FALSE(pieces_.back().has_rows_total());
}

TEST_F(Exports, RecordWhomTheyWereReadOfAndStopWhenNobodyWantsMore) {
  const std::string request = Sent(centre_, "c1");
  const auto made = Define(centre_, kAllRequests);
  const int before = Readings(request);
  ASSERT_THAT(Fetch(centre_, made->name()), IsOk());
  // The file's, and that of the test itself.
  EXPECT_EQ(Readings(request), before + 2);
  take_ = false;
  EXPECT_THAT(Fetch(centre_, made->name()), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(pieces_, SizeIs(1));
}

TEST_F(Exports, ExpireAndAreDeleted) {
  const auto made = Define(centre_, kAllRequests);
  const auto other = Define(centre_, kAllRequests);
  v1::DeleteArticle60ExportRequest erase;
  erase.set_name(other->name());
  const auto remove = [&](const access::Actor& actor) {
    return Run<DeleteArticle60Export>("DeleteArticle60Export", actor, erase).status();
  };
  EXPECT_THAT(remove(other_centre_), HasReason(kNotFound));
  EXPECT_THAT(remove(centre_), IsOk());
  EXPECT_THAT(Fetch(centre_, other->name()), HasReason(kNotFound));
  clock_.Advance(absl::Hours(7 * 24) - absl::Seconds(1));
  EXPECT_THAT(Fetch(centre_, made->name()), IsOk());
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(Fetch(centre_, made->name()), HasReason("EXPORT_EXPIRED"));
}

}  // namespace
}  // namespace mandat::socialaid
