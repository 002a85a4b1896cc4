#include "services/lib/ledger/postgres_page.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/lib/ledger/postgres_sql.h"

namespace mandat::ledger::postgres {
namespace {

using Conditions = std::vector<std::pair<const Column*, Value>>;

// Collects conditions and their parameters.
class PageSql {
 public:
  explicit PageSql(Arguments* arguments) : arguments_(*arguments) {}

  std::string Parameter(ColumnType type, const Value& value) {
    arguments_.Scalar(TypeOf(type)).Of(type, value);
    return absl::StrCat("$", arguments_.size());
  }

  // All of them; of those on one column, either.
  std::string All(const Conditions& conditions) {
    std::vector<std::pair<const Column*, std::vector<Value>>> columns;
    for (const auto& [column, value] : conditions) {
      auto known = columns.begin();
      while (known != columns.end() && known->first != column) ++known;
      if (known == columns.end()) known = columns.insert(known, {column, {}});
      known->second.push_back(value);
    }
    std::vector<std::string> terms;
    for (const auto& [column, values] : columns) {
      const ColumnType type = column->type;
      std::string is;
      if (values.size() == 1) {
        is = absl::StrCat(" = ", Parameter(type, values[0]));
      } else {
        arguments_.Array(TypeOf(type), values,
                         [type](Fields& fields, const Value& value) { fields.Of(type, value); });
        is = absl::StrCat(" = ANY ($", arguments_.size(), ")");
      }
      terms.push_back(absl::StrCat("t.", Quoted(column->name), is));
    }
    return absl::StrJoin(terms, " AND ");
  }

 private:
  Arguments& arguments_;
};

// The order column as an expression; texts are ordered by byte whatever the database's locale.
std::string OrderOf(const Column& column) {
  return absl::StrCat("t.", Quoted(column.name),
                      column.type == ColumnType::kText ? " COLLATE \"C\"" : "");
}

}  // namespace

bool HasPart(const PageQuery& query, PagePart part) {
  if (query.order == nullptr) return part == PagePart::kValued;
  if (query.below.has_value()) return part == PagePart::kValued;
  const bool among_valueless = query.after.has_value() && IsNull(query.after->first);
  return part == PagePart::kValueless || !among_valueless;
}

std::string SelectPage(const PageQuery& query, PagePart part, int limit, Arguments* arguments) {
  arguments->Clear();
  PageSql sql(arguments);
  std::vector<std::string> terms;
  if (!query.where.empty()) terms.push_back(sql.All(query.where));
  std::vector<std::string> any;
  for (const Conditions& all : query.any_of) {
    any.push_back(all.empty() ? "TRUE" : absl::StrCat("(", sql.All(all), ")"));
  }
  if (!any.empty()) terms.push_back(absl::StrCat("(", absl::StrJoin(any, " OR "), ")"));

  const char* beyond = query.descending ? " < " : " > ";
  const char* direction = query.descending ? " DESC" : "";
  const bool by_value = query.order != nullptr && part == PagePart::kValued;
  const std::string order = by_value ? OrderOf(*query.order) : "";
  if (query.order != nullptr) {
    terms.push_back(
        absl::StrCat("t.", Quoted(query.order->name), by_value ? " IS NOT NULL" : " IS NULL"));
  }
  if (query.below.has_value()) {
    terms.push_back(absl::StrCat(order, " < ", sql.Parameter(query.order->type, *query.below)));
  }
  if (query.after.has_value()) {
    const auto& [value, id] = *query.after;
    if (by_value) {
      const std::string after_value = sql.Parameter(query.order->type, value);
      terms.push_back(absl::StrCat("(", order, ", t.id)", beyond, "(", after_value, ", ",
                                   sql.Parameter(ColumnType::kText, id), ")"));
    } else if (query.order == nullptr || IsNull(value)) {
      terms.push_back(absl::StrCat("t.id", beyond, sql.Parameter(ColumnType::kText, id)));
    }
  }
  return absl::StrCat(SelectRow(*query.kind), " FROM ", Quoted(query.kind->table), " t",
                      terms.empty() ? "" : " WHERE ", absl::StrJoin(terms, " AND "), " ORDER BY ",
                      by_value ? absl::StrCat(order, direction, ", ") : "", "t.id", direction,
                      " LIMIT ", sql.Parameter(ColumnType::kInt, int64_t{limit}));
}

}  // namespace mandat::ledger::postgres
