#include "services/objectives/formulas/excerpt.h"

#include <algorithm>
#include <cstdint>

#include "google/protobuf/io/coded_stream.h"

namespace mandat::objectives::formulas {
namespace {

using google::protobuf::io::CodedInputStream;

// The wire types of protobuf's encoding, in the last bits of a tag. Groups are not written in
// proto3.
constexpr int kTagTypeBits = 3;
enum WireType : uint32_t { kVarint = 0, kFixed64 = 1, kLengthDelimited = 2, kFixed32 = 5 };

bool SkipValue(uint32_t tag, CodedInputStream* input) {
  switch (tag & ((1u << kTagTypeBits) - 1)) {
    case kVarint: {
      uint64_t unused = 0;
      return input->ReadVarint64(&unused);
    }
    case kFixed64:
      return input->Skip(sizeof(uint64_t));
    case kFixed32:
      return input->Skip(sizeof(uint32_t));
    case kLengthDelimited: {
      uint32_t length = 0;
      return input->ReadVarint32(&length) && input->Skip(static_cast<int>(length));
    }
    default:
      return false;
  }
}

}  // namespace

bool Excerpt(absl::string_view message, const std::vector<int>& fields, std::string* excerpt) {
  excerpt->clear();
  const auto size = static_cast<int>(message.size());
  CodedInputStream input(reinterpret_cast<const uint8_t*>(message.data()), size);
  while (true) {
    const int begin = input.CurrentPosition();
    const uint32_t tag = input.ReadTag();
    if (tag == 0) return begin == size;
    if (!SkipValue(tag, &input)) return false;
    const int number = static_cast<int>(tag >> kTagTypeBits);
    if (std::find(fields.begin(), fields.end(), number) == fields.end()) continue;
    excerpt->append(message.data() + begin, static_cast<size_t>(input.CurrentPosition() - begin));
  }
}

}  // namespace mandat::objectives::formulas
