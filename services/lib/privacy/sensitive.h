#ifndef SERVICES_LIB_PRIVACY_SENSITIVE_H_
#define SERVICES_LIB_PRIVACY_SENSITIVE_H_

// What `(mandat.common.v1.sensitive)` means to programs: which fields are personal, and a message
// without them.

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace mandat::privacy {

// True where the proto marks the field itself. A field inside a message in a marked field is as
// personal as that.
bool IsSensitive(const google::protobuf::FieldDescriptor* field);

// True where the type, or a type that it contains at any depth, has a marked field.
bool HasSensitiveFields(const google::protobuf::Descriptor* type);

// Clears every marked field, at any depth, in lists and maps too. What this build does not know may
// be personal as well: unknown fields of every message that could hold a marked field go too.
// Everything else stays as it is. Where a type holds no marked field this costs one look-up. For
// generated messages; safe for concurrent use on different messages.
void Redact(google::protobuf::Message* message);

}  // namespace mandat::privacy

#endif  // SERVICES_LIB_PRIVACY_SENSITIVE_H_
