#include "gateway/session/stored_content.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace hermes::gateway {
namespace {

using Kind = ContentPart::Kind;

const std::vector<std::vector<ContentPart>> kContents = {
    {},
    {{Kind::kText, "", ""}},
    {{Kind::kText, "hello", ""}},
    {{Kind::kText, "[{\"type\":\"text\"}]", ""}},
    {{Kind::kText, std::string("nul\0in it", 9), ""}},
    {{Kind::kText, "\xc3\xa9\n\"\\\t\x01", ""}, {Kind::kText, "", ""}},
    {{Kind::kImage, "https://example.org/a.png", "high"}},
    {{Kind::kText, "what is this?", ""},
     {Kind::kImage, "data:image/png;base64,AAAA", ""},
     {Kind::kText, std::string("x\0y", 3), ""}},
};

TEST(StoredContentTest, UnpacksWhatWasPacked) {
  for (const std::vector<ContentPart>& parts : kContents) {
    const auto back = UnpackContent(PackContent(parts));
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(*back, parts);
  }
}

TEST(StoredContentTest, StoresSingleTextAsItIs) {
  const StoredContent stored = PackContent({{Kind::kText, "[hello]", ""}});
  EXPECT_FALSE(stored.is_json);
  EXPECT_EQ(stored.content, "[hello]");
}

TEST(StoredContentTest, StoresOtherPartsAsJson) {
  const StoredContent stored = PackContent({{Kind::kImage, "u", "low"}});
  EXPECT_TRUE(stored.is_json);
  EXPECT_EQ(stored.content,
            R"([{"type":"image_url","value":"u","detail":"low"}])");
}

TEST(StoredContentTest, RejectsMalformedContent) {
  for (const char* content :
       {"", "{", "{}", "[1]", "[{}]", R"([{"type":"text"}])",
        R"([{"type":"film","value":"x"}])", R"([{"type":"text","value":1}])"}) {
    EXPECT_EQ(UnpackContent({true, content}).status().code(),
              absl::StatusCode::kInternal)
        << content;
  }
}

TEST(StoredMessagesTest, UnpacksWhatWasPacked) {
  std::vector<ChatMessage> messages;
  for (const Role role : {Role::kSystem, Role::kUser, Role::kAssistant}) {
    for (const std::vector<ContentPart>& parts : kContents) {
      messages.push_back({role, parts});
    }
  }
  const auto back = UnpackMessages(PackMessages(messages));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(*back, messages);
}

TEST(StoredMessagesTest, RejectsMalformedMessages) {
  for (const char* content :
       {"", "{}", "[1]", R"([{"role":"user"}])",
        R"([{"role":"robot","content":[]}])", R"([{"content":[],"role":1}])"}) {
    EXPECT_EQ(UnpackMessages(content).status().code(),
              absl::StatusCode::kInternal)
        << content;
  }
}

}  // namespace
}  // namespace hermes::gateway
