#ifndef GATEWAY_HTTP_CONNECTION_LISTS_H_
#define GATEWAY_HTTP_CONNECTION_LISTS_H_

#include "gateway/http/body_budget.h"
#include "gateway/http/connection_list.h"
#include "gateway/http/fair_queue.h"

namespace hermes::gateway::http {

// The connections of one server, by state. Not thread-safe.
struct ConnectionLists {
  using Clock = ConnectionList::Clock;

  ConnectionList all;
  // Connections whose request has not arrived completely: the server does not
  // owe them a reply.
  ConnectionList reading;

  // The other lists are for MakeRoom(): if all connections are in use, the
  // server closes one for a new client, so that clients which do not send a
  // request, or do not read their reply, cannot exclude others.

  // No whole header has arrived, or the reply was sent, or the body of a
  // request without a key has not arrived.
  ConnectionList idle;
  // A reply to a request without a key is being written.
  ConnectionList unkeyed;
  // A reply to a request with a key is being written. Listed since the client
  // last received a part of it.
  ConnectionList keyed;

  // A request without a key was answered, and no request with a key was
  // admitted since. The client may be sending its next request; the connection
  // may also be in one of the lists above.
  ConnectionList served;

  // A stream is being sent to a client without a key, whether or not the client
  // reads it.
  ConnectionList streaming;

  // A client waits to be accepted: a connection is closed after its request
  // instead of waiting for the next one.
  bool room_wanted = false;

  // The work for clients without a key.
  FairQueue unkeyed_work;

  // The memory of the request bodies.
  BodyBudget bodies;

  // Closes the least important connection at the time `now`, by the table in
  // connection_lists.cc. Returns false if no connection may be closed.
  bool MakeRoom(Clock::time_point now);
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_CONNECTION_LISTS_H_
