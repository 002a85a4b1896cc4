#ifndef SERVICES_LIB_RUNTIME_TRACE_H_
#define SERVICES_LIB_RUNTIME_TRACE_H_

// W3C trace context (https://www.w3.org/TR/trace-context/): the thread that ties together what one
// request caused.

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace mandat::runtime {

struct TraceContext {
  // Of the whole request; never all zero.
  std::array<uint8_t, 16> trace_id;
  // Of the step that the holder of this context is; never all zero.
  std::array<uint8_t, 8> span_id;
  // Bit 0: sampled.
  uint8_t flags = 0;
};

// A `traceparent` header. Nothing for what the standard calls invalid: capital letters, ids of
// zero, version ff, anything after the flags in version 00. Later versions may have more after a
// hyphen.
std::optional<TraceContext> ParseTraceparent(absl::string_view traceparent);

// In version 00, 55 characters.
std::string FormatTraceparent(const TraceContext& context);

// A request that begins here; not sampled.
TraceContext NewTrace();

// A step of the same request, with the flags of its parent.
TraceContext ChildOf(const TraceContext& parent);

}  // namespace mandat::runtime

#endif  // SERVICES_LIB_RUNTIME_TRACE_H_
