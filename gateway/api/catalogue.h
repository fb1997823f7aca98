#ifndef GATEWAY_API_CATALOGUE_H_
#define GATEWAY_API_CATALOGUE_H_

#include <cstdint>
#include <string>

#include "gateway/api/context.h"

namespace hermes::gateway::api {

// Functions that return the bodies of the routes that describe the API. Pure.

// Returns the body of GET /v1/models. `created` is in seconds since 1970.
std::string ModelsBody(const Options& options, int64_t created);

// Returns the body of GET /v1/models/{id} for the only model.
std::string ModelBody(const Options& options, int64_t created);

// Returns the body of GET /v1/capabilities, which lists only features that
// work.
std::string CapabilitiesBody(const Options& options);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_CATALOGUE_H_
