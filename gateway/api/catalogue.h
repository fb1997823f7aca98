#ifndef GATEWAY_API_CATALOGUE_H_
#define GATEWAY_API_CATALOGUE_H_

#include <cstdint>
#include <string>

#include "gateway/api/api_context.h"

namespace hermes::gateway {

// Functions that return the bodies of the routes that describe the API. Pure.

// Returns the body of GET /v1/models. `created` is in seconds since 1970.
std::string ModelsBody(const ApiOptions& options, int64_t created);

// Returns the body of GET /v1/models/{id} for the only model.
std::string ModelBody(const ApiOptions& options, int64_t created);

// Returns the body of GET /v1/capabilities, which lists only features that
// work.
std::string CapabilitiesBody(const ApiOptions& options);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_CATALOGUE_H_
