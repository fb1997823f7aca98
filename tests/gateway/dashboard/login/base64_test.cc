#include "gateway/dashboard/login/base64.h"

#include <gtest/gtest.h>

#include <string>

namespace hermes::gateway::dashboard {
namespace {

struct Case {
  const char* name;
  std::string bytes;
  const char* plain;
  const char* web;
};

class Base64Test : public testing::TestWithParam<Case> {};

TEST_P(Base64Test, EncodesAndDecodes) {
  EXPECT_EQ(EncodeBase64(GetParam().bytes), GetParam().plain);
  EXPECT_EQ(EncodeWebBase64(GetParam().bytes), GetParam().web);
  EXPECT_EQ(DecodeBase64(GetParam().plain), GetParam().bytes);
  EXPECT_EQ(DecodeWebBase64(GetParam().web), GetParam().bytes);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Base64Test,
    testing::Values(Case{"Empty", "", "", ""}, Case{"One", "f", "Zg", "Zg"},
                    Case{"Two", "fo", "Zm8", "Zm8"},
                    Case{"Three", "foo", "Zm9v", "Zm9v"},
                    Case{"Nul", std::string(2, '\0'), "AAA", "AAA"},
                    Case{"LastOfAlphabet", "\xfb\xff\xfe", "+//+", "-__-"}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

class NoBase64Test : public testing::TestWithParam<const char*> {};

// Two texts for the same bytes would mean two cookies for one session.
TEST_P(NoBase64Test, RefusesAnythingButCanonicalBase64) {
  EXPECT_EQ(DecodeBase64(GetParam()), std::nullopt);
  EXPECT_EQ(DecodeWebBase64(GetParam()), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Texts, NoBase64Test,
                         testing::Values("Zg==", "Zg=", " Zg", "Zg\n", "Z g",
                                         "Z", "Zh", "Zm9", "Zm9v!", "=",
                                         "\xc3\xa9"));

TEST(DecodeBase64Test, RefusesOtherAlphabet) {
  EXPECT_EQ(DecodeBase64("-__-"), std::nullopt);
  EXPECT_EQ(DecodeWebBase64("+//+"), std::nullopt);
}

}  // namespace
}  // namespace hermes::gateway::dashboard
