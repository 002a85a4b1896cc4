// Every kind of bad input gets one documented reason, in the documented order, and changes nothing.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "services/lib/access/signer.h"
#include "services/lib/testing/matchers.h"
#include "services/socialaid/test_data.h"
#include "tests/support/refusals.h"
#include "tests/support/running_social_aid.h"
#include "tests/support/scenario.h"

namespace mandat::socialaid {
namespace {

using absl::StatusCode;
using mandat::testing::CreateDraft;
using mandat::testing::DraftFor;
using mandat::testing::HasReason;
using mandat::testing::IsOk;
using mandat::testing::kCentre;
using mandat::testing::kOtherCentre;
using mandat::testing::LegalParameterStub;
using mandat::testing::Persona;
using mandat::testing::PersonBorn;
using mandat::testing::RunningSocialAid;
using mandat::testing::SocialAidStub;
using mandat::testing::StatusIs;

constexpr char kMissing[] = "article60Requests/0190b3f4-0000-7000-8000-000000000000";
constexpr char kRequestId[] = "7e6b1a52-6f0e-4c7b-9a58-0d0f3a3c5b11";

using Row = mandat::testing::Refusal;

// One service for all: nothing of what is asked of it may change it.
class BadInput : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto started = RunningSocialAid::Start();
    ASSERT_THAT(started, IsOk());
    service_ = started->release();
    ASSERT_THAT(RegisterParties(*service_), IsOk());
    person_ = RegisterPerson(*service_, Persona::kCentreAgent, Somebody(1)).value();
    draft_ = Made(Persona::kCentreAgent, kCentre, person_);
    // At its second version.
    v1::UpdateArticle60RequestRequest update;
    update.mutable_article60_request()->set_name(draft_);
    update.mutable_article60_request()->set_admission(v1::ADMISSION_PART_TIME);
    ASSERT_THAT(
        service_->Call(Persona::kCentreAgent, &SocialAidStub::UpdateArticle60Request, update),
        IsOk());
    sent_ = Made(Persona::kCentreAgent, kCentre,
                 RegisterPerson(*service_, Persona::kCentreAgent, Somebody(2)).value());
    ASSERT_THAT(Send(*service_, Persona::kCentreAgent, sent_), IsOk());
    theirs_ = Made(Persona::kOtherCentreAgent, kOtherCentre, person_);
  }
  static void TearDownTestSuite() {
    delete service_;
    service_ = nullptr;
  }

  static v1::Person Somebody(int serial) {
    return PersonBorn(absl::CivilDay(1988, 9, 2), serial, "Ann", "Essai");
  }
  static std::string Made(Persona persona, const std::string& centre, const std::string& person) {
    return CreateDraft(*service_, persona, DraftFor(centre, person)).value().name();
  }

  static void Expect(const std::vector<Row>& rows) {
    mandat::testing::ExpectRefusals(*service_, rows);
  }

  // Calls with a request that is written as text.
  template <class Stub, class Request, class Response>
  static std::function<absl::Status()> Ask(Persona persona,
                                           grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                        const Request&, Response*),
                                           const std::string& text) {
    return [=] { return service_->Call(persona, method, Parsed<Request>(text)).status(); };
  }

  // A complete draft, with the fields of `text` merged into it.
  static std::function<absl::Status()> Draft(const std::string& text) {
    return [=] {
      return CreateDraft(*service_, Persona::kCentreAgent, With(DraftFor(kCentre, person_), text))
          .status();
    };
  }
  static std::function<absl::Status()> Register(const std::string& text) {
    return [=] {
      return RegisterPerson(*service_, Persona::kCentreAgent, With(Somebody(3), text)).status();
    };
  }
  static std::function<absl::Status()> Centre(const std::string& text, const std::string& id = "") {
    v1::CreateCentreRequest request;
    *request.mutable_centre() = With(TestCentre(), text);
    request.set_centre_id(id);
    return [=] {
      return service_->Call(Persona::kOfficeManager, &SocialAidStub::CreateCentre, request)
          .status();
    };
  }
  static std::function<absl::Status()> WithToken(const std::string& token) {
    return [=] {
      return service_->CallWithToken(token, &SocialAidStub::ListOffices, v1::ListOfficesRequest())
          .status();
    };
  }

  static std::string Name(const std::string& name) { return absl::StrCat("name: '", name, "' "); }

  static inline RunningSocialAid* service_ = nullptr;
  static inline std::string person_, draft_, sent_, theirs_;
};

TEST_F(BadInput, MalformedNumbers) {
  const auto invalid = StatusCode::kInvalidArgument;
  Expect({
      {"check digits of a number", Register("ssin: '85073003329'"), invalid, "SSIN_INVALID"},
      {"length of a number", Register("ssin: '850730033'"), invalid, "SSIN_INVALID"},
      {"letters in a number", Register("ssin: '8507300332x'"), invalid, "SSIN_INVALID"},
      {"no number", Register("ssin: ''"), invalid, "FIELD_REQUIRED"},
      {"a replaced number", Register("replaced_ssins: '85073003329'"), invalid, "SSIN_INVALID"},
      {"a number to search for",
       Ask(Persona::kCentreAgent, &SocialAidStub::QueryPersons, "ssin: '85073003329'"), invalid,
       "SSIN_INVALID"},
      {"an enterprise number", Centre("enterprise_number: '0403019262'"), invalid,
       "ENTERPRISE_NUMBER_INVALID"},
      {"an employer",
       Draft("career { kind: DAY_KIND_WORK employer: '0403019262' period { "
             "start_date { year: 2020 month: 1 day: 1 } "
             "end_date { year: 2020 month: 1 day: 31 } } }"),
       invalid, "ENTERPRISE_NUMBER_INVALID"},
      {"a municipality",
       Centre("municipalities { code: '530' valid_from { year: 2000 month: 1 day: "
              "1 } }"),
       invalid, "MUNICIPALITY_CODE_INVALID"},
      {"a telephone number", Draft("contact { telephone: '02 555 12 34' }"), invalid,
       "TELEPHONE_INVALID"},
      {"an e-mail address", Draft("contact { email: 'nowhere' }"), invalid, "EMAIL_INVALID"},
      {"hours a week", Draft("working_time { weekly_hours_hundredths: 6001 }"), invalid,
       "WORKING_TIME_INVALID"},
      {"a code of an office",
       Ask(Persona::kOfficeManager, &SocialAidStub::CreateOffice,
           "office { code: 'mo-1' display_name { fr: 'Mons' } }"),
       invalid, "OFFICE_CODE_INVALID"},
  });
}

TEST_F(BadInput, DatesOutOfRange) {
  const auto invalid = StatusCode::kInvalidArgument;
  const std::string spell =
      "career { kind: DAY_KIND_WORK period { start_date { year: 2020 month: 1 "
      "day: 10 } ";
  Expect({
      {"before the first start", Draft("planned_start { year: 1999 month: 12 day: 31 }"), invalid,
       "DATE_OUT_OF_RANGE"},
      {"after the last start", Draft("planned_start { year: 2100 month: 1 day: 1 }"), invalid,
       "DATE_OUT_OF_RANGE"},
      {"no day of the calendar", Draft("planned_start { year: 2024 month: 2 day: 30 }"), invalid,
       "DATE_INVALID"},
      {"an earlier admission", Draft("earlier_admission { year: 2024 month: 13 day: 1 }"), invalid,
       "DATE_INVALID"},
      {"a birth to come", Register("birth_date { year: 2999 }"), invalid, "BIRTH_DATE_INVALID"},
      {"a birth long ago", Register("birth_date { year: 1899 }"), invalid, "BIRTH_DATE_INVALID"},
      {"a spell that ends before it begins",
       Draft(spell + "end_date { year: 2020 month: 1 day: 9 } } }"), invalid, "PERIOD_INVALID"},
      {"a spell without end", Draft(spell + "} }"), invalid, "SPELL_OPEN"},
      {"a spell of a lifetime", Draft(spell + "end_date { year: 2070 month: 1 day: 11 } } }"),
       invalid, "SPELL_TOO_LONG"},
      {"a day to look back to",
       Ask(Persona::kCentreAgent, &SocialAidStub::GetArticle60Request,
           absl::StrCat(Name(draft_), "as_of_date { year: 2024 month: 2 day: 30 }")),
       invalid, "DATE_INVALID"},
      {"a time to look back to",
       Ask(Persona::kCentreAgent, &SocialAidStub::GetArticle60Request,
           absl::StrCat(Name(draft_), "as_of_time { seconds: 999999999999 }")),
       invalid, "DATE_INVALID"},
      {"a year of statistics",
       Ask(Persona::kCentreManager, &SocialAidStub::GetArticle60Statistics, "year: 1999"), invalid,
       "YEAR_OUT_OF_RANGE"},
      {"a year to export",
       Ask(Persona::kCentreManager, &SocialAidStub::CreateArticle60Export,
           "article60_export { statistics { year: 2101 } language: 'fr' }"),
       invalid, "YEAR_OUT_OF_RANGE"},
      {"an override before the start",
       Ask(Persona::kOfficeManager, &SocialAidStub::CalculateArticle60Request,
           absl::StrCat(Name(sent_),
                        "override { days: 1 outcome: ARTICLE60_OUTCOME_OPENS_RIGHT reason: 'so' "
                        "end_date { year: 2024 month: 2 day: 29 } }")),
       invalid, "OVERRIDE_INVALID"},
  });
}

TEST_F(BadInput, OverlongFields) {
  const auto invalid = StatusCode::kInvalidArgument;
  const std::string comment = "comments { field: 'office' text: 'x' } ";
  std::string comments;
  for (int i = 0; i < 51; ++i) comments += comment;
  const std::string x(2000, 'x');
  Expect({
      {"a given name", Register(absl::StrCat("given_names: '", x.substr(0, 201), "'")), invalid,
       "TEXT_TOO_LONG"},
      {"a name of a contact",
       Draft(absl::StrCat("contact { display_name: '", x.substr(0, 201), "' }")), invalid,
       "TEXT_TOO_LONG"},
      {"a comment",
       Draft(absl::StrCat("comments { field: 'office' text: '", x.substr(0, 1001), "' }")), invalid,
       "TEXT_TOO_LONG"},
      {"too many comments", Draft(comments), invalid, "TOO_MANY_ITEMS"},
      {"control characters", Register("family_name: 'a\\001b'"), invalid, "TEXT_INVALID"},
      {"a reason",
       Ask(Persona::kCentreAgent, &SocialAidStub::WithdrawArticle60Request,
           absl::StrCat(Name(draft_), "reason: '", x.substr(0, 501), "'")),
       invalid, "TEXT_TOO_LONG"},
      {"an id", Centre("", x.substr(0, 64)), invalid, "ID_INVALID"},
      {"a name of another kind",
       Ask(Persona::kCentreAgent, &SocialAidStub::SendArticle60Request, "name: 'centres/c1'"),
       invalid, "NAME_INVALID"},
      {"an unknown field to change",
       Ask(Persona::kCentreAgent, &SocialAidStub::UpdateArticle60Request,
           absl::StrCat("article60_request { ", Name(draft_), "} update_mask { paths: 'colour' }")),
       invalid, "MASK_INVALID"},
      {"a field that stays",
       Ask(Persona::kCentreAgent, &SocialAidStub::UpdateArticle60Request,
           absl::StrCat("article60_request { ", Name(draft_),
                        "centre: 'centres/c2' } update_mask { paths: 'centre' }")),
       invalid, "FIELD_IMMUTABLE"},
  });
}

TEST_F(BadInput, OversizedMessagesAreRefused) {
  const int64_t head = service_->HeadPosition();
  const absl::Status refused =
      Register(absl::StrCat("given_names: '", std::string(1024 * 1024, 'x'), "'"))();
  EXPECT_THAT(refused, ::testing::AllOf(StatusIs(StatusCode::kResourceExhausted),
                                        HasReason("REQUEST_TOO_LARGE")));
  EXPECT_EQ(service_->HeadPosition(), head);
}

TEST_F(BadInput, UnknownEnumValues) {
  const auto invalid = StatusCode::kInvalidArgument;
  const std::string period =
      "period { start_date { year: 2020 month: 1 day: 1 } "
      "end_date { year: 2020 month: 1 day: 31 } } ";
  Expect({
      {"an admission", Draft("admission: 99"), invalid, "ADMISSION_UNKNOWN"},
      {"a kind of day", Draft(absl::StrCat("career { kind: 99 ", period, "}")), invalid,
       "DAY_KIND_INVALID"},
      {"no kind of day", Draft(absl::StrCat("career { ", period, "}")), invalid,
       "DAY_KIND_INVALID"},
      {"work as an event",
       Draft(absl::StrCat("contract_events { kind: DAY_KIND_WORK ", period, "}")), invalid,
       "DAY_KIND_INVALID"},
      {"an evidence",
       Draft(absl::StrCat("career { kind: DAY_KIND_WORK evidence: 99 ", period, "}")), invalid,
       "EVIDENCE_UNKNOWN"},
      {"an outcome",
       Ask(Persona::kOfficeManager, &SocialAidStub::CalculateArticle60Request,
           absl::StrCat(Name(sent_), "override { outcome: 99 reason: 'so' }")),
       invalid, "OVERRIDE_INVALID"},
      {"a state to list",
       Ask(Persona::kCentreAgent, &SocialAidStub::ListArticle60Requests, "state: 99"), invalid,
       "STATE_UNKNOWN"},
      {"a separator",
       Ask(Persona::kCentreAgent, &SocialAidStub::CreateArticle60Export,
           "article60_export { requests {} language: 'fr' separator: 99 }"),
       invalid, "SEPARATOR_UNKNOWN"},
      {"a language of headings",
       Ask(Persona::kCentreAgent, &SocialAidStub::CreateArticle60Export,
           "article60_export { requests {} language: 'xx' }"),
       invalid, "LANGUAGE_UNKNOWN"},
      {"an export of nothing",
       Ask(Persona::kCentreAgent, &SocialAidStub::CreateArticle60Export,
           "article60_export { language: 'fr' }"),
       invalid, "FIELD_REQUIRED"},
      {"a language", Centre("language: 'xx'"), invalid, "LANGUAGE_UNKNOWN"},
  });
}

TEST_F(BadInput, LegalParameters) {
  const auto invalid = StatusCode::kInvalidArgument;
  const auto impossible = StatusCode::kFailedPrecondition;
  const std::string value = R"(key: "admission.from_2026_03.days" value: 300
      in_force_from { year: 2026 month: 3 day: 1 } known_from { year: 2025 month: 7 day: 29 }
      legal_reference: "x" source: LEGAL_PARAMETER_SOURCE_PUBLISHED )";
  const auto propose = [&](const std::string& text, Persona persona = Persona::kSteward) {
    v1::ProposeLegalParameterRequest request;
    *request.mutable_legal_parameter() = With(Parsed<v1::LegalParameter>(value), text);
    return service_->Call(persona, &LegalParameterStub::ProposeLegalParameter, request);
  };
  const auto proposal = [&](const std::string& text, Persona persona = Persona::kSteward) {
    return [=] { return propose(text, persona).status(); };
  };
  const auto publish = [&](const std::string& name, Persona persona = Persona::kSecondSteward) {
    return Ask(persona, &LegalParameterStub::PublishLegalParameter, Name(name));
  };
  const auto list = [&](const std::string& text) {
    return Ask(Persona::kCentreAgent, &LegalParameterStub::ListLegalParameters, text);
  };
  const std::string taken = propose("")->name();
  const std::string gap =
      propose("key: 'claim.rule_set' value: 2 in_force_from { year: 2025 }")->name();
  const std::string later = propose("known_from { year: 2200 }")->name();
  Expect({
      {"another role", proposal("", Persona::kOfficeManager), StatusCode::kPermissionDenied,
       "ROLE_REQUIRED"},
      {"an unknown key", proposal("key: 'admission.days'"), invalid, "PARAMETER_UNKNOWN"},
      {"a value out of range", proposal("value: 0"), invalid, "PARAMETER_OUT_OF_RANGE"},
      {"no day in force", proposal("in_force_from { month: 13 }"), invalid, "DATE_INVALID"},
      {"no reference", proposal("legal_reference: ''"), invalid, "FIELD_REQUIRED"},
      {"a source", proposal("source: 99"), invalid, "SOURCE_UNKNOWN"},
      {"a note", proposal(absl::StrCat("note: '", std::string(1001, 'x'), "'")), invalid,
       "TEXT_TOO_LONG"},
      {"nobody's value", publish("legalParameters/none"), StatusCode::kNotFound,
       "LEGAL_PARAMETER_NOT_FOUND"},
      {"one's own", publish(taken, Persona::kSteward), impossible, "SECOND_PERSON_REQUIRED"},
      {"the same days", publish(taken), StatusCode::kAlreadyExists, "LEGAL_PARAMETER_TAKEN"},
      {"a rule set without its values", publish(gap), impossible, "PARAMETER_MISSING"},
      {"a text of the future", publish(later), impossible, "LEGAL_PARAMETER_NOT_KNOWN"},
      {"another's to withdraw",
       Ask(Persona::kSecondSteward, &LegalParameterStub::WithdrawLegalParameter, Name(taken)),
       impossible, "PROPOSER_REQUIRED"},
      {"a rejection without a reason",
       Ask(Persona::kSecondSteward, &LegalParameterStub::RejectLegalParameter, Name(taken)),
       invalid, "FIELD_REQUIRED"},
      {"what is published",
       Ask(Persona::kSteward, &LegalParameterStub::WithdrawLegalParameter,
           Name("legalParameters/claim-rule-set-19911125-19911125")),
       impossible, "LEGAL_PARAMETER_NOT_PROPOSED"},
      {"a key to list", list("key: 'admission.days'"), invalid, "PARAMETER_UNKNOWN"},
      {"a state to list", list("all_versions: true state: 99"), invalid, "STATE_UNKNOWN"},
      {"a state of what holds", list("state: LEGAL_PARAMETER_STATE_PROPOSED"), invalid,
       "FILTER_CONFLICT"},
      {"all of a day", list("all_versions: true known_at { year: 2026 month: 1 day: 1 }"), invalid,
       "FILTER_CONFLICT"},
      {"a page", list("all_versions: true page_size: -1"), invalid, "PAGE_SIZE_INVALID"},
  });
}

TEST_F(BadInput, StaleEtags) {
  const auto etag = [&](const std::string& value) {
    return Ask(Persona::kCentreAgent, &SocialAidStub::SendArticle60Request,
               absl::StrCat(Name(draft_), "etag: '", value, "'"));
  };
  const std::string now = Get(*service_, Persona::kCentreAgent, draft_)->etag();
  const std::string first =
      Revisions(*service_, Persona::kCentreAgent, draft_)->revisions(1).article60_request().etag();
  ASSERT_NE(now, first);
  Expect({
      {"of the version before", etag(first), StatusCode::kAborted, "ETAG_MISMATCH"},
      {"of nothing", etag("colour"), StatusCode::kInvalidArgument, "ETAG_INVALID"},
      {"in the resource",
       Ask(Persona::kCentreAgent, &SocialAidStub::UpdateArticle60Request,
           absl::StrCat("article60_request { ", Name(draft_), "etag: '", first,
                        "' admission: ADMISSION_FULL_TIME }")),
       StatusCode::kAborted, "ETAG_MISMATCH"},
  });
}

TEST_F(BadInput, RequestIdsOfOthersAndOfOtherContent) {
  const std::string id = absl::StrCat("request_id: '", kRequestId, "' ");
  const auto withdraw = [&](Persona persona, const std::string& name, const std::string& rest) {
    return Ask(persona, &SocialAidStub::WithdrawArticle60Request,
               absl::StrCat(Name(name), id, rest));
  };
  const std::string mine = Made(Persona::kCentreAgent, kCentre, person_);
  ASSERT_THAT(withdraw(Persona::kCentreAgent, mine, "reason: 'moved'")(), IsOk());
  const int64_t head = service_->HeadPosition();
  EXPECT_THAT(withdraw(Persona::kCentreAgent, mine, "reason: 'moved'")(), IsOk()) << "a repeat";
  EXPECT_EQ(service_->HeadPosition(), head);
  Expect({
      {"no UUID",
       Ask(Persona::kCentreAgent, &SocialAidStub::SendArticle60Request,
           absl::StrCat(Name(draft_), "request_id: 'mine'")),
       StatusCode::kInvalidArgument, "REQUEST_ID_INVALID"},
      {"another reason", withdraw(Persona::kCentreAgent, mine, "reason: 'other'"),
       StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"},
      {"another resource", withdraw(Persona::kCentreAgent, draft_, "reason: 'moved'"),
       StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"},
      {"another caller does not get the first one's answer",
       withdraw(Persona::kOtherCentreAgent, mine, "reason: 'moved'"), StatusCode::kNotFound,
       "ARTICLE60_REQUEST_NOT_FOUND"},
  });
}

TEST_F(BadInput, MovesThatAreNotOpen) {
  const auto invalid = StatusCode::kInvalidArgument;
  const auto closed = StatusCode::kFailedPrecondition;
  const auto returned = [&](const std::string& fields) {
    return Ask(Persona::kOfficeAgent, &SocialAidStub::ReturnArticle60Request,
               absl::StrCat(Name(sent_), fields));
  };
  const auto forward = [&](Persona persona, const std::string& to) {
    return Ask(persona, &SocialAidStub::ForwardArticle60Request,
               absl::StrCat(Name(sent_), "reason: 'moved' to: '", to, "'"));
  };
  const auto modify = [&](const std::string& text) {
    return Ask(Persona::kCentreAgent, &SocialAidStub::ModifyArticle60Request,
               absl::StrCat(Name(sent_), text));
  };
  Expect({
      {"nothing is returned", returned(""), invalid, "FIELD_REQUIRED"},
      {"what nobody writes", returned("fields { field: 'state' reason: 'x' }"), invalid,
       "FIELD_UNKNOWN"},
      {"what is not there", returned("fields { field: 'career[0]' reason: 'x' }"), invalid,
       "FIELD_UNKNOWN"},
      {"twice",
       returned("fields { field: 'career' reason: 'x' } "
                "fields { field: 'career' reason: 'y' }"),
       invalid, "FIELD_REPEATED"},
      {"to send again what was not returned",
       Ask(Persona::kCentreAgent, &SocialAidStub::ResendArticle60Request, Name(sent_)), closed,
       "ARTICLE60_REQUEST_NOT_RETURNED"},
      {"to change what was sent",
       Ask(Persona::kCentreAgent, &SocialAidStub::UpdateArticle60Request,
           absl::StrCat("article60_request { ", Name(sent_), "admission: ADMISSION_PART_TIME }")),
       closed, "ARTICLE60_REQUEST_NOT_EDITABLE"},
      {"to modify what has no answer", modify("reason: MODIFICATION_REASON_CONTRACT_EVENT"), closed,
       "ARTICLE60_REQUEST_NOT_CALCULATED"},
      {"to modify for a reason of one's own", modify("reason: 99"), invalid,
       "MODIFICATION_REASON_UNKNOWN"},
      {"from an office to a centre", forward(Persona::kOfficeAgent, kOtherCentre), closed,
       "FORWARD_TARGET_INVALID"},
      {"from a centre to itself", forward(Persona::kCentreAgent, kCentre), closed,
       "FORWARD_TARGET_INVALID"},
      {"to nobody", forward(Persona::kCentreAgent, "centres/none"), StatusCode::kNotFound,
       "CENTRE_NOT_FOUND"},
      {"by another centre", forward(Persona::kOtherCentreAgent, kOtherCentre),
       StatusCode::kNotFound, "ARTICLE60_REQUEST_NOT_FOUND"},
  });
}

TEST_F(BadInput, PageTokens) {
  v1::ListArticle60RequestsRequest list;
  list.set_page_size(1);
  const auto agent = Persona::kCentreAgent;
  const std::string token =
      service_->Call(agent, &SocialAidStub::ListArticle60Requests, list)->next_page_token();
  ASSERT_FALSE(token.empty());
  const std::string field = absl::StrCat("page_token: '", token, "' ");
  const auto invalid = StatusCode::kInvalidArgument;
  std::string changed = token;
  changed[token.size() / 2] = changed[token.size() / 2] == 'A' ? 'B' : 'A';
  Expect({
      {"of another filter",
       Ask(agent, &SocialAidStub::ListArticle60Requests,
           absl::StrCat(field, "state: ARTICLE60_STATE_SENT")),
       invalid, "PAGE_TOKEN_MISMATCH"},
      {"of another list",
       Ask(agent, &SocialAidStub::ListArticle60RequestRevisions, absl::StrCat(field, Name(draft_))),
       invalid, "PAGE_TOKEN_MISMATCH"},
      {"of nothing", Ask(agent, &SocialAidStub::ListCentres, "page_token: 'colour'"), invalid,
       "PAGE_TOKEN_INVALID"},
      {"changed on the way",
       Ask(agent, &SocialAidStub::ListArticle60Requests,
           absl::StrCat("page_token: '", changed, "'")),
       invalid, "PAGE_TOKEN_INVALID"},
      {"a page of less than nothing", Ask(agent, &SocialAidStub::ListCentres, "page_size: -1"),
       invalid, "PAGE_SIZE_INVALID"},
  });
}

TEST_F(BadInput, TokensThatAreNone) {
  const mandat::testing::TempDir folder;
  const auto forger = access::TokenSigner::Create(folder.File("signing"));
  ASSERT_THAT(forger, IsOk());
  const absl::Time now = absl::Now();
  access::Actor manager = mandat::testing::ActorOf(Persona::kOfficeManager);
  const std::string expired =
      service_->Token(manager, now - absl::Minutes(30), now - absl::Seconds(1));
  const std::string future = service_->Token(manager, now + absl::Hours(1), now + absl::Hours(2));
  const std::string endless = service_->Token(manager, now, now + absl::Hours(48));
  manager.expires = now + absl::Minutes(10);
  const std::string forged = forger->Sign(manager, "https://issuer.mandat.invalid", "mandat", now);
  std::string changed = service_->Token(Persona::kOfficeManager);
  const size_t payload = changed.find('.') + 20;
  changed[payload] = changed[payload] == 'A' ? 'B' : 'A';
  const auto nobody = StatusCode::kUnauthenticated;
  Expect({
      {"none", WithToken(""), nobody, "TOKEN_MISSING"},
      {"no token", WithToken("open sesame"), nobody, "TOKEN_INVALID"},
      {"expired", WithToken(expired), nobody, "TOKEN_EXPIRED"},
      {"of another key", WithToken(forged), nobody, "TOKEN_INVALID"},
      {"changed on the way", WithToken(changed), nobody, "TOKEN_INVALID"},
      {"from the future", WithToken(future), nobody, "TOKEN_INVALID"},
      {"for ever", WithToken(endless), nobody, "TOKEN_INVALID"},
  });
}

TEST_F(BadInput, RolesAndOtherPeoplesThings) {
  const auto denied = StatusCode::kPermissionDenied;
  access::Actor nobody = mandat::testing::ActorOf(Persona::kCentreAgent);
  nobody.roles.clear();
  Expect({
      {"a centre registers an office", Ask(Persona::kCentreAgent, &SocialAidStub::CreateOffice, ""),
       denied, "ROLE_REQUIRED"},
      {"an office files", Ask(Persona::kOfficeAgent, &SocialAidStub::CreateArticle60Request, ""),
       denied, "ROLE_REQUIRED"},
      {"a centre answers",
       Ask(Persona::kCentreAgent, &SocialAidStub::CalculateArticle60Request, Name(sent_)), denied,
       "ROLE_REQUIRED"},
      {"an agent counts",
       Ask(Persona::kCentreAgent, &SocialAidStub::GetArticle60Statistics, "year: 2024"), denied,
       "ROLE_REQUIRED"},
      {"an agent exports what a manager may count",
       Ask(Persona::kCentreAgent, &SocialAidStub::CreateArticle60Export,
           "article60_export { statistics { year: 2024 } language: 'fr' }"),
       denied, "ROLE_REQUIRED"},
      {"an operator reads",
       Ask(Persona::kOperator, &SocialAidStub::GetArticle60Request, Name(sent_)), denied,
       "ROLE_REQUIRED"},
      {"an officer reads", Ask(Persona::kOfficer, &SocialAidStub::GetArticle60Request, Name(sent_)),
       denied, "ROLE_REQUIRED"},
      {"somebody without a role", WithToken(service_->Token(nobody)), denied, "ROLE_REQUIRED"},
      {"another centre's request",
       Ask(Persona::kCentreAgent, &SocialAidStub::GetArticle60Request, Name(theirs_)),
       StatusCode::kNotFound, "ARTICLE60_REQUEST_NOT_FOUND"},
      {"no request",
       Ask(Persona::kCentreAgent, &SocialAidStub::GetArticle60Request, Name(kMissing)),
       StatusCode::kNotFound, "ARTICLE60_REQUEST_NOT_FOUND"},
      {"another centre's draft", Draft(absl::StrCat("centre: '", kOtherCentre, "'")),
       StatusCode::kNotFound, "CENTRE_NOT_FOUND"},
      {"nobody's draft", Draft("person: 'persons/0190b3f4-0000-7000-8000-000000000000'"),
       StatusCode::kNotFound, "PERSON_NOT_FOUND"},
      {"an unsent draft is not the office's",
       Ask(Persona::kOfficeAgent, &SocialAidStub::CalculateArticle60Request, Name(draft_)),
       StatusCode::kNotFound, "ARTICLE60_REQUEST_NOT_FOUND"},
      {"another unit's request",
       Ask(Persona::kOtherOfficeAgent, &SocialAidStub::CalculateArticle60Request, Name(sent_)),
       StatusCode::kNotFound, "ARTICLE60_REQUEST_NOT_FOUND"},
  });
}

// Two faults at once: the earlier one in the order of errors is told.
TEST_F(BadInput, OfTwoFaultsTheEarlierOneIsTold) {
  const std::string id = "request_id: 'd2719b3e-7a4c-4f6e-8f0b-5a1c9e7d3b20' ";
  const auto agent = Persona::kCentreAgent;
  const auto withdraw = [&](const std::string& text) {
    return Ask(agent, &SocialAidStub::WithdrawArticle60Request, text);
  };
  const std::string mine = Made(agent, kCentre, person_);
  ASSERT_THAT(withdraw(absl::StrCat(Name(mine), id, "reason: 'moved'"))(), IsOk());
  const std::string stale =
      "etag: '" + Revisions(*service_, agent, mine)->revisions(1).article60_request().etag() + "' ";
  const auto missing = StatusCode::kNotFound;
  const std::string override_before_start =
      "override { days: 1 outcome: ARTICLE60_OUTCOME_OPENS_RIGHT reason: 'so' "
      "end_date { year: 2024 month: 2 day: 29 } }";
  Expect({
      {"no token, and nothing asked for",
       [] {
         return service_->CallWithToken("", &SocialAidStub::CreateOffice, v1::CreateOfficeRequest())
             .status();
       },
       StatusCode::kUnauthenticated, "TOKEN_MISSING"},
      {"the wrong role, and a malformed name",
       Ask(Persona::kOperator, &SocialAidStub::GetArticle60Request, "name: 'colour'"),
       StatusCode::kPermissionDenied, "ROLE_REQUIRED"},
      {"a malformed request, and a reused id", withdraw(absl::StrCat(Name(mine), id, "reason: ''")),
       StatusCode::kInvalidArgument, "FIELD_REQUIRED"},
      {"a malformed etag, and a missing request",
       withdraw(absl::StrCat(Name(kMissing), "reason: 'moved' etag: 'colour'")),
       StatusCode::kInvalidArgument, "ETAG_INVALID"},
      {"a reused id, and another centre's request",
       withdraw(absl::StrCat(Name(theirs_), id, "reason: 'moved'")), StatusCode::kInvalidArgument,
       "REQUEST_ID_REUSED"},
      {"another centre's request, and a stale etag",
       withdraw(absl::StrCat(Name(theirs_), "etag: '7' reason: 'moved'")), missing,
       "ARTICLE60_REQUEST_NOT_FOUND"},
      {"a stale etag, and a state that forbids it",
       withdraw(absl::StrCat(Name(mine), stale, "reason: 'moved'")), StatusCode::kAborted,
       "ETAG_MISMATCH"},
      {"a state that forbids it", withdraw(absl::StrCat(Name(mine), "reason: 'moved'")),
       StatusCode::kFailedPrecondition, "ARTICLE60_REQUEST_CLOSED"},
      {"no manager, and an override before the start",
       Ask(Persona::kOfficeAgent, &SocialAidStub::CalculateArticle60Request,
           absl::StrCat(Name(sent_), override_before_start)),
       StatusCode::kFailedPrecondition, "OVERRIDE_NEEDS_MANAGER"},
  });
}

}  // namespace
}  // namespace mandat::socialaid
