#include "services/lib/testing/store_conformance.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "mandat/socialaid/v1/centre.pb.h"
#include "mandat/socialaid/v1/person.pb.h"
#include "services/lib/testing/matchers.h"

namespace mandat::testing {
namespace {

using ledger::Column;
using ledger::ColumnType;
using ledger::RowWrite;

constexpr char kCreateTables[] = R"(
CREATE TABLE holder (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE TABLE widget (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT widget_version_check CHECK (version > 0),
  owner TEXT COLLATE "C",
  code TEXT COLLATE "C",
  size BIGINT,
  ready BOOLEAN,
  due DATE,
  seen TIMESTAMPTZ,
  digest BYTEA,
  person TEXT COLLATE "C",
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX widget_owner_code_unique ON widget (owner, code);
CREATE INDEX widget_size_id ON widget (size, id);
CREATE INDEX widget_code ON widget (code);
CREATE INDEX widget_person ON widget (person);
)";

Column Named(absl::string_view name, ColumnType type) { return {std::string(name), type, {}}; }

}  // namespace

TestKinds::TestKinds()
    : owner(Named("owner", ColumnType::kText)),
      code(Named("code", ColumnType::kText)),
      size(Named("size", ColumnType::kInt)),
      ready(Named("ready", ColumnType::kBool)),
      due(Named("due", ColumnType::kDate)),
      seen(Named("seen", ColumnType::kTime)),
      digest(Named("digest", ColumnType::kHash)),
      person(Named("person", ColumnType::kText)),
      catalog({&widget, &holder}),
      migrations({{"0001_create_widget.sql", kCreateTables}}) {
  widget.collection = "widgets";
  widget.table = "widget";
  widget.event = "widget";
  widget.prototype = &socialaid::v1::Office::default_instance();
  widget.columns = {&owner, &code, &size, &ready, &due, &seen, &digest, &person};
  widget.owner = &owner;
  widget.person = &person;
  widget.unique.push_back({{&owner, &code}, absl::AlreadyExistsError("taken")});
  holder.collection = "holders";
  holder.table = "holder";
  holder.event = "holder";
  holder.prototype = &socialaid::v1::Person::default_instance();
  holder.is_person = true;
}

const TestKinds& Kinds() {
  static const TestKinds& kinds = *new TestKinds();
  return kinds;
}

RowWrite Widget::As(RowWrite::How how) const {
  return {&Kinds().widget,
          how,
          id,
          version,
          {owner, code, size, ready, due, seen, digest, person},
          body};
}

ledger::Event WidgetEvent(absl::string_view id, int64_t version, absl::Time commit_time) {
  ledger::Event event;
  event.collection = "widgets";
  event.id = std::string(id);
  event.version = version;
  event.verb = version == 1 ? "created" : "changed";
  event.commit_time = commit_time;
  event.owner = "0316380841";
  event.organisation = "0206731645";
  event.role = 7;
  event.subject = "pseudonym";
  event.job = "system:test/job";
  event.reason = "because";
  event.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  event.public_body = absl::StrCat("public ", id, "@", version);
  return event;
}

std::unique_ptr<ledger::Store> OpenTestStore(const std::string& url, int writer) {
  ledger::StoreOptions options;
  options.url = url;
  options.catalog = &Kinds().catalog;
  options.writer = writer;
  auto opened = ledger::OpenStore(options);
  EXPECT_THAT(opened, IsOk());
  return *std::move(opened);
}

ledger::RowRead ReadWidget(ledger::Hold hold, absl::string_view id) {
  return {&Kinds().widget, hold, std::string(id)};
}

ledger::RowRead ReadHolderOf(ledger::Hold hold, absl::string_view widget_id) {
  return {&Kinds().holder, hold,
          ledger::RowSource{&Kinds().widget, std::string(widget_id), &Kinds().person}};
}

std::vector<std::string> IdsOf(const std::vector<ledger::Row>& rows) {
  std::vector<std::string> ids;
  for (const ledger::Row& row : rows) ids.push_back(row.id);
  return ids;
}

void StoreConformance::SetUp() {
  url_ = GetParam().new_database();
  store_ = OpenTestStore(url_);
  ASSERT_THAT(store_->Migrate(Kinds().migrations), IsOk());
  auto writer = store_->OpenWriter();
  ASSERT_THAT(writer, IsOk());
  writer_ = *std::move(writer);
  auto reader = store_->OpenReader();
  ASSERT_THAT(reader, IsOk());
  reader_ = *std::move(reader);
}

std::unique_ptr<ledger::Store> StoreConformance::Reopen(int writer) const {
  return OpenTestStore(url_, writer);
}

absl::StatusOr<int64_t> StoreConformance::Write(const ledger::WriteSet& writes) {
  if (auto begun = writer_->Begin({}, std::nullopt); !begun.ok()) return begun.status();
  return writer_->Commit(writes);
}

absl::StatusOr<int64_t> StoreConformance::Write(std::vector<RowWrite> rows) {
  ledger::WriteSet writes;
  writes.rows = std::move(rows);
  return Write(writes);
}

bool StoreConformance::Exists(const std::string& id) {
  const auto row = reader_->Get(Kinds().widget, id);
  EXPECT_THAT(row, IsOk());
  return row.ok() && row->has_value();
}

}  // namespace mandat::testing
