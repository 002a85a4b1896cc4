#ifndef SERVICES_LIB_XLSX_XLSX_H_
#define SERVICES_LIB_XLSX_XLSX_H_

// Tables as workbooks (Office Open XML), by libxlsxwriter. Texts are written as texts, so that
// nothing that people wrote is ever a formula, a link or a number.

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/lib/csv/table.h"

namespace mandat::xlsx {

struct Properties {
  std::string title;
  // Stands for every time in the file: the same table and properties give the same bytes.
  absl::Time created;
};

// The file. Numbers are the nearest that 64 bits of floating point have, with the format of their
// unit; texts are cut at the 32,767 characters that a cell holds. The library keeps its parts in
// shared memory while it works. INTERNAL where there is no room for them.
absl::StatusOr<std::string> ToXlsx(const csv::Table& table, const Properties& properties);

}  // namespace mandat::xlsx

#endif  // SERVICES_LIB_XLSX_XLSX_H_
