#include "shim/base/environment.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace hermes {
namespace {

using Entries = std::vector<std::string>;

TEST(EnvironmentTest, CopiesArrayByteForByte) {
  const char* const array[] = {"A=1\n\xff", "no equals sign", "A=2", nullptr};
  EXPECT_EQ(Environment::FromArray(array).entries(),
            (Entries{"A=1\n\xff", "no equals sign", "A=2"}));
}

TEST(EnvironmentTest, TreatsNullArrayAsEmpty) {
  EXPECT_TRUE(Environment::FromArray(nullptr).entries().empty());
}

TEST(EnvironmentTest, ReturnsFirstOfTwoValues) {
  EXPECT_EQ(Environment({"A=1", "A=2"}).Get("A"), "1");
}

TEST(EnvironmentTest, AcceptsEqualsSignInValue) {
  EXPECT_EQ(Environment({"A=b=c"}).Get("A"), "b=c");
}

TEST(EnvironmentTest, MatchesWholeName) {
  const Environment environment({"AB=1", "A", "B=A=1"});
  EXPECT_EQ(environment.Get("A"), std::nullopt);
}

TEST(EnvironmentTest, DistinguishesEmptyFromMissing) {
  const Environment environment({"A="});
  EXPECT_EQ(environment.Get("A"), "");
  EXPECT_EQ(environment.GetOrEmpty("A"), "");
  EXPECT_EQ(environment.Get("B"), std::nullopt);
  EXPECT_EQ(environment.GetOrEmpty("B"), "");
}

TEST(EnvironmentTest, SetReplacesInPlaceAndDropsDuplicates) {
  Environment environment({"A=1", "B=2", "A=3", "C=4"});
  environment.Set("A", "5");
  EXPECT_EQ(environment.entries(), (Entries{"A=5", "B=2", "C=4"}));
}

TEST(EnvironmentTest, SetAppendsNewName) {
  Environment environment({"AB=1"});
  environment.Set("A", "2");
  EXPECT_EQ(environment.entries(), (Entries{"AB=1", "A=2"}));
}

TEST(EnvironmentTest, UnsetRemovesEveryEntryOfName) {
  Environment environment({"A=1", "AB=2", "A=3"});
  environment.Unset("A");
  EXPECT_EQ(environment.entries(), (Entries{"AB=2"}));
}

TEST(EnvironmentTest, UnsetPrefixKeepsOtherNames) {
  Environment environment({"LISTEN_FDS=1", "XLISTEN_FDS=2", "LISTEN_PID=3"});
  environment.UnsetPrefix("LISTEN_");
  EXPECT_EQ(environment.entries(), (Entries{"XLISTEN_FDS=2"}));
}

TEST(PointerArrayTest, EndsWithNull) {
  const Entries strings = {"a", "b"};
  const std::vector<char*> pointers = PointerArray(strings);
  ASSERT_EQ(pointers.size(), 3u);
  EXPECT_EQ(pointers[0], strings[0].c_str());
  EXPECT_EQ(pointers[1], strings[1].c_str());
  EXPECT_EQ(pointers[2], nullptr);
}

}  // namespace
}  // namespace hermes
