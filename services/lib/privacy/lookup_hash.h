#ifndef SERVICES_LIB_PRIVACY_LOOKUP_HASH_H_
#define SERVICES_LIB_PRIVACY_LOOKUP_HASH_H_

// Keyed hashes (BLAKE2b, 128 bits): to find a person by number, to tell readers apart and to
// recognise a repeated request, without keeping the number, the reader or the request.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/lib/privacy/keys.h"

namespace mandat::privacy {

// Under the current look-up key: 17 bytes, the first is the version of the key. `ssin` in its
// canonical form, 11 digits.
std::string LookupHash(const KeyRing& ring, absl::string_view ssin);

// Under every look-up key, the current one first: what to search for while numbers are being hashed
// anew.
std::vector<std::string> LookupHashes(const KeyRing& ring, absl::string_view ssin);

// True where another than the current look-up key made it.
bool NeedsRehash(const KeyRing& ring, absl::string_view hash);

// The same person of the same organisation has the same pseudonym for ever; of another
// organisation, another: 32 hex digits. `organisation` is an enterprise number or empty, `subject`
// the `sub` of a token.
std::string Pseudonym(const KeyRing& ring, absl::string_view organisation,
                      absl::string_view subject);

// 16 bytes: the digest of a request in its record.
std::string Mac(const KeyRing& ring, absl::string_view bytes);

}  // namespace mandat::privacy

#endif  // SERVICES_LIB_PRIVACY_LOOKUP_HASH_H_
