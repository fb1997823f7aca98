#include "gateway/dashboard/view/json_text.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace hermes::gateway::dashboard {
namespace {

TEST(TextMemberTest, ReturnsEmptyTextUnlessMemberIsString) {
  const boost::json::object object = {
      {"text", "words"}, {"number", 7}, {"none", nullptr}};
  EXPECT_EQ(TextMember(object, "text"), "words");
  for (const char* name : {"number", "none", "missing"}) {
    EXPECT_EQ(TextMember(object, name), "") << name;
  }
}

}  // namespace
}  // namespace hermes::gateway::dashboard
