#include "gateway/api/catalogue.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "gateway/command/version.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

json::object Model(const Options& options, int64_t created) {
  return {{"id", options.model_name},
          {"object", "model"},
          {"created", created},
          {"owned_by", "hermes"}};
}

struct EndpointRow {
  const char* name;
  const char* method;
  const char* path;
};
constexpr EndpointRow kEndpoints[] = {
    {"health", "GET", "/health"},
    {"health_detailed", "GET", "/health/detailed"},
    {"models", "GET", "/v1/models"},
    {"model", "GET", "/v1/models/{model_id}"},
    {"capabilities", "GET", "/v1/capabilities"},
    {"chat_completions", "POST", "/v1/chat/completions"},
    {"responses", "POST", "/v1/responses"},
    {"response_get", "GET", "/v1/responses/{response_id}"},
    {"response_delete", "DELETE", "/v1/responses/{response_id}"},
};

constexpr const char* kFeatures[] = {
    "chat_completions",   "chat_completions_streaming",
    "responses_api",      "responses_streaming",
    "image_input",        "session_continuity_header",
    "session_key_header", "idempotency_key",
    "chat_commands",
};

}  // namespace

std::string ModelsBody(const Options& options, int64_t created) {
  return json::serialize(json::object{
      {"object", "list"}, {"data", json::array{Model(options, created)}}});
}

std::string ModelBody(const Options& options, int64_t created) {
  return json::serialize(Model(options, created));
}

std::string CapabilitiesBody(const Options& options) {
  json::object features;
  for (const char* feature : kFeatures) features[feature] = true;
  json::object endpoints;
  for (const EndpointRow& row : kEndpoints) {
    endpoints[row.name] = {{"method", row.method}, {"path", row.path}};
  }
  json::object body;
  body["object"] = "hermes.api_server.capabilities";
  body["platform"] = "hermes-agent";
  body["version"] = kVersion;
  body["profile"] = options.profile;
  body["model"] = options.model_name;
  body["auth"] = {{"type", "bearer"}, {"required", true}};
  body["runtime"] = {{"mode", "gateway"}, {"tools", false}};
  body["features"] = std::move(features);
  body["endpoints"] = std::move(endpoints);
  return json::serialize(body);
}

}  // namespace hermes::gateway::api
