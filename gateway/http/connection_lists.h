#ifndef GATEWAY_HTTP_CONNECTION_LISTS_H_
#define GATEWAY_HTTP_CONNECTION_LISTS_H_

#include "gateway/http/body_budget.h"
#include "gateway/http/connection_list.h"
#include "gateway/http/fair_queue.h"

namespace hermes::gateway::http {

// The connections of one server. For one thread.
struct ConnectionLists {
  using Clock = ConnectionList::Clock;

  ConnectionList all;
  // Those whose request has not come whole: no reply is owed to them.
  ConnectionList reading;

  // The rest is for making room: a new client that finds all places taken gets
  // that of another one, so that clients which say nothing, or do not listen,
  // keep nobody out.

  // No whole header has come, or the reply is out; or the body of a request
  // without a key has not come.
  ConnectionList idle;
  // A reply to a request without a key is being written.
  ConnectionList unkeyed;
  // A reply to a request with a key is being written; listed since the client
  // last took some of it.
  ConnectionList keyed;

  // A request without a key was answered, and none with a key was admitted
  // since. Such a client may be sending its next request, or be in one of the
  // lists above as well.
  ConnectionList served;

  // A stream is being sent to a client without a key, whether or not it takes
  // what has been written.
  ConnectionList streaming;

  // A client waits for a place: a connection that has served its request is not
  // kept for another one.
  bool room_wanted = false;

  // What is done for clients without a key.
  FairQueue unkeyed_work;

  // What the bodies that are being read may cost together.
  BodyBudget bodies;

  // Closes the connection that can best be spared at `now`; returns false if
  // there is none. The table in the source says which one that is.
  bool MakeRoom(Clock::time_point now);
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_CONNECTION_LISTS_H_
