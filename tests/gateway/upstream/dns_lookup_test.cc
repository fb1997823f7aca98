#include "gateway/upstream/dns_lookup.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tests/gateway/temp_directory.h"
#include "tests/gateway/upstream/dns_server.h"

namespace hermes::gateway::upstream {
namespace {

namespace asio = boost::asio;
using Words = std::vector<std::string>;

class DnsLookupTest : public testing::Test {
 protected:
  DnsLookupTest()
      : server_({{"both.test", {{"10.0.0.1", "10.0.0.2"}, {"fd00::1"}, false}},
                 {"four.test", {{"10.0.0.4"}, {}, false}},
                 {"six.test", {{}, {"fd00::6"}, false}},
                 {"none.test", {{}, {}, false}},
                 {"mute.test", {{"10.0.0.5"}, {}, true}},
                 {"silent.test", {{}, {}, true}},
                 {"wide.other.test", {{"10.0.0.8"}, {}, false}},
                 {"wide.search.test", {{"10.0.0.7"}, {}, false}}}) {
    Configure("");
  }

  void Configure(const std::string& more) {
    directory_.Write("resolv.conf", "nameserver 127.0.0.1\n" + more);
  }

  std::shared_ptr<DnsLookup> Look(const std::string& name) {
    auto lookup = std::make_shared<DnsLookup>(
        io_.get_executor(), directory_.Path("resolv.conf"), server_.port());
    asio::co_spawn(io_, lookup->Run(name), asio::detached);
    io_.restart();
    io_.run();
    return lookup;
  }

  Words Addresses(const std::string& name) {
    Words words;
    for (const auto& one : Look(name)->addresses()) {
      words.push_back(one.to_string());
    }
    return words;
  }

  TempDirectory directory_;
  DnsServer server_;
  asio::io_context io_{1};
};

TEST_F(DnsLookupTest, AlternatesAddressFamilies) {
  EXPECT_EQ(Addresses("both.test"), (Words{"fd00::1", "10.0.0.1", "10.0.0.2"}));
}

TEST_F(DnsLookupTest, SucceedsWithOneFamily) {
  EXPECT_EQ(Addresses("four.test"), Words{"10.0.0.4"});
  EXPECT_EQ(Addresses("six.test"), Words{"fd00::6"});
}

// Some servers never answer questions for IPv6. c-ares would wait until all its
// attempts have ended, which takes seconds.
TEST_F(DnsLookupTest, DoesNotWaitForAFamilyWithoutAnAnswer) {
  EXPECT_EQ(Addresses("mute.test"), Words{"10.0.0.5"});
  EXPECT_LT(server_.questions(), 4);  // no attempt was repeated
}

TEST_F(DnsLookupTest, ReportsAnUnknownNameOfTheDns) {
  const auto lookup = Look("unknown.test");
  EXPECT_TRUE(lookup->addresses().empty());
  EXPECT_EQ(lookup->error(), "Domain name not found");
}

TEST_F(DnsLookupTest, ReportsANameWithoutAddresses) {
  const auto lookup = Look("none.test");
  EXPECT_TRUE(lookup->addresses().empty());
  EXPECT_FALSE(lookup->error().empty());
}

TEST_F(DnsLookupTest, UsesSearchDomains) {
  Configure("search search.test\n");
  EXPECT_EQ(Addresses("wide"), Words{"10.0.0.7"});
}

TEST_F(DnsLookupTest, ReadsTheConfigurationForEachLookup) {
  Configure("search search.test\n");
  EXPECT_EQ(Addresses("wide"), Words{"10.0.0.7"});
  Configure("search other.test\n");
  EXPECT_EQ(Addresses("wide"), Words{"10.0.0.8"});
}

TEST_F(DnsLookupTest, CancelEndsAPendingRun) {
  const auto lookup = std::make_shared<DnsLookup>(
      io_.get_executor(), directory_.Path("resolv.conf"), server_.port());
  asio::co_spawn(io_, lookup->Run("silent.test"), asio::detached);
  asio::post(io_, [lookup] { lookup->Cancel(); });
  io_.run();
  EXPECT_TRUE(lookup->addresses().empty());
}

}  // namespace
}  // namespace hermes::gateway::upstream
