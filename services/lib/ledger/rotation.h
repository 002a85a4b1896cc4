#ifndef SERVICES_LIB_LEDGER_ROTATION_H_
#define SERVICES_LIB_LEDGER_ROTATION_H_

// What a rotation of keys asks of a database: every data key wrapped by the newest key-encryption
// key, every look-up hash made by the newest look-up key. Afterwards the older keys can leave the
// key ring, and whoever was erased is unreadable in the backups made before, too.

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/lib/ledger/kind.h"
#include "services/lib/ledger/store.h"
#include "services/lib/privacy/keys.h"

namespace mandat::ledger {

// How many were under an older key.
struct Rotation {
  int64_t data_keys = 0;
  int64_t hashes = 0;
};

// `looked_at` data keys or rows, after every portion.
using RotationProgress = std::function<void(absl::string_view stage, int64_t looked_at)>;

// Works in portions, each a transaction, while others read and write; those must have loaded this
// ring, or they cannot read what was rotated. May be interrupted and repeated: what is under the
// newest keys stays as it is. The log is not touched, no version changes.
//
// ABORTED `ROTATION_INCOMPLETE` where older keys remain in use pass after pass: a program still
// works with the ring of before, or the key of a hash is missing. DATA_LOSS
// `KEY_ENCRYPTION_KEY_MISSING`, `SEALED_DATA_BROKEN`, `STORE_BROKEN` where something cannot be
// read.
absl::StatusOr<Rotation> RotateKeys(const Catalog& catalog, const privacy::KeyRing& keys,
                                    Store& store, const RotationProgress& progress);

}  // namespace mandat::ledger

#endif  // SERVICES_LIB_LEDGER_ROTATION_H_
