#include "services/lib/testing/kind_checks.h"

#include <map>
#include <regex>
#include <set>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"

namespace mandat::testing {
namespace {

using ledger::Column;
using ledger::ColumnType;
using ledger::Kind;
using ledger::Value;

std::string AllSql(const std::vector<ledger::Migration>& migrations) {
  std::string all;
  for (const ledger::Migration& migration : migrations) all += migration.sql;
  return all;
}

// `name TYPE` of every column of a table, in order.
std::vector<std::string> TableColumns(const std::string& sql, const std::string& table) {
  const size_t begin = sql.find("CREATE TABLE " + table + " (");
  EXPECT_NE(begin, std::string::npos) << table;
  if (begin == std::string::npos) return {};
  std::vector<std::string> columns;
  const std::string body = sql.substr(begin, sql.find(");", begin) - begin);
  const std::regex column(R"(\n  ([a-z0-9_]+) ([A-Z]+))");
  for (std::sregex_iterator it(body.begin(), body.end(), column), end; it != end; ++it) {
    columns.push_back((*it)[1].str() + " " + (*it)[2].str());
  }
  return columns;
}

std::string SqlType(ColumnType type) {
  switch (type) {
    case ColumnType::kText:
      return "TEXT";
    case ColumnType::kInt:
      return "BIGINT";
    case ColumnType::kBool:
      return "BOOLEAN";
    case ColumnType::kDate:
      return "DATE";
    case ColumnType::kTime:
      return "TIMESTAMPTZ";
    case ColumnType::kHash:
      return "BYTEA";
  }
  return "";
}

}  // namespace

void ExpectTablesOfKinds(const ledger::Catalog& catalog,
                         const std::vector<ledger::Migration>& migrations) {
  for (const Kind* kind : catalog.kinds()) {
    std::vector<std::string> expected = {"id TEXT", "version BIGINT"};
    for (const Column* column : kind->columns) {
      expected.push_back(column->name + " " + SqlType(column->type));
    }
    expected.push_back("body BYTEA");
    EXPECT_THAT(TableColumns(AllSql(migrations), kind->table),
                ::testing::ElementsAreArray(expected))
        << kind->table;
  }
}

void ExpectIndexesOfKinds(const ledger::Catalog& catalog,
                          const std::vector<ledger::Migration>& migrations) {
  std::set<std::string> declared;
  for (const Kind* kind : catalog.kinds()) {
    for (const ledger::UniqueIndex& index : kind->unique) {
      std::string name = kind->table;
      for (const Column* column : index.columns) name += "_" + column->name;
      declared.insert(name + "_unique");
      EXPECT_FALSE(index.taken.ok());
    }
  }
  std::set<std::string> existing;
  const std::string sql = AllSql(migrations);
  const std::regex index(R"(CREATE UNIQUE INDEX ([a-z0-9_]+))");
  for (std::sregex_iterator it(sql.begin(), sql.end(), index), end; it != end; ++it) {
    existing.insert((*it)[1].str());
  }
  EXPECT_EQ(declared, existing);
}

void ExpectColumnsOfKinds(const ledger::Catalog& catalog) {
  for (const Kind* kind : catalog.kinds()) {
    const std::set<const Column*> columns(kind->columns.begin(), kind->columns.end());
    std::vector<const Column*> used = {kind->owner, kind->unit, kind->agency, kind->supervisor,
                                       kind->person};
    for (const ledger::Counter& counter : kind->counters) {
      used.push_back(counter.only);
      used.insert(used.end(), counter.by.begin(), counter.by.end());
    }
    for (const Column* column : used) {
      EXPECT_TRUE(column == nullptr || columns.count(column) == 1) << kind->table;
    }
  }
}

std::string ColumnsOf(const Kind& kind, const google::protobuf::Message& resource) {
  std::vector<std::string> parts;
  for (const Column* column : kind.columns) {
    const Value value = column->read(resource);
    if (ledger::IsNull(value)) continue;
    const auto* number = std::get_if<int64_t>(&value);
    parts.push_back(column->name + "=" +
                    (number != nullptr ? std::to_string(*number) : ledger::TextOf(value)));
  }
  return absl::StrJoin(parts, " ");
}

}  // namespace mandat::testing
