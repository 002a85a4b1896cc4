#ifndef SERVICES_LIB_RUNTIME_LOG_H_
#define SERVICES_LIB_RUNTIME_LOG_H_

// Events as JSON lines on standard error: time, severity, a message that never changes, and fields.
//
//   LogInfo("listening", {{"address", address}, {"port", port}});
//
// Never a sensitive field, never a request.

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace mandat::runtime {

enum class Severity {
  kDebug,    // per request
  kInfo,     // start, stop, connections
  kWarning,  // degraded and recovering
  kError,    // somebody must act
};

// "DEBUG", "INFO", "WARNING", "ERROR".
absl::string_view SeverityName(Severity severity);

// One field of a line. Holds no copy: make it in the call that logs it. Durations come out in
// microseconds: name them so (`took_us`).
class LogField {
 public:
  LogField(absl::string_view name, absl::string_view value) : name_(name), value_(value) {}
  LogField(absl::string_view name, const std::string& value)
      : name_(name), value_(absl::string_view(value)) {}
  LogField(absl::string_view name, const char* value)
      : name_(name), value_(absl::string_view(value)) {}
  LogField(absl::string_view name, bool value) : name_(name), value_(value) {}
  template <std::integral Number>
  LogField(absl::string_view name, Number value)
      : name_(name), value_(static_cast<int64_t>(value)) {}
  LogField(absl::string_view name, double value) : name_(name), value_(value) {}
  LogField(absl::string_view name, absl::Duration value)
      : name_(name), value_(absl::ToInt64Microseconds(value)) {}
  LogField(absl::string_view name, absl::Time value) : name_(name), value_(value) {}

 private:
  friend std::string FormatLogLine(absl::Time, Severity, absl::string_view,
                                   std::initializer_list<LogField>);

  absl::string_view name_;
  std::variant<absl::string_view, bool, int64_t, double, absl::Time> value_;
};

using LogFields = std::initializer_list<LogField>;

void Log(Severity severity, absl::string_view message, LogFields fields = {});
inline void LogDebug(absl::string_view message, LogFields fields = {}) {
  Log(Severity::kDebug, message, fields);
}
inline void LogInfo(absl::string_view message, LogFields fields = {}) {
  Log(Severity::kInfo, message, fields);
}
inline void LogWarning(absl::string_view message, LogFields fields = {}) {
  Log(Severity::kWarning, message, fields);
}
inline void LogError(absl::string_view message, LogFields fields = {}) {
  Log(Severity::kError, message, fields);
}

// Lines below this severity are dropped; INFO at the start of the program.
void SetLogSeverity(Severity least);
// Whether such a line would be written; for callers that would have to compute their fields.
bool LogEnabled(Severity severity);

// The line without its end, for tests and for whoever writes it elsewhere.
std::string FormatLogLine(absl::Time time, Severity severity, absl::string_view message,
                          std::initializer_list<LogField> fields);

// While one exists, lines are written by a thread of its own, so that no request waits for a slow
// reader of standard error; without one, the caller writes. When 8192 lines wait, the oldest are
// dropped and counted. The destructor writes what waits. At most one at a time.
class BackgroundLog {
 public:
  BackgroundLog();
  ~BackgroundLog();
  BackgroundLog(const BackgroundLog&) = delete;
  BackgroundLog& operator=(const BackgroundLog&) = delete;
};

// Lines that no BackgroundLog could write in time, since the start of the program.
int64_t DroppedLogLines();

// While one exists, lines of any severity are kept here instead of being written. At most one at a
// time, not together with a BackgroundLog.
class CapturedLogForTest {
 public:
  CapturedLogForTest();
  ~CapturedLogForTest();
  CapturedLogForTest(const CapturedLogForTest&) = delete;
  CapturedLogForTest& operator=(const CapturedLogForTest&) = delete;

  std::vector<std::string> Lines() const;
};

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_LOG_H_
