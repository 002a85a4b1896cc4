#include "services/lib/runtime/log.h"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <atomic>
#include <cassert>
#include <memory>
#include <utility>

#include "services/lib/json/object_writer.h"
#include "services/lib/runtime/clock.h"
#include "services/lib/runtime/mutex.h"

namespace mandat::runtime {
namespace {

constexpr size_t kLinesWaitingMax = 8192;

// spdlog's part: a bounded queue, a thread and the stream. Levels and layout are ours.
struct Background {
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> logger;
};

Mutex mutex;
// Where lines go; none of the two: straight to standard error.
std::shared_ptr<Background> background MANDAT_GUARDED_BY(mutex);
std::unique_ptr<std::vector<std::string>> captured MANDAT_GUARDED_BY(mutex);
std::atomic<Severity> least_severity{Severity::kInfo};
std::atomic<bool> capturing{false};
std::atomic<int64_t> dropped_lines{0};

void WriteNow(std::string line) {
  line.push_back('\n');
  size_t done = 0;
  while (done < line.size()) {
    const ssize_t count = write(STDERR_FILENO, line.data() + done, line.size() - done);
    if (count <= 0) return;  // There is nobody left to tell.
    done += static_cast<size_t>(count);
  }
}

}  // namespace

absl::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return "DEBUG";
    case Severity::kInfo:
      return "INFO";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kError:
      return "ERROR";
  }
  return "";
}

std::string FormatLogLine(absl::Time time, Severity severity, absl::string_view message,
                          std::initializer_list<LogField> fields) {
  std::string line;
  json::ObjectWriter object(&line);
  object.Instant("time", time).Text("severity", SeverityName(severity)).Text("message", message);
  for (const LogField& field : fields) {
    const absl::string_view name = field.name_;
    if (const auto* text = std::get_if<absl::string_view>(&field.value_)) object.Text(name, *text);
    if (const auto* flag = std::get_if<bool>(&field.value_)) object.Bool(name, *flag);
    if (const auto* number = std::get_if<int64_t>(&field.value_)) object.Integer(name, *number);
    if (const auto* number = std::get_if<double>(&field.value_)) object.Double(name, *number);
    if (const auto* instant = std::get_if<absl::Time>(&field.value_))
      object.Instant(name, *instant);
  }
  object.Close();
  return line;
}

bool LogEnabled(Severity severity) {
  return severity >= least_severity.load(std::memory_order_relaxed) ||
         capturing.load(std::memory_order_relaxed);
}

void SetLogSeverity(Severity least) { least_severity.store(least); }

void Log(Severity severity, absl::string_view message, LogFields fields) {
  if (!LogEnabled(severity)) return;
  std::string line = FormatLogLine(SystemClock().Now(), severity, message, fields);
  std::shared_ptr<Background> to;
  {
    MutexLock lock(&mutex);
    if (captured != nullptr) {
      captured->push_back(std::move(line));
      return;
    }
    to = background;
  }
  if (to == nullptr) {
    WriteNow(std::move(line));
  } else {
    to->logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
  }
}

BackgroundLog::BackgroundLog() {
  auto made = std::make_shared<Background>();
  made->pool = std::make_shared<spdlog::details::thread_pool>(kLinesWaitingMax, 1);
  made->logger = std::make_shared<spdlog::async_logger>(
      "", std::make_shared<spdlog::sinks::stderr_sink_mt>(), made->pool,
      spdlog::async_overflow_policy::overrun_oldest);
  made->logger->set_pattern("%v");
  MutexLock lock(&mutex);
  assert(background == nullptr);
  background = std::move(made);
}

BackgroundLog::~BackgroundLog() {
  std::shared_ptr<Background> last;
  {
    MutexLock lock(&mutex);
    last = std::move(background);
    background = nullptr;
  }
  dropped_lines += static_cast<int64_t>(last->pool->overrun_counter());
  last.reset();  // Joins the thread after it has written what waits.
}

int64_t DroppedLogLines() {
  MutexLock lock(&mutex);
  return dropped_lines +
         (background == nullptr ? 0 : static_cast<int64_t>(background->pool->overrun_counter()));
}

CapturedLogForTest::CapturedLogForTest() {
  MutexLock lock(&mutex);
  assert(captured == nullptr);
  captured = std::make_unique<std::vector<std::string>>();
  capturing = true;
}

CapturedLogForTest::~CapturedLogForTest() {
  MutexLock lock(&mutex);
  captured = nullptr;
  capturing = false;
}

std::vector<std::string> CapturedLogForTest::Lines() const {
  MutexLock lock(&mutex);
  return *captured;
}

}  // namespace mandat::runtime
