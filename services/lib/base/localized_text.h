#ifndef SERVICES_LIB_BASE_LOCALIZED_TEXT_H_
#define SERVICES_LIB_BASE_LOCALIZED_TEXT_H_

// Texts for people, in up to four languages.

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "mandat/common/v1/types.pb.h"

namespace mandat::base {

// Whether `text` may be stored: at least one language, else `FIELD_REQUIRED` (about `field`); each
// language passes ValidateText with `max_bytes`, else `TEXT_TOO_LONG` or `TEXT_INVALID` (about
// `field`.fr and so on).
absl::Status ValidateLocalizedText(const common::v1::LocalizedText& text, size_t max_bytes,
                                   absl::string_view field);

// The text in `language` ("fr", "nl", "de", "en"); where it is not there, or the language is
// another one, the first present of fr, nl, de, en; empty where there is none. Points into `text`.
absl::string_view Pick(const common::v1::LocalizedText& text, absl::string_view language);

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_LOCALIZED_TEXT_H_
