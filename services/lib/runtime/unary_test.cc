#include "services/lib/runtime/unary.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "services/lib/base/error.h"
#include "services/lib/runtime/grpc_status.h"
#include "services/lib/runtime/log.h"
#include "services/lib/runtime/test_service.h"
#include "services/lib/runtime/trace.h"

namespace mandat::runtime {
namespace {

using ::mandat::common::v1::ListEventsRequest;
using ::mandat::common::v1::ListEventsResponse;
using ::mandat::testing::HasReason;
using ::mandat::testing::IsOk;
using ::mandat::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

constexpr char kMethod[] = "mandat.common.v1.LogService/ListEvents";

using Respond = Responder<ListEventsResponse>;

// The captured lines with this message: the server logs on a thread of its own too.
std::vector<std::string> LinesOf(const CapturedLogForTest& log, const std::string& message) {
  std::vector<std::string> lines;
  for (const std::string& line : log.Lines()) {
    if (absl::StrContains(line, "\"message\":\"" + message + "\"")) lines.push_back(line);
  }
  return lines;
}

class UnaryTest : public ServerTest {
 protected:
  // Starts a server that answers every ListEvents so.
  void StartAnswering(absl::StatusOr<ListEventsResponse> answer) {
    service_.list_events = [answer](const access::Call&, const ListEventsRequest&,
                                    Respond respond) { respond(answer); };
    Start();
  }

  // What a client sees of an operator's call.
  absl::Status Call() { return FromGrpc(ListEvents(As(common::v1::ROLE_OPERATOR).get())); }
};

TEST_F(UnaryTest, HandsTheHandlerWhoAsksWhatWhenAndUntilWhen) {
  std::optional<access::Call> seen;
  service_.list_events = [&](const access::Call& call, const ListEventsRequest& request,
                             Respond respond) {
    seen = call;
    ListEventsResponse response;
    response.set_next_position(request.after_position() + 1);
    respond(std::move(response));
  };
  Start();
  auto context = As(common::v1::ROLE_OPERATOR);
  const absl::Time deadline = absl::Now() + absl::Seconds(100);
  context->set_deadline(absl::ToChronoTime(deadline));
  const std::string sent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  context->AddMetadata("traceparent", sent);
  ListEventsRequest request;
  request.set_after_position(41);
  ASSERT_TRUE(ListEvents(context.get(), request).ok());
  EXPECT_EQ(events_.next_position(), 42);
  ASSERT_TRUE(seen.has_value());
  EXPECT_EQ(seen->actor->organisation, "0207151145");
  EXPECT_EQ(seen->role, common::v1::ROLE_OPERATOR);
  EXPECT_TRUE(seen->parties.Has(common::v1::PARTY_ANY));
  EXPECT_EQ(seen->method, kMethod);
  EXPECT_EQ(seen->now, clock_.Now());
  EXPECT_LT(absl::AbsDuration(seen->deadline - deadline), absl::Seconds(5));
  const auto trace = ParseTraceparent(seen->traceparent);
  ASSERT_TRUE(trace.has_value());
  EXPECT_EQ(trace->trace_id, ParseTraceparent(sent)->trace_id);
  EXPECT_NE(trace->span_id, ParseTraceparent(sent)->span_id);
  EXPECT_EQ(trace->flags, 1);
}

TEST_F(UnaryTest, WithoutDeadlineAndTraceItWaitsForEverAndBeginsATrace) {
  std::optional<access::Call> seen;
  service_.list_events = [&](const access::Call& call, const ListEventsRequest&, Respond respond) {
    seen = call;
    respond(ListEventsResponse());
  };
  Start();
  ASSERT_THAT(Call(), IsOk());
  EXPECT_EQ(seen->deadline, absl::InfiniteFuture());
  EXPECT_TRUE(ParseTraceparent(seen->traceparent).has_value());
  auto context = As(common::v1::ROLE_OPERATOR);
  context->AddMetadata("traceparent", "00-00000000000000000000000000000000-b7ad6b7169203331-01");
  ASSERT_TRUE(ListEvents(context.get()).ok());
  EXPECT_TRUE(ParseTraceparent(seen->traceparent).has_value())
      << "an invalid one is not taken over";
}

// Each row lacks one thing more than the row below it: the first error in the order of the
// architecture decides.
TEST_F(UnaryTest, ErrorsComeInOrder) {
  StartAnswering(base::Error(absl::StatusCode::kNotFound, "NO_SUCH_THING", "No such thing."));
  struct Row {
    const char* name;
    std::optional<common::v1::Role> role;
    bool too_late;
    absl::StatusCode code;
    const char* reason;
  };
  const Row rows[] = {
      {"no token", std::nullopt, true, absl::StatusCode::kUnauthenticated, "TOKEN_MISSING"},
      {"wrong role", common::v1::ROLE_PARTNER, true, absl::StatusCode::kPermissionDenied,
       "ROLE_REQUIRED"},
      {"too late", common::v1::ROLE_SERVICE, true, absl::StatusCode::kDeadlineExceeded,
       "DEADLINE_EXCEEDED"},
      {"handler", common::v1::ROLE_SERVICE, false, absl::StatusCode::kNotFound, "NO_SUCH_THING"},
  };
  const absl::Time start = clock_.Now();
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    // The server's clock is past the deadline while the client's is not.
    clock_.SetTime(row.too_late ? start + absl::Minutes(10) : start);
    auto context = row.role.has_value() ? As(*row.role) : std::make_unique<grpc::ClientContext>();
    context->set_deadline(absl::ToChronoTime(start + absl::Minutes(5)));
    const absl::Status status = FromGrpc(ListEvents(context.get()));
    EXPECT_THAT(status, AllOf(StatusIs(row.code), HasReason(row.reason)));
  }
}

TEST_F(UnaryTest, ATokenThatIsWorthNothingIsRefused) {
  StartAnswering(ListEventsResponse());
  for (const char* header : {"Bearer x.y.z", "Bearer", "Basic dXNlcjpwYXNz", ""}) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", header);
    EXPECT_THAT(FromGrpc(ListEvents(&context)), StatusIs(absl::StatusCode::kUnauthenticated))
        << header;
  }
  auto context = As(common::v1::ROLE_OPERATOR);
  clock_.Advance(absl::Hours(1));
  EXPECT_THAT(FromGrpc(ListEvents(context.get())), HasReason("TOKEN_EXPIRED"));
}

TEST_F(UnaryTest, ReasonsTravelWithTheirMetadataInOneErrorInfo) {
  StartAnswering(base::Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "Read it again.",
                             {{"etag", "\"8\""}, {"name", "conventions/é"}}));
  const grpc::Status raw = ListEvents(As(common::v1::ROLE_OPERATOR).get());
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(raw.error_details()));
  EXPECT_EQ(details.code(), raw.error_code());
  EXPECT_EQ(details.message(), raw.error_message());
  ASSERT_EQ(details.details_size(), 1);
  EXPECT_EQ(details.details(0).type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_THAT(raw.error_details(), HasSubstr("test.mandat.be"));
  const absl::Status status = FromGrpc(raw);
  EXPECT_THAT(status, AllOf(StatusIs(absl::StatusCode::kAborted), HasReason("ETAG_MISMATCH")));
  EXPECT_EQ(status.message(), "Read it again.");
  EXPECT_THAT(base::MetadataOf(status),
              ElementsAre(Pair("etag", "\"8\""), Pair("name", "conventions/é")));
}

TEST_F(UnaryTest, ADroppedCallIsAnsweredAsOurFault) {
  service_.list_events = [](const access::Call&, const ListEventsRequest&, Respond respond) {
    Respond dropped = std::move(respond);
  };
  Start();
  CapturedLogForTest log;
  EXPECT_THAT(Call(), AllOf(StatusIs(absl::StatusCode::kInternal), HasReason("INTERNAL")));
  EXPECT_THAT(LinesOf(log, "own fault"), ElementsAre(HasSubstr("a handler dropped its call")));
}

TEST_F(UnaryTest, AnswersLaterAndFromAnotherThread) {
  std::vector<Thread> threads;
  service_.list_events = [&](const access::Call& call, const ListEventsRequest& request,
                             Respond respond) {
    auto kept = std::make_shared<Respond>(std::move(respond));
    threads.emplace_back("later", [&call, &request, kept] {
      absl::SleepFor(absl::Milliseconds(20));
      ListEventsResponse response;
      response.set_head_position(request.after_position());
      response.add_events()->set_cloud_event(call.actor->subject);
      (*kept)(std::move(response));
    });
  };
  Start();
  ListEventsRequest request;
  request.set_after_position(5);
  ASSERT_TRUE(ListEvents(As(common::v1::ROLE_OPERATOR).get(), request).ok());
  EXPECT_EQ(events_.head_position(), 5);
  EXPECT_EQ(events_.events(0).cloud_event(), "operator-7");
}

TEST_F(UnaryTest, TooLargeAReplyIsRefusedWithAReason) {
  ListEventsResponse large;
  large.add_events()->set_cloud_event(std::string(2000, 'x'));
  options_.gate.reply_bytes_max = 1000;
  StartAnswering(large);
  EXPECT_THAT(Call(),
              AllOf(StatusIs(absl::StatusCode::kResourceExhausted), HasReason("REPLY_TOO_LARGE")));
}

TEST_F(UnaryTest, TooLargeARequestIsRefusedWithAReasonAndOnlyToWhoMayCall) {
  options_.gate.request_bytes_max = 1000;
  StartAnswering(ListEventsResponse());
  ListEventsRequest request;
  // Fields that this version does not know have their size too.
  auto* fields = request.GetReflection()->MutableUnknownFields(&request);
  fields->AddLengthDelimited(100, std::string(990, 'x'));
  const auto ask = [&](common::v1::Role role) {
    return FromGrpc(ListEvents(As(role).get(), request));
  };
  EXPECT_TRUE(ask(common::v1::ROLE_OPERATOR).ok());
  fields->AddLengthDelimited(100, std::string(10, 'x'));
  EXPECT_THAT(ask(common::v1::ROLE_OPERATOR), AllOf(StatusIs(absl::StatusCode::kResourceExhausted),
                                                    HasReason("REQUEST_TOO_LARGE")));
  EXPECT_THAT(ask(common::v1::ROLE_PARTNER), HasReason("ROLE_REQUIRED"));
}

TEST_F(UnaryTest, OneLineAndOneFigureForEveryCall) {
  service_.list_events = [](const access::Call&, const ListEventsRequest& request,
                            Respond respond) {
    if (request.after_position() == 0) return respond(ListEventsResponse());
    respond(base::Error(absl::StatusCode::kNotFound, "NO_SUCH_THING", "No such thing."));
  };
  Start();
  std::vector<std::string> lines;
  {
    CapturedLogForTest log;
    ListEventsRequest request;
    request.set_after_position(987654321);
    EXPECT_THAT(Call(), IsOk());
    EXPECT_FALSE(ListEvents(As(common::v1::ROLE_OPERATOR).get(), request).ok());
    lines = LinesOf(log, "call");
  }
  // The server's own line, that it is ready, may come in between.
  std::erase_if(
      lines, [](const std::string& line) { return line.find("\"ready\"") != std::string::npos; });
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_THAT(lines[0], AllOf(HasSubstr("\"severity\":\"DEBUG\""), HasSubstr(kMethod),
                              HasSubstr("\"code\":\"OK\""), HasSubstr("\"took_us\":"),
                              HasSubstr("\"organisation\":\"0207151145\""),
                              HasSubstr("\"role\":\"operator\"")));
  EXPECT_THAT(lines[1], AllOf(HasSubstr("\"code\":\"NOT_FOUND\""),
                              HasSubstr("\"reason\":\"NO_SUCH_THING\"")));
  for (const std::string& line : lines) {
    EXPECT_THAT(line, Not(HasSubstr("987654321"))) << "never a field of the request";
    EXPECT_THAT(line, Not(HasSubstr("operator-7"))) << "never who it is";
  }
  const std::string text = metrics_.Text();
  const std::string labels = std::string("{method=\"") + kMethod + "\",code=\"";
  for (const char* code : {"OK", "NOT_FOUND"}) {
    EXPECT_THAT(
        text, ::testing::AnyOf(HasSubstr("rpc_duration_seconds_count" + labels + code + "\"} 1"),
                               HasSubstr(std::string("rpc_duration_seconds_count{code=\"") + code +
                                         "\",method=\"" + kMethod + "\"} 1")));
  }
}

}  // namespace
}  // namespace mandat::runtime
