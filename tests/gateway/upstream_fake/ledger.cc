#include "tests/gateway/upstream_fake/ledger.h"

#include <boost/json.hpp>
#include <utility>

namespace hermes::gateway {

namespace json = boost::json;

void UpstreamLedger::Remember(SeenRequest request) {
  ++stats.requests;
  requests_.push_back(std::move(request));
  if (requests_.size() > kKept) requests_.pop_front();
}

std::string UpstreamLedger::RequestsBody() const {
  json::array list;
  for (const SeenRequest& request : requests_) {
    json::object headers;
    for (const auto& [name, value] : request.headers) headers[name] = value;
    json::error_code error;
    json::value body = json::parse(request.body, error);
    if (error) body = json::string(request.body);
    list.push_back({{"method", request.method},
                    {"target", request.target},
                    {"headers", std::move(headers)},
                    {"body", std::move(body)}});
  }
  return json::serialize(list);
}

std::string UpstreamLedger::StatsBody() const {
  return json::serialize(json::object{{"connections", stats.connections},
                                      {"open", stats.open},
                                      {"requests", stats.requests},
                                      {"streams", stats.streams},
                                      {"completed", stats.completed},
                                      {"closed_early", stats.closed_early}});
}

}  // namespace hermes::gateway
