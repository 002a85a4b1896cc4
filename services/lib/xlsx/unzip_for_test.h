#ifndef SERVICES_LIB_XLSX_UNZIP_FOR_TEST_H_
#define SERVICES_LIB_XLSX_UNZIP_FOR_TEST_H_

// For tests: opens a workbook again, by its central directory, without the library that wrote it.

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mandat::xlsx {

// The files in a zip, by name, each as long as the directory says and with its check sum.
// INVALID_ARGUMENT where it is none.
absl::StatusOr<std::map<std::string, std::string>> UnzipForTest(absl::string_view zip);

}  // namespace mandat::xlsx

#endif  // SERVICES_LIB_XLSX_UNZIP_FOR_TEST_H_
