#ifndef SERVICES_LIB_BASE_FIELD_MASK_H_
#define SERVICES_LIB_BASE_FIELD_MASK_H_

// Partial updates as AIP-134 and AIP-203 want them, from the field behaviours that the protos
// carry.
//
// An empty mask takes over every field of `wanted` that is set; `*` takes over the whole, so that
// what is not set is cleared; a path goes through messages that are not repeated
// (`contact.telephone`). Fields that are OUTPUT_ONLY, and `etag`, are passed over: callers send
// back what they read.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace mandat::base {

// `MASK_INVALID` (metadata `path`) where a path names no field of the resource, or `*` does not
// stand alone.
absl::Status CheckMask(const google::protobuf::FieldMask& mask,
                       const google::protobuf::Descriptor& resource);

// Clears in `resource` what callers cannot set: OUTPUT_ONLY fields, `etag`, and fields that this
// build does not know. What is left is what a new resource begins with.
void KeepSettable(google::protobuf::Message* resource);

// Clears in `wanted` all but the whole fields that the mask takes over: what is left can be checked
// by itself. A path into a message is left out, since the rest of that message is not known here.
// The mask is valid.
void KeepMasked(const google::protobuf::FieldMask& mask, google::protobuf::Message* wanted);

// Whether the mask takes over the whole of the field of this name, where it is set.
bool TakesOver(const google::protobuf::FieldMask& mask, absl::string_view field);

// Takes over into `resource` what the mask says; the mask is valid and both are of one type.
// `FIELD_IMMUTABLE` (metadata `field`) where an IMMUTABLE field would change; one that is absent
// changes nothing unless a path names it. After an error `resource` is half changed: work on a
// copy.
absl::Status ApplyMask(const google::protobuf::FieldMask& mask,
                       const google::protobuf::Message& wanted,
                       google::protobuf::Message* resource);

// Names of the fields in which two messages of one type differ, in the order of the type. Fields
// within fields are not told apart.
std::vector<std::string> ChangedFields(const google::protobuf::Message& before,
                                       const google::protobuf::Message& after);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_FIELD_MASK_H_
