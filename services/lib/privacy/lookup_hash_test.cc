#include "services/lib/privacy/lookup_hash.h"

#include <sys/stat.h>

#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "services/lib/testing/temp_dir.h"

namespace mandat::privacy {
namespace {

const std::string kSsin = "90010100110";

// A ring whose keys are known, so that what is stored can be pinned. `first` is the first byte of
// each.
KeyRing Ring(char first, bool rotated = false) {
  const testing::TempDir folder;
  const std::string path = folder.File("keys");
  const auto key = [first](char use) {
    return absl::Base64Escape(std::string({first, use}) + std::string(30, 'x'));
  };
  std::ofstream file(path);
  file << "kek-1 " << key('k') << " 2026-03-01\nlookup-1 " << key('l') << " 2026-03-01\nmac-1 "
       << key('m') << " 2026-03-01\n";
  if (rotated) file << "lookup-2 " << key('n') << " 2026-04-01\n";
  file.close();
  chmod(path.c_str(), 0600);
  KeyRing ring = *KeyRing::Load(path);
  return ring;
}

// What is stored must be found again by every later version of this code. The values were computed
// by another program: BLAKE2b with a key, for the last two one derived with the salt 1 or 2 and the
// personalisation "mandat-1".
TEST(LookupHash, NeverChanges) {
  EXPECT_EQ(absl::BytesToHexString(LookupHash(Ring('a'), kSsin)),
            "012b8467a466932d971ad0073ca3a81f42");
  EXPECT_EQ(Pseudonym(Ring('a'), "0123456749", "user-1"), "9c455f5876d0980f21d1a49dd8bca625");
  EXPECT_EQ(absl::BytesToHexString(Mac(Ring('a'), "request")), "178679edc106f21a8c972dd6184a7863");
}

TEST(LookupHash, DependsOnTheNumberAndTheKey) {
  EXPECT_EQ(LookupHash(Ring('a'), kSsin).size(), 17u);
  EXPECT_EQ(LookupHash(Ring('a'), kSsin), LookupHash(Ring('a'), kSsin));
  EXPECT_NE(LookupHash(Ring('a'), kSsin), LookupHash(Ring('b'), kSsin));
  EXPECT_NE(LookupHash(Ring('a'), kSsin), LookupHash(Ring('a'), "90010100111"));
}

TEST(LookupHash, CarriesTheVersionOfTheNewestKey) {
  const KeyRing before = Ring('a');
  const KeyRing after = Ring('a', /*rotated=*/true);
  EXPECT_EQ(LookupHash(before, kSsin)[0], 1);
  EXPECT_EQ(LookupHash(after, kSsin)[0], 2);
  EXPECT_NE(LookupHash(after, kSsin).substr(1), LookupHash(before, kSsin).substr(1));
}

TEST(LookupHashes, FindWhatWasHashedBeforeTheRotation) {
  const auto hashes = LookupHashes(Ring('a', /*rotated=*/true), kSsin);
  ASSERT_EQ(hashes.size(), 2u);
  EXPECT_EQ(hashes[0], LookupHash(Ring('a', /*rotated=*/true), kSsin));
  EXPECT_EQ(hashes[1], LookupHash(Ring('a'), kSsin));
}

TEST(Pseudonym, IsStableAndOfOneOrganisation) {
  const KeyRing ring = Ring('a');
  const std::string pseudonym = Pseudonym(ring, "0123456749", "user-1");
  EXPECT_EQ(pseudonym.size(), 32u);
  EXPECT_EQ(pseudonym.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(pseudonym, Pseudonym(ring, "0123456749", "user-1"));
  EXPECT_EQ(pseudonym, Pseudonym(Ring('a', /*rotated=*/true), "0123456749", "user-1"));
  EXPECT_NE(pseudonym, Pseudonym(ring, "0206737484", "user-1"));
  EXPECT_NE(pseudonym, Pseudonym(ring, "0123456749", "user-2"));
  EXPECT_NE(pseudonym, Pseudonym(Ring('b'), "0123456749", "user-1"));
  EXPECT_NE(Pseudonym(ring, "ab", "c"), Pseudonym(ring, "a", "bc"));
}

TEST(Mac, DependsOnTheBytesAndTheKeyAndIsNoPseudonym) {
  const KeyRing ring = Ring('a');
  EXPECT_EQ(Mac(ring, "request").size(), 16u);
  EXPECT_EQ(Mac(ring, "request"), Mac(ring, "request"));
  EXPECT_NE(Mac(ring, "request"), Mac(ring, "requesu"));
  EXPECT_NE(Mac(ring, "request"), Mac(Ring('b'), "request"));
  EXPECT_NE(absl::BytesToHexString(Mac(ring, "0:subject")), Pseudonym(ring, "", "subject"));
}

}  // namespace
}  // namespace mandat::privacy
