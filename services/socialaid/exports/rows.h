#ifndef SERVICES_SOCIALAID_EXPORTS_ROWS_H_
#define SERVICES_SOCIALAID_EXPORTS_ROWS_H_

// What stands in the lines of an export, in the language that it wants.

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "mandat/socialaid/v1/article60.pb.h"
#include "mandat/socialaid/v1/article60_export.pb.h"
#include "mandat/socialaid/v1/article60_statistics.pb.h"
#include "services/lib/base/phrase.h"
#include "services/lib/csv/csv.h"

namespace mandat::socialaid::exports {

// Writes the file of one export, from its first byte on.
class RowWriter {
 public:
  // Of an export that was checked. The headings are written already. INTERNAL where its language is
  // none that this program knows.
  static absl::StatusOr<RowWriter> Make(const v1::Article60Export& exported);

  // One line; nothing of the person.
  void Add(const v1::Article60Request& request);
  // A line for each row of each table, and one for the share that was answered on time.
  void Add(const v1::Article60Statistics& statistics);

  // What was written since the last call.
  std::string Take();
  // Lines without the headings.
  int64_t rows() const { return rows_; }

 private:
  RowWriter(const v1::Article60Export& exported, base::Language language);

  void Word(const base::Phrase& phrase) { csv_.Text(base::Say(phrase, {}, language_)); }
  void Time(bool present, const google::protobuf::Timestamp& time);
  void Date(bool present, const google::type::Date& date);
  void Count(const common::v1::StatisticsCell& cell);
  void Row(const base::Phrase& table, const common::v1::StatisticsRow& row);
  void EndLine();

  const base::Language language_;
  csv::Writer csv_;
  bool begun_ = false;
  int64_t rows_ = 0;
};

}  // namespace mandat::socialaid::exports

#endif  // SERVICES_SOCIALAID_EXPORTS_ROWS_H_
