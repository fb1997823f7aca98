#include "gateway/api/catalogue.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "gateway/api/context.h"
#include "gateway/command/version.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

Options TestOptions() {
  Options options;
  options.profile = "coder";
  options.model_name = "a \"model\"";
  return options;
}

TEST(CatalogueTest, DescribesTheModelAsInTheList) {
  const json::value list = json::parse(ModelsBody(TestOptions(), 7));
  EXPECT_EQ(list.at("object"), "list");
  ASSERT_EQ(list.at("data").as_array().size(), 1u);
  EXPECT_EQ(list.at("data").at(0), json::parse(ModelBody(TestOptions(), 7)));
  const json::value model = json::parse(ModelBody(TestOptions(), 7));
  EXPECT_EQ(model.at("id"), "a \"model\"");
  EXPECT_EQ(model.at("object"), "model");
  EXPECT_EQ(model.at("created"), 7);
}

TEST(CatalogueTest, NamesTheGatewayAndItsProfile) {
  const json::value body = json::parse(CapabilitiesBody(TestOptions()));
  EXPECT_EQ(body.at("object"), "hermes.api_server.capabilities");
  EXPECT_EQ(body.at("version"), kVersion);
  EXPECT_EQ(body.at("profile"), "coder");
  EXPECT_EQ(body.at("model"), "a \"model\"");
  EXPECT_EQ(body.at("auth").at("type"), "bearer");
}

// Clients use the features that are listed, so a missing one must not be
// listed.
TEST(CatalogueTest, ListsOnlyFeaturesThatWork) {
  const json::value body = json::parse(CapabilitiesBody(TestOptions()));
  for (const auto& feature : body.at("features").as_object()) {
    EXPECT_EQ(feature.value(), true) << feature.key();
  }
  for (const char* missing : {"tools", "audio_api", "admin_api"}) {
    EXPECT_FALSE(body.at("features").as_object().contains(missing)) << missing;
  }
  EXPECT_EQ(body.at("runtime").at("tools"), false);
}

}  // namespace
}  // namespace hermes::gateway::api
