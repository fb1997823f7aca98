#include "gateway/api/response_object.h"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <iterator>
#include <string>
#include <vector>

#include "gateway/api/responses_request.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/turn_runner.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

ResponseIdentity Identity() { return {"resp_0123", 7, "m"}; }

ResponsesRequest Request() {
  ResponsesRequest request;
  request.instructions = "Be brief.";
  request.previous_response_id = "resp_before";
  request.generation.options = {{"temperature", 0.5}, {"max_tokens", 9}};
  request.metadata = {{"a", "b"}};
  return request;
}

TurnOutcome OutcomeWith(const std::string& text) {
  TurnOutcome outcome;
  outcome.text = text;
  outcome.usage = Usage{1, 2, 3};
  return outcome;
}

TurnOutcome Failed(const std::string& text) {
  TurnOutcome outcome;
  outcome.text = text;
  outcome.finish_reason = "error";
  outcome.failure.emplace();
  outcome.failure->code = "upstream_rejected";
  outcome.failure->message = "No.";
  return outcome;
}

TEST(ResponseObjectTest, InProgressEchoesTheRequest) {
  const json::object response = ResponseInProgress(Identity(), Request());
  EXPECT_EQ(response.at("id"), "resp_0123");
  EXPECT_EQ(response.at("object"), "response");
  EXPECT_EQ(response.at("created_at"), 7);
  EXPECT_EQ(response.at("status"), "in_progress");
  EXPECT_EQ(response.at("instructions"), "Be brief.");
  EXPECT_EQ(response.at("previous_response_id"), "resp_before");
  EXPECT_EQ(response.at("temperature"), 0.5);
  EXPECT_EQ(response.at("max_output_tokens"), 9);
  EXPECT_TRUE(response.at("top_p").is_null());
  EXPECT_TRUE(response.at("conversation").is_null());
  EXPECT_EQ(response.at("metadata"), json::value(json::object{{"a", "b"}}));
  EXPECT_TRUE(response.at("output").as_array().empty());
}

TEST(ResponseObjectTest, NamesTheConversation) {
  ResponsesRequest request;
  request.conversation_name = "talk";
  request.store = false;
  const json::object response = ResponseInProgress(Identity(), request);
  EXPECT_EQ(response.at("conversation").at("id"), "talk");
  EXPECT_EQ(response.at("store"), false);
  EXPECT_TRUE(response.at("instructions").is_null());
}

struct EndCase {
  const char* name;
  TurnOutcome outcome;
  json::string status;
  json::string reason;       // why it is incomplete, or ""
  json::string error;        // the error's code, or ""
  json::string item_status;  // the message's status, or "" without a message
};

EndCase Stopped(const char* name, StopReason stop) {
  EndCase row = {name, OutcomeWith("hi"), "incomplete", "interrupted",
                 "",   "incomplete"};
  row.outcome.stopped = stop;
  return row;
}

EndCase TooLong() {
  EndCase row = {"TooLong",    OutcomeWith("hi"),
                 "incomplete", "max_output_tokens",
                 "",           "incomplete"};
  row.outcome.finish_reason = "length";
  return row;
}

class ResponseEndTest : public testing::TestWithParam<EndCase> {};

TEST_P(ResponseEndTest, DescribesHowTheTurnEnded) {
  const EndCase& row = GetParam();
  const json::object response =
      ResponseWhenOver(Identity(), Request(), row.outcome);
  EXPECT_EQ(response.at("status"), row.status);
  if (row.reason.empty()) {
    EXPECT_TRUE(response.at("incomplete_details").is_null());
  } else {
    EXPECT_EQ(response.at("incomplete_details").at("reason"), row.reason);
  }
  if (row.error.empty()) {
    EXPECT_TRUE(response.at("error").is_null());
  } else {
    EXPECT_EQ(response.at("error").at("code"), row.error);
  }
  if (row.item_status.empty()) {
    EXPECT_TRUE(response.at("output").as_array().empty());
    return;
  }
  const json::value& message = response.at("output").at(0);
  EXPECT_EQ(message.at("id"), "msg_0123");
  EXPECT_EQ(message.at("status"), row.item_status);
  EXPECT_EQ(message.at("role"), "assistant");
  EXPECT_EQ(message.at("content").at(0).at("text"),
            json::string(row.outcome.text));
}

INSTANTIATE_TEST_SUITE_P(
    Table, ResponseEndTest,
    testing::Values(
        EndCase{"Whole", OutcomeWith("hi"), "completed", "", "", "completed"},
        EndCase{"Empty", OutcomeWith(""), "completed", "", "", ""},
        EndCase{"Failed", Failed(""), "failed", "", "upstream_rejected", ""},
        EndCase{"FailedInTheMiddle", Failed("h"), "failed", "",
                "upstream_rejected", "incomplete"},
        TooLong(), Stopped("ClientGone", StopReason::kClientGone),
        Stopped("StopCommand", StopReason::kStopCommand)),
    [](const testing::TestParamInfo<EndCase>& i) { return i.param.name; });

TEST(ResponseObjectTest, ReportsUsageOfTheBackEnd) {
  const json::object response =
      ResponseWhenOver(Identity(), Request(), OutcomeWith("hi"));
  EXPECT_EQ(response.at("usage").at("input_tokens"), 1);
  EXPECT_EQ(response.at("usage").at("output_tokens"), 2);
  EXPECT_EQ(response.at("usage").at("total_tokens"), 3);
  TurnOutcome uncounted;
  EXPECT_TRUE(
      ResponseWhenOver(Identity(), Request(), uncounted).at("usage").is_null());
}

// Returns the data of every event, whose name must equal its type.
std::vector<json::object> EventsIn(std::string text) {
  std::vector<json::object> events;
  while (!text.empty()) {
    const size_t end = text.find("\n\n");
    const size_t data = text.find("\ndata: ");
    if (end == std::string::npos || data > end) {
      ADD_FAILURE() << text;
      break;
    }
    events.push_back(
        json::parse(text.substr(data + 7, end - data - 7)).as_object());
    EXPECT_EQ("event: " + std::string(events.back().at("type").as_string()),
              text.substr(0, data));
    text.erase(0, end + 2);
  }
  return events;
}

TEST(ResponseEventsTest, NumbersEventsAndEndsWithTheResponse) {
  const ResponsesRequest request = Request();
  ResponseEvents stream(Identity(), request);
  std::string text = stream.Begin();
  text += stream.Text("h\ni");
  text += stream.End(OutcomeWith("h\ni"));
  const std::vector<json::object> events = EventsIn(text);
  const char* const types[] = {
      "response.created",           "response.in_progress",
      "response.output_item.added", "response.content_part.added",
      "response.output_text.delta", "response.output_text.done",
      "response.content_part.done", "response.output_item.done",
      "response.completed"};
  ASSERT_EQ(events.size(), std::size(types));
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].at("type"), types[i]);
    EXPECT_EQ(events[i].at("sequence_number"), i);
  }
  EXPECT_EQ(events[4].at("delta"), "h\ni");
  EXPECT_EQ(events[4].at("item_id"), "msg_0123");
  EXPECT_EQ(
      events.back().at("response"),
      json::value(ResponseWhenOver(Identity(), request, OutcomeWith("h\ni"))));
}

TEST(ResponseEventsTest, LastEventReportsHowTheTurnEnded) {
  const ResponsesRequest request = Request();
  ResponseEvents failed(Identity(), request);
  EXPECT_EQ(EventsIn(failed.End(Failed("h"))).back().at("type"),
            "response.failed");
  ResponseEvents cut(Identity(), request);
  EXPECT_EQ(EventsIn(cut.End(TooLong().outcome)).back().at("type"),
            "response.incomplete");
}

}  // namespace
}  // namespace hermes::gateway::api
