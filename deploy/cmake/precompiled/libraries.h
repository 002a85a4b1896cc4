#ifndef DEPLOY_CMAKE_PRECOMPILED_LIBRARIES_H_
#define DEPLOY_CMAKE_PRECOMPILED_LIBRARIES_H_

// What is parsed once for all files instead of once for each (MandatPrecompiled.cmake): headers of libraries that many
// files include. A file still includes what it uses: the builds with clang have none of this.

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/map_field.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_field.h"

#endif  // DEPLOY_CMAKE_PRECOMPILED_LIBRARIES_H_
