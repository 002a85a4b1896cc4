#ifndef SERVICES_LIB_BASE_REQUEST_CHECKS_H_
#define SERVICES_LIB_BASE_REQUEST_CHECKS_H_

// What every service checks alike in a request alone. `field` is the path of what is checked.

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/type/date.pb.h"
#include "mandat/common/v1/types.pb.h"
#include "services/lib/base/field_mask.h"
#include "services/lib/base/status_macros.h"

namespace mandat::base {

// Which fields of a resource are checked.
enum class Fields {
  kAll,  // the whole resource: what is required must be there
  kSet,  // a part of it: what is there must be right
};

// `FIELD_REQUIRED`.
absl::Status Required(absl::string_view field);

// `FIELD_REQUIRED` where it is empty, `NAME_INVALID` where it is not `collection/{id}`.
absl::Status CheckName(absl::string_view name, absl::string_view collection,
                       absl::string_view field);
// The same, but OK where it is empty.
absl::Status CheckNameIfSet(absl::string_view name, absl::string_view collection,
                            absl::string_view field);

// `ID_INVALID`; OK where it is empty, as an id that the service makes or that may be absent.
absl::Status CheckIdIfSet(absl::string_view id, absl::string_view field);

// `FIELD_REQUIRED` where it is empty, else `TEXT_TOO_LONG`, `TEXT_INVALID`.
absl::Status CheckRequiredText(absl::string_view text, size_t max_bytes, absl::string_view field);

// `TEXT_TOO_LONG`, `TEXT_INVALID`; OK where no language has a text.
absl::Status CheckTextIfSet(const common::v1::LocalizedText& text, size_t max_bytes,
                            absl::string_view field);

// `TOO_MANY_ITEMS` (metadata `limit`).
absl::Status CheckCount(int count, int limit, absl::string_view field);

// `DATE_INVALID`; `DATE_OUT_OF_RANGE` before 2000 or after 2099: the days for which services keep
// plans, contracts and decisions.
absl::Status CheckDayOfCentury(const google::type::Date& date, absl::string_view field);

// The path of one of a list: "plan.values[2]".
std::string ElementOf(absl::string_view list, int index);

// What an update would take over of `resource`, to be checked by itself. `MASK_INVALID`.
template <typename T>
absl::StatusOr<T> Masked(const google::protobuf::FieldMask& mask, const T& resource) {
  RETURN_IF_ERROR(CheckMask(mask, *T::descriptor()));
  T wanted = resource;
  KeepMasked(mask, &wanted);
  return wanted;
}

// `before` after an update. `FIELD_IMMUTABLE`. The mask is valid.
template <typename T>
absl::StatusOr<T> Updated(const T& before, const google::protobuf::FieldMask& mask,
                          const T& wanted) {
  T after = before;
  RETURN_IF_ERROR(ApplyMask(mask, wanted, &after));
  return after;
}

}  // namespace mandat::base

#endif  // SERVICES_LIB_BASE_REQUEST_CHECKS_H_
