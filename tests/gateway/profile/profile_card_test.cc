#include "gateway/profile/profile_card.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

namespace hermes::gateway {
namespace {

namespace json = boost::json;

ProfileCard OnCard() {
  ProfileCard card;
  card.name = "coder";
  card.home = "/d/profiles/coder";
  card.active = true;
  card.description = "writes";
  card.key_set = true;
  card.api_on = true;
  card.api_host = "127.0.0.1";
  card.api_port = 8643;
  card.port_setting = "by will";
  return card;
}

ProfileCard OffCard() {
  ProfileCard card;
  card.name = "ops";
  card.home = "/d/profiles/ops";
  card.off_reason = "API_SERVER_KEY is not set";
  return card;
}

ProfileCard BrokenCard() {
  ProfileCard card = OffCard();
  card.problem = "/d/profiles/ops/.env:2: odd";
  return card;
}

TEST(ProfileListTest, PrintsOneLineEachAndMarksActive) {
  EXPECT_EQ(ProfileListText({OffCard(), OnCard()}),
            "  ops    API off: API_SERVER_KEY is not set\n"
            "* coder  API 127.0.0.1:8643  writes\n");
  EXPECT_EQ(ProfileListText({BrokenCard()}),
            "  ops  broken: /d/profiles/ops/.env:2: odd\n");
}

TEST(ProfileListTest, WritesAddressesAsInUrls) {
  ProfileCard card = OnCard();
  card.description = "";
  card.api_host = "::1";
  EXPECT_EQ(ProfileListText({card}), "* coder  API [::1]:8643\n");
  card.api_port = 0;
  EXPECT_EQ(ProfileListText({card}), "* coder  API [::1]:any port\n");
}

TEST(ProfileShowTest, ShowsPathsPortAndWhetherKeyIsSet) {
  const std::string on = ProfileShowText(OnCard());
  for (const char* part :
       {"coder (active)", "/d/profiles/coder/.env", "writes",
        "API key:", " set\n", "http://127.0.0.1:8643 (by will)"}) {
    EXPECT_NE(on.find(part), std::string::npos) << part << " in " << on;
  }
  const std::string off = ProfileShowText(OffCard());
  EXPECT_NE(off.find("not set\n"), std::string::npos) << off;
  EXPECT_EQ(off.find("description"), std::string::npos) << off;
  const std::string broken = ProfileShowText(BrokenCard());
  EXPECT_NE(broken.find(".env:2: odd"), std::string::npos) << broken;
  EXPECT_EQ(broken.find("API key"), std::string::npos) << broken;
}

TEST(ProfileJsonTest, HasDocumentedMembers) {
  const json::value list = json::parse(ProfileListJson({OffCard(), OnCard()}));
  EXPECT_EQ(list.at("active"), "coder");
  const json::value& off = list.at("profiles").at(0);
  EXPECT_EQ(off, json::parse(R"({"name":"ops","active":false,
      "home":"/d/profiles/ops","description":null,"problem":null,
      "api":{"enabled":false,"host":null,"port":null,"key_set":false,
             "off_reason":"API_SERVER_KEY is not set"}})"));
  const json::value show = json::parse(ProfileShowJson(OnCard()));
  EXPECT_EQ(show.at("api"),
            json::parse(R"({"enabled":true,"host":"127.0.0.1","port":8643,
      "key_set":true,"off_reason":null,"port_setting":"by will"})"));
  EXPECT_EQ(show.at("dotenv"), "/d/profiles/coder/.env");
  EXPECT_EQ(show.at("soul"), "/d/profiles/coder/SOUL.md");
}

TEST(ProfileJsonTest, ReportsNullWithoutActiveProfile) {
  EXPECT_EQ(json::parse(ProfileListJson({})),
            json::parse(R"({"active":null,"profiles":[]})"));
}

}  // namespace
}  // namespace hermes::gateway
