#include "services/objectives/measurements/push.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "services/lib/base/error.h"
#include "services/lib/base/uuid.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/test_stream.h"
#include "services/objectives/measurements/commands.h"
#include "services/objectives/queries.h"
#include "services/objectives/schema/kinds.h"
#include "services/objectives/test_ledger.h"

namespace mandat::objectives {
namespace {

using mandat::testing::EqualsProto;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using v1::Measurement;
using v1::MeasurementReceipt;
using Message = v1::EnterMeasurementsRequest;
using Stream = testing::TestStream<Message, v1::EnterMeasurementsResponse>;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr char kFileId[] = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b11";
constexpr char kOtherFileId[] = "f47ac10b-58cc-4372-a567-0e02b2c3d479";

constexpr char kPushed[] =
    "source: VALUE_SOURCE_PUSHED dimensions { key: 'office' title { fr: 'Bureau' } } ";

class Pushed : public TestLedger {
 protected:
  // `indicators/i1` is entered, `indicators/pushed` is nobody's, `indicators/contact` is pushed by
  // a unit.
  void SetUp() override {
    TestLedger::SetUp();
    MakeSmallPlan();
    ASSERT_THAT(MakeIndicator("pushed", absl::StrCat(kPushed, "responsible_unit: ''")), IsOk());
    ASSERT_THAT(MakeIndicator("contact", kPushed), IsOk());
    ASSERT_THAT(MakeIndicator("total", absl::StrCat(kPushed, "cumulative: true")), IsOk());
    ASSERT_THAT(MakeComputed("computed"), IsOk());
    ASSERT_THAT(Adopt("plans/p1"), IsOk());
    // The first quarter is over.
    clock_.Advance(absl::Hours(24 * 65));
  }

  static Message Start(const std::string& id = kFileId) {
    Message message;
    message.set_request_id(id);
    return message;
  }
  // A value of the first quarter of 2024; `text` is of the measurement.
  static Message LineOf(const std::string& indicator, int64_t numerator,
                        const std::string& text = "", bool submit = false) {
    Message message;
    message.mutable_line()->set_submit(submit);
    Measurement* measurement = message.mutable_line()->mutable_measurement();
    *measurement = Parsed<Measurement>(
        "period { start_date { year: 2024 month: 1 day: 1 } end_date { year: 2024 month: 3 day: 31 "
        "} } value { denominator: 100 } evidence: 'export' ");
    measurement->set_indicator(indicator);
    measurement->mutable_value()->set_numerator(numerator);
    *measurement = With(*measurement, text);
    return message;
  }
  static std::string Office(int number) {
    return absl::StrCat("dimensions { key: 'office' value: 'o", number, "' }");
  }

  // What a whole file ends with; its receipts.
  absl::Status Push(const access::Actor& actor, const std::vector<Message>& messages,
                    std::vector<MeasurementReceipt>* receipts = nullptr) {
    access::Call call;
    const absl::Status admitted = Admit("EnterMeasurements", actor, &call);
    if (!admitted.ok()) return admitted;
    Stream stream(call);
    for (const Message& message : messages) stream.Send(message);
    stream.EndWith(false);
    absl::Status status = EnterMeasurements(*ledger_, stream);
    if (receipts != nullptr) {
      receipts->clear();
      for (const auto& answer : stream.answers()) receipts->push_back(answer.receipt());
    }
    return status;
  }
  // The reasons of the receipts of a file; empty of what was entered.
  std::vector<std::string> Reasons(const access::Actor& actor, std::vector<Message> lines,
                                   const std::string& id = kFileId) {
    lines.insert(lines.begin(), Start(id));
    std::vector<MeasurementReceipt> receipts;
    EXPECT_THAT(Push(actor, lines, &receipts), IsOk());
    std::vector<std::string> reasons;
    for (const MeasurementReceipt& receipt : receipts) reasons.push_back(receipt.error().reason());
    return reasons;
  }
  Measurement Get(const std::string& name) {
    v1::GetMeasurementRequest request;
    request.set_name(name);
    const auto found = Ask("GetMeasurement", director_, GetMeasurement, request);
    EXPECT_THAT(found, IsOk()) << name;
    return found.ok() ? *found : Measurement();
  }
};

TEST_F(Pushed, EveryGoodLineIsEnteredOnceHoweverOftenTheFileComes) {
  std::vector<Message> file = {Start()};
  for (int i = 1; i <= 300; ++i) {
    file.push_back(i % 50 == 0 ? LineOf("indicators/none", i)
                               : LineOf("indicators/pushed", i, Office(i), i % 2 == 0));
  }
  std::vector<MeasurementReceipt> first, again;
  ASSERT_THAT(Push(director_, file, &first), IsOk());
  ASSERT_THAT(first, SizeIs(300));
  for (int i = 1; i <= 300; ++i) {
    const MeasurementReceipt& receipt = first[static_cast<size_t>(i) - 1];
    const bool bad = i % 50 == 0;
    EXPECT_EQ(receipt.line(), i);
    EXPECT_EQ(receipt.error().reason(), bad ? "INDICATOR_NOT_FOUND" : "");
    EXPECT_EQ(receipt.state(), bad          ? v1::MEASUREMENT_STATE_UNSPECIFIED
                               : i % 2 == 0 ? v1::MEASUREMENT_STATE_SUBMITTED
                                            : v1::MEASUREMENT_STATE_DRAFT);
    if (bad) continue;
    const Measurement entered = Get(receipt.measurement());
    EXPECT_EQ(entered.value().numerator(), i);
    EXPECT_EQ(entered.dimensions(0).value(), absl::StrCat("o", i));
    EXPECT_EQ(entered.unit(), "");
  }
  const size_t events = Log().size();
  ASSERT_THAT(Push(director_, file, &again), IsOk());
  ASSERT_THAT(again, SizeIs(300));
  for (size_t i = 0; i < 300; ++i) EXPECT_THAT(again[i], EqualsProto(first[i]));
  EXPECT_EQ(Log().size(), events);
}

// Where no unit is responsible, whoever leads pushes; where one is, its head may too.
TEST_F(Pushed, WhoPushesWhat) {
  const std::string none = "indicators/pushed";
  const std::string unit = "indicators/contact";
  const struct {
    std::string who;
    access::Actor actor;
    std::string of_nobody;
    std::string of_contact;
  } rows[] = {
      {"holder", holder_, "", ""},
      {"director", director_, "", ""},
      {"head of the unit", head_, "INDICATOR_NOT_FOUND", ""},
      {"head of another unit", other_head_, "INDICATOR_NOT_FOUND", "INDICATOR_NOT_FOUND"},
      {"head without unit", Agent(common::v1::ROLE_SERVICE_HEAD, kAgency), "INDICATOR_NOT_FOUND",
       "INDICATOR_NOT_FOUND"},
      {"another agency", other_director_, "INDICATOR_NOT_FOUND", "INDICATOR_NOT_FOUND"},
  };
  int office = 0;
  for (const auto& row : rows) {
    SCOPED_TRACE(row.who);
    ++office;
    const std::string file = base::MakeUuidV5(base::kUuidNamespaceUrl, row.who);
    EXPECT_THAT(Reasons(row.actor,
                        {LineOf(none, 1, Office(office)), LineOf(unit, 1, Office(office))}, file),
                ElementsAre(row.of_nobody, row.of_contact));
    v1::EnterMeasurementRequest single;
    *single.mutable_measurement() = LineOf(none, 2, Office(office)).line().measurement();
    EXPECT_EQ(base::ReasonOf(Run<EnterMeasurement>("EnterMeasurement", row.actor, single).status()),
              row.of_nobody);
  }
  for (const access::Actor& actor : {member_, secretary_, minister_, auditor_}) {
    EXPECT_THAT(Push(actor, {Start(), LineOf(none, 1)}), HasReason("ROLE_REQUIRED"));
  }
}

TEST_F(Pushed, ReasonsAreThoseOfTheSingleCall) {
  EXPECT_THAT(
      Reasons(director_,
              {LineOf("indicators/pushed", 1, "evidence: ''", true),
               LineOf("indicators/pushed", 1, "evidence: ''"), LineOf("indicators/computed", 1),
               LineOf("i1", 1), LineOf("indicators/i1", 1, Office(1)),
               LineOf("indicators/i1", 1, "period { start_date { day: 2 } }"),
               LineOf("indicators/i1", 1, "etag: '1'"),
               LineOf("indicators/i1", 1, "value { denominator: 0 }")}),
      ElementsAre("EVIDENCE_MISSING", "", "INDICATOR_COMPUTED", "NAME_INVALID", "DIMENSION_UNKNOWN",
                  "PERIOD_INVALID", "ETAG_MISMATCH", "RATIONAL_INVALID"));
}

// A value is corrected or taken back as long as nobody above relies on it, and nothing of it goes.
TEST_F(Pushed, ACorrectionIsAVersionMore) {
  const std::string name = "measurements/i1-2024-q1";
  EXPECT_THAT(Reasons(head_, {LineOf("indicators/i1", 87)}), ElementsAre(""));
  Message none = LineOf("indicators/i1", 0);
  none.mutable_line()->mutable_measurement()->clear_value();
  EXPECT_THAT(Reasons(head_, {none}, kOtherFileId), ElementsAre(""));
  EXPECT_FALSE(Get(name).has_value());
  EXPECT_THAT(Reasons(head_, {LineOf("indicators/i1", 88)}), ElementsAre("REQUEST_ID_REUSED"));
  EXPECT_FALSE(Get(name).has_value());
  const std::string third = "0f0c7f8a-93a1-4d52-8f0e-2f9a41c86a77";
  EXPECT_THAT(
      Reasons(head_, {LineOf("indicators/i1", 88, "", true), LineOf("indicators/i1", 89)}, third),
      ElementsAre("", "MEASUREMENT_SUBMITTED"));
  EXPECT_EQ(Get(name).value().numerator(), 88);
  EXPECT_EQ(Get(name).etag(), "3");
  std::vector<std::string> versions;
  for (const std::string& line : LogLines()) {
    if (line.starts_with(name)) versions.push_back(line.substr(name.size()));
  }
  EXPECT_THAT(versions, ElementsAre("@1 entered", "@2 entered", "@3 submitted"));
}

// Each part of the whole is compared with what was published of it, and the whole with the whole.
TEST_F(Pushed, WhatIsOddIsFoundInEachPart) {
  const access::Actor first = Agent(common::v1::ROLE_BOARD_MEMBER, kAgency, "", "first");
  const access::Actor second = Agent(common::v1::ROLE_BOARD_MEMBER, kAgency, "", "second");
  const std::string total = "indicators/total";
  std::vector<MeasurementReceipt> receipts;
  ASSERT_THAT(
      Push(director_, {Start(), LineOf(total, 90, Office(1), true), LineOf(total, 80, "", true)},
           &receipts),
      IsOk());
  for (const MeasurementReceipt& receipt : receipts) {
    v1::ValidateMeasurementRequest validate;
    validate.set_name(receipt.measurement());
    ASSERT_THAT(Run<ValidateMeasurement>("ValidateMeasurement", first, validate), IsOk());
    v1::AcceptMeasurementRequest accept;
    accept.set_name(receipt.measurement());
    ASSERT_THAT(Run<AcceptMeasurement>("AcceptMeasurement", second, accept), IsOk());
  }
  const std::string next =
      "period { start_date { month: 4 day: 1 } end_date { month: 6 day: 30 } } ";
  ASSERT_THAT(Push(director_,
                   {Start(kOtherFileId), LineOf(total, 85, next + Office(1), true),
                    LineOf(total, 85, next + Office(2), true), LineOf(total, 85, next, true)},
                   &receipts),
              IsOk());
  std::vector<int> findings;
  for (const MeasurementReceipt& receipt : receipts) {
    findings.push_back(Get(receipt.measurement()).findings_size());
  }
  EXPECT_THAT(findings, ElementsAre(1, 0, 0)) << "90, nothing and 80 were before";
}

// Nobody but the ledger's queue is short of room: one command may wait.
TEST_F(Pushed, TheLastLineAboutAMeasurementCountsAlsoWhereTheServiceIsBusy) {
  ledger_->Close();
  ledger::LedgerOptions narrow;
  narrow.catalog = &Kinds();
  narrow.store = store_.get();
  narrow.keys = &*keys_;
  narrow.clock = &clock_;
  narrow.queue_max = 1;
  ledger_ = ledger::OpenLedger(narrow).value();
  std::vector<Message> lines;
  for (int i = 1; i <= 60; ++i) {
    lines.push_back(LineOf("indicators/pushed", i, Office(i % 3)));
  }
  EXPECT_THAT(Reasons(director_, lines), ::testing::Each(""));
  std::vector<int64_t> values;
  v1::ListMeasurementsRequest list;
  const auto all = Ask("ListMeasurements", director_, ListMeasurements, list);
  ASSERT_THAT(all, IsOk());
  for (const Measurement& measurement : all->measurements()) {
    values.push_back(measurement.value().numerator());
    EXPECT_EQ(measurement.etag(), "20");
  }
  EXPECT_THAT(values, ::testing::UnorderedElementsAre(58, 59, 60));
}

}  // namespace
}  // namespace mandat::objectives
