#include "services/lib/xlsx/xlsx.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <utility>
#include <variant>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/lib/base/status_macros.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::xlsx {
namespace {

using csv::Cell;
using csv::Number;
using csv::NumberFormat;

// The library asks for the parts of a date by gmtime, whose answer all threads share.
runtime::Mutex& WritingMutex() {
  static runtime::Mutex& mutex = *new runtime::Mutex();
  return mutex;
}

absl::Status Failed(lxw_error error) {
  return absl::InternalError(absl::StrCat("libxlsxwriter: ", lxw_strerror(error)));
}

constexpr size_t kCellCharacters = 32'767;

// The part of a UTF-8 text that a cell holds.
std::string Fitting(const std::string& text) {
  size_t characters = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (begins && ++characters > kCellCharacters) return text.substr(0, i);
  }
  return text;
}

// A workbook on its way into a file in memory.
class Book {
 public:
  Book(const std::string& path, const csv::Table& table) : table_(table) {
    static char shared_memory[] = "/dev/shm";
    lxw_workbook_options options = {};
    options.tmpdir = shared_memory;
    book_ = workbook_new_opt(path.c_str(), &options);
    heading_ = MakeFormat("General");
    format_set_bold(heading_);
    format_set_text_wrap(heading_);
    text_ = MakeFormat("General");
    format_set_text_wrap(text_);
    day_ = MakeFormat("yyyy-mm-dd");
    whole_ = MakeFormat("#,##0");
    decimal_ = MakeFormat("#,##0.00");
    percent_ = MakeFormat("0.00%");
    euro_ = MakeFormat("#,##0.00 \"\xE2\x82\xAC\"");
  }
  // Frees what is left where Close was not reached.
  ~Book() {
    if (book_ != nullptr) lxw_workbook_free(book_);
  }
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  absl::Status Fill() {
    RETURN_IF_ERROR(BeginSheet(table_.name));
    for (const std::string& heading : table_.headings) RETURN_IF_ERROR(Heading(heading));
    EndLine();
    worksheet_freeze_panes(sheet_, 1, 0);
    worksheet_repeat_rows(sheet_, 0, 0);
    worksheet_set_landscape(sheet_);
    for (const std::vector<Cell>& line : table_.lines) {
      for (const Cell& cell : line) RETURN_IF_ERROR(Write(cell));
      EndLine();
    }
    if (table_.notes.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(BeginSheet(table_.notes_name));
    for (const auto& [heading, note] : table_.notes) {
      RETURN_IF_ERROR(Heading(heading));
      RETURN_IF_ERROR(Write(note));
      EndLine();
    }
    return absl::OkStatus();
  }

  absl::Status Describe(const Properties& properties) {
    lxw_doc_properties described = {};
    std::string title = properties.title;
    described.title = title.data();
    described.created = absl::ToTimeT(properties.created);
    const lxw_error error = workbook_set_properties(book_, &described);
    return error == LXW_NO_ERROR ? absl::OkStatus() : Failed(error);
  }

  absl::Status Close() {
    const lxw_error error = workbook_close(std::exchange(book_, nullptr));
    return error == LXW_NO_ERROR ? absl::OkStatus() : Failed(error);
  }

 private:
  lxw_format* MakeFormat(const char* number) {
    lxw_format* format = workbook_add_format(book_);
    format_set_num_format(format, number);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
  }

  absl::Status BeginSheet(const std::string& name) {
    sheet_ = workbook_add_worksheet(book_, name.c_str());
    line_ = 0;
    column_ = 0;
    if (sheet_ == nullptr) return absl::InternalError("libxlsxwriter refuses a sheet's name");
    constexpr double kColumnCharacters = 18;
    worksheet_set_column(sheet_, 0, LXW_COL_MAX - 1, kColumnCharacters, nullptr);
    return absl::OkStatus();
  }

  void EndLine() {
    ++line_;
    column_ = 0;
  }

  absl::Status Note(lxw_error error) {
    ++column_;
    return error == LXW_NO_ERROR ? absl::OkStatus() : Failed(error);
  }

  absl::Status Heading(const std::string& text) {
    return Note(worksheet_write_string(sheet_, line_, column_, text.c_str(), heading_));
  }

  absl::Status Write(const Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
      return Note(worksheet_write_string(sheet_, line_, column_, Fitting(*text).c_str(), text_));
    }
    if (const auto* number = std::get_if<Number>(&cell)) return Write(*number);
    if (const auto* day = std::get_if<absl::CivilDay>(&cell)) {
      lxw_datetime date = {};
      date.year = static_cast<int>(day->year());
      date.month = day->month();
      date.day = day->day();
      return Note(worksheet_write_datetime(sheet_, line_, column_, &date, day_));
    }
    ++column_;
    return absl::OkStatus();
  }

  absl::Status Write(const Number& number) {
    const double value = static_cast<double>(number.value.numerator()) /
                         static_cast<double>(number.value.denominator());
    return Note(worksheet_write_number(sheet_, line_, column_, value, FormatOf(number)));
  }

  lxw_format* FormatOf(const Number& number) const {
    switch (number.format) {
      case NumberFormat::kPercent:
        return percent_;
      case NumberFormat::kEuro:
        return euro_;
      case NumberFormat::kPlain:
        break;
    }
    return number.value.denominator() == 1 ? whole_ : decimal_;
  }

  const csv::Table& table_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_row_t line_ = 0;
  lxw_col_t column_ = 0;
  // Owned by the workbook.
  lxw_format* heading_ = nullptr;
  lxw_format* text_ = nullptr;
  lxw_format* day_ = nullptr;
  lxw_format* whole_ = nullptr;
  lxw_format* decimal_ = nullptr;
  lxw_format* percent_ = nullptr;
  lxw_format* euro_ = nullptr;
};

absl::StatusOr<std::string> ReadAll(int file) {
  struct stat size = {};
  if (fstat(file, &size) != 0) return absl::InternalError("no size of a file in memory");
  std::string bytes(static_cast<size_t>(size.st_size), '\0');
  size_t read = 0;
  while (read < bytes.size()) {
    const ssize_t some =
        pread(file, bytes.data() + read, bytes.size() - read, static_cast<off_t>(read));
    if (some <= 0) return absl::InternalError("a file in memory cannot be read");
    read += static_cast<size_t>(some);
  }
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> ToXlsx(const csv::Table& table, const Properties& properties) {
  const int file = memfd_create("xlsx", MFD_CLOEXEC);
  if (file < 0) return absl::InternalError("no file in memory");
  const absl::Cleanup close_file = [file] { close(file); };
  {
    runtime::MutexLock lock(&WritingMutex());
    Book book(absl::StrCat("/proc/self/fd/", file), table);
    RETURN_IF_ERROR(book.Fill());
    RETURN_IF_ERROR(book.Describe(properties));
    RETURN_IF_ERROR(book.Close());
  }
  return ReadAll(file);
}

}  // namespace mandat::xlsx
