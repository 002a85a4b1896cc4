#include <libpq-fe.h>
#include <nats/nats.h>

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/lib/testing/matchers.h"
#include "services/lib/testing/temporary_nats.h"
#include "services/lib/testing/temporary_postgres.h"

namespace mandat::testing {
namespace {

// The single value that the statement returns, or the error.
std::string Query(const std::string& url, const std::string& sql) {
  PGconn* connection = PQconnectdb(url.c_str());
  PGresult* result = PQexec(connection, sql.c_str());
  std::string answer = PQresultStatus(result) == PGRES_TUPLES_OK ? PQgetvalue(result, 0, 0)
                                                                 : PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  return answer;
}

TEST(TemporaryPostgres, ListensOnLoopbackAloneAndSyncs) {
  auto postgres = TemporaryPostgres::Create({.settings = {{"work_mem", "'5MB'"}}});
  ASSERT_THAT(postgres, IsOk());
  const std::string url = (*postgres)->Url();
  EXPECT_EQ(Query(url, "SHOW listen_addresses"), "127.0.0.1");
  EXPECT_EQ(Query(url, "SHOW unix_socket_directories"), "");
  EXPECT_EQ(Query(url, "SHOW fsync"), "on");
  EXPECT_EQ(Query(url, "SHOW synchronous_commit"), "on");
  EXPECT_EQ(Query(url, "SHOW work_mem"), "5MB");
  EXPECT_NE((*postgres)->port(), 5432);
}

TEST(TemporaryPostgres, KeepsItsDataThroughStopAndCrash) {
  auto postgres = TemporaryPostgres::Create();
  ASSERT_THAT(postgres, IsOk());
  auto one = (*postgres)->NewDatabase();
  auto two = (*postgres)->NewDatabase();
  ASSERT_THAT(one, IsOk());
  ASSERT_THAT(two, IsOk());
  ASSERT_EQ(Query(*one, "CREATE TABLE t (n int); INSERT INTO t VALUES (1); SELECT n FROM t"), "1");
  EXPECT_EQ(Query(*two, "SELECT to_regclass('t') IS NULL"), "t") << "databases are apart";

  (*postgres)->Stop();
  EXPECT_EQ(PQping(one->c_str()), PQPING_NO_RESPONSE);
  ASSERT_THAT((*postgres)->Start(), IsOk());
  EXPECT_EQ(Query(*one, "INSERT INTO t VALUES (2); SELECT count(*) FROM t"), "2");

  (*postgres)->Kill();
  EXPECT_EQ(PQping(one->c_str()), PQPING_NO_RESPONSE);
  ASSERT_THAT((*postgres)->Start(), IsOk());
  EXPECT_EQ(Query(*one, "SELECT count(*) FROM t"), "2");
  EXPECT_THAT((*postgres)->Log(), ::testing::HasSubstr("not properly shut down"));
}

// Messages in the stream S of the server, after adding `more`; -1 if there is no such stream.
int64_t Messages(const std::string& url, int more, bool create) {
  natsConnection* connection = nullptr;
  jsCtx* stream_context = nullptr;
  int64_t count = -1;
  if (natsConnection_ConnectTo(&connection, url.c_str()) == NATS_OK &&
      natsConnection_JetStream(&stream_context, connection, nullptr) == NATS_OK) {
    if (create) {
      const char* subjects[] = {"s"};
      jsStreamConfig config;
      jsStreamConfig_Init(&config);
      config.Name = "S";
      config.Subjects = subjects;
      config.SubjectsLen = 1;
      js_AddStream(nullptr, stream_context, &config, nullptr, nullptr);
    }
    for (int i = 0; i < more; ++i)
      js_Publish(nullptr, stream_context, "s", "x", 1, nullptr, nullptr);
    jsStreamInfo* info = nullptr;
    if (js_GetStreamInfo(&info, stream_context, "S", nullptr, nullptr) == NATS_OK) {
      count = static_cast<int64_t>(info->State.Msgs);
    }
    jsStreamInfo_Destroy(info);
  }
  jsCtx_Destroy(stream_context);
  natsConnection_Destroy(connection);
  return count;
}

TEST(TemporaryNats, KeepsItsStreamsUntilTheyAreWiped) {
  auto nats = TemporaryNats::Create();
  ASSERT_THAT(nats, IsOk());
  const std::string url = (*nats)->Url();
  EXPECT_EQ(Messages(url, 3, true), 3);
  EXPECT_THAT((*nats)->WipeStore(), StatusIs(absl::StatusCode::kFailedPrecondition));

  (*nats)->Stop();
  EXPECT_EQ(Messages(url, 0, false), -1);
  ASSERT_THAT((*nats)->Start(), IsOk());
  EXPECT_EQ(Messages(url, 1, false), 4);

  (*nats)->Kill();
  ASSERT_THAT((*nats)->Start(), IsOk());
  EXPECT_EQ(Messages(url, 0, false), 4);

  (*nats)->Stop();
  ASSERT_THAT((*nats)->WipeStore(), IsOk());
  ASSERT_THAT((*nats)->Start(), IsOk());
  EXPECT_EQ(Messages(url, 0, false), -1);
}

TEST(TemporaryNats, TakesFurtherConfiguration) {
  auto nats = TemporaryNats::Create({.configuration = "max_payload: 1024"});
  ASSERT_THAT(nats, IsOk());
  auto refused = TemporaryNats::Create({.configuration = "no such line {"});
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace mandat::testing
