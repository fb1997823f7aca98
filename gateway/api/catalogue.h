#ifndef GATEWAY_API_CATALOGUE_H_
#define GATEWAY_API_CATALOGUE_H_

#include <cstdint>
#include <string>

#include "gateway/api/api_context.h"

namespace hermes::gateway {

// The bodies of the routes that tell what the API has. Pure.

// GET /v1/models; `created` in seconds since 1970.
std::string ModelsBody(const ApiOptions& options, int64_t created);

// GET /v1/models/{id}, for the one model there is.
std::string ModelBody(const ApiOptions& options, int64_t created);

// GET /v1/capabilities: what works, and nothing else.
std::string CapabilitiesBody(const ApiOptions& options);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_CATALOGUE_H_
