#include "services/lib/base/uuid.h"

#include "gtest/gtest.h"

namespace mandat::base {
namespace {

constexpr UuidBytes kZeros = {};
constexpr UuidBytes kOnes = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                             0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

TEST(MakeUuidV4, VectorOfTheRfc) {
  // RFC 9562, appendix A.3.
  const UuidBytes random = {0x91, 0x91, 0x08, 0xf7, 0x52, 0xd1, 0x33, 0x20,
                            0x5b, 0xac, 0xf8, 0x47, 0xdb, 0x41, 0x48, 0xa8};
  EXPECT_EQ(MakeUuidV4(random), "919108f7-52d1-4320-9bac-f847db4148a8");
}

TEST(MakeUuidV4, OnlyVersionAndVariantAreFixed) {
  EXPECT_EQ(MakeUuidV4(kZeros), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(MakeUuidV4(kOnes), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(MakeUuidV7, VectorOfTheRfc) {
  // RFC 9562, appendix A.6: 2022-02-22 14:22:22 -05:00.
  const UuidBytes random = {0,    0,    0,    0,    0,    0,    0x0c, 0xc3,
                            0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f};
  EXPECT_EQ(MakeUuidV7(absl::FromUnixSeconds(1645557742), random),
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(MakeUuidV7, SortsByTime) {
  const absl::Time t = absl::FromUnixMillis(0xFFFF);
  EXPECT_LT(MakeUuidV7(t, kOnes), MakeUuidV7(t + absl::Milliseconds(1), kZeros));
}

TEST(MakeUuidV7, TimesBefore1970CountAs1970) {
  EXPECT_EQ(MakeUuidV7(absl::FromUnixMillis(-1), kOnes), "00000000-0000-7fff-bfff-ffffffffffff");
}

TEST(MakeUuidV5, VectorsOfTheRfc) {
  // RFC 9562, appendix A.4.
  EXPECT_EQ(MakeUuidV5(kUuidNamespaceDns, "www.example.com"),
            "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  // Computed with another implementation.
  EXPECT_EQ(MakeUuidV5(kUuidNamespaceUrl, "http://example.com/"),
            "0a300ee9-f9e4-5697-a51a-efc7fafaba67");
}

TEST(MakeUuidV5, EveryByteOfTheNameCounts) {
  EXPECT_NE(MakeUuidV5(kUuidNamespaceUrl, absl::string_view("a\0b", 3)),
            MakeUuidV5(kUuidNamespaceUrl, absl::string_view("a\0c", 3)));
  EXPECT_NE(MakeUuidV5(kUuidNamespaceUrl, "a"), MakeUuidV5(kUuidNamespaceDns, "a"));
}

TEST(ParseUuid, UndoesFormatUuid) {
  for (int shift = 0; shift < 16; ++shift) {
    UuidBytes bytes;
    for (int i = 0; i < 16; ++i) bytes[i] = static_cast<uint8_t>(i * 17 + shift);
    EXPECT_EQ(ParseUuid(FormatUuid(bytes)), bytes);
  }
  EXPECT_EQ(FormatUuid(kUuidNamespaceDns), "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
}

TEST(IsUuid, OnlyTheCanonicalForm) {
  EXPECT_TRUE(IsUuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
  EXPECT_FALSE(IsUuid(""));
  EXPECT_FALSE(IsUuid("6BA7B810-9dad-11d1-80b4-00c04fd430c8")) << "upper case";
  EXPECT_FALSE(IsUuid("6ba7b8109dad11d180b400c04fd430c8")) << "no hyphens";
  EXPECT_FALSE(IsUuid("6ba7b810-9dad-11d1-80b4-00c04fd430c")) << "too short";
  EXPECT_FALSE(IsUuid("6ba7b810-9dad-11d1-80b4-00c04fd430c80")) << "too long";
  EXPECT_FALSE(IsUuid("6ba7b810-9dad-11d1-80b4-00c04fd430cg")) << "not hexadecimal";
  EXPECT_FALSE(IsUuid("6ba7b81-09dad-11d1-80b4-00c04fd430c8")) << "hyphen in the wrong place";
  EXPECT_FALSE(IsUuid("{ba7b810-9dad-11d1-80b4-00c04fd430c}")) << "braces";
}

}  // namespace
}  // namespace mandat::base
