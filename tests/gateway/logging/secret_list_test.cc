#include "gateway/logging/secret_list.h"

#include <gtest/gtest.h>

#include <thread>

namespace hermes::gateway {
namespace {

TEST(SecretListTest, MasksAllAddedSecrets) {
  SecretList secrets;
  EXPECT_EQ(secrets.Mask("one two"), "one two");
  secrets.Add("one");
  secrets.Add("");
  EXPECT_EQ(secrets.Mask("one two"), "[redacted] two");
  secrets.Add("two");
  secrets.Add("two");
  EXPECT_EQ(secrets.Mask("one two"), "[redacted] [redacted]");
}

TEST(SecretListTest, AcceptsSecretsWhileOthersLog) {
  SecretList secrets;
  std::thread other([&] {
    for (int i = 0; i < 100; ++i) secrets.Add("secret-" + std::to_string(i));
  });
  for (int i = 0; i < 100; ++i) secrets.Mask("some text");
  other.join();
  EXPECT_EQ(secrets.Mask("secret-99"), "[redacted]");
}

}  // namespace
}  // namespace hermes::gateway
