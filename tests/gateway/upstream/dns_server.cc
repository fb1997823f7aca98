#include "tests/gateway/upstream/dns_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstddef>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"

namespace hermes::gateway::upstream {
namespace {

constexpr size_t kHeader = 12;
constexpr int kTypeA = 1;
constexpr int kTypeAaaa = 28;

struct Question {
  std::string name;
  int type = 0;
  size_t end = 0;  // behind it, in the packet
};

std::optional<Question> QuestionOf(const std::string& packet) {
  Question question;
  size_t at = kHeader;
  while (at < packet.size() && packet[at] != 0) {
    const auto length = static_cast<unsigned char>(packet[at]);
    if (!question.name.empty()) question.name += '.';
    question.name += packet.substr(at + 1, length);
    at += 1 + size_t{length};
  }
  if (at + 5 > packet.size()) return std::nullopt;
  question.type = static_cast<unsigned char>(packet[at + 2]);
  question.end = at + 5;
  return question;
}

std::string AddressBytes(const std::string& address, int family) {
  char bytes[16];
  EXPECT_EQ(inet_pton(family, address.c_str(), bytes), 1) << address;
  return std::string(bytes, family == AF_INET ? 4 : 16);
}

std::string Record(const std::string& data, int type) {
  std::string record("\xC0\x0C\0", 3);  // the question's name
  record += static_cast<char>(type);
  record += std::string("\0\1\0\0\0\1\0", 7);  // IN, one second
  record += static_cast<char>(data.size());
  return record + data;
}

std::string Answer(const std::string& packet, const Question& question,
                   const DnsName* name) {
  std::string records;
  int count = 0;
  if (name != nullptr) {
    const bool v6 = question.type == kTypeAaaa;
    const bool known = v6 || question.type == kTypeA;
    for (const std::string& one : v6 ? name->v6 : name->v4) {
      if (!known) break;
      records +=
          Record(AddressBytes(one, v6 ? AF_INET6 : AF_INET), question.type);
      ++count;
    }
  }
  std::string answer = packet.substr(0, 2);
  answer += '\x85';                             // an answer, authoritative
  answer += name == nullptr ? '\x83' : '\x80';  // NXDOMAIN, or fine
  answer += std::string("\0\1\0", 3);
  answer += static_cast<char>(count);
  answer += std::string(4, '\0');
  return answer + packet.substr(kHeader, question.end - kHeader) + records;
}

}  // namespace

DnsServer::DnsServer(std::map<std::string, DnsName> names)
    : names_(std::move(names)),
      fd_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)),
      end_(eventfd(0, EFD_CLOEXEC)) {
  sockaddr_in at = {};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(at);
  EXPECT_EQ(bind(fd_.get(), reinterpret_cast<sockaddr*>(&at), size), 0);
  EXPECT_EQ(getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&at), &size), 0);
  port_ = ntohs(at.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

DnsServer::~DnsServer() {
  const uint64_t one = 1;
  EXPECT_EQ(write(end_.get(), &one, sizeof(one)), ssize_t{sizeof(one)});
  thread_.join();
}

void DnsServer::Serve() {
  for (;;) {
    pollfd fds[] = {{fd_.get(), POLLIN, 0}, {end_.get(), POLLIN, 0}};
    poll(fds, 2, -1);
    if (fds[1].revents != 0) return;
    char bytes[512];
    sockaddr_in from = {};
    socklen_t size = sizeof(from);
    const ssize_t got = recvfrom(fd_.get(), bytes, sizeof(bytes), 0,
                                 reinterpret_cast<sockaddr*>(&from), &size);
    if (got < static_cast<ssize_t>(kHeader)) continue;
    const std::string packet(bytes, static_cast<size_t>(got));
    const auto question = QuestionOf(packet);
    if (!question) continue;
    ++questions_;
    const auto known = names_.find(absl::AsciiStrToLower(question->name));
    const DnsName* const name =
        known == names_.end() ? nullptr : &known->second;
    if (name != nullptr && name->mute_v6 && question->type == kTypeAaaa) {
      continue;
    }
    const std::string answer = Answer(packet, *question, name);
    sendto(fd_.get(), answer.data(), answer.size(), 0,
           reinterpret_cast<sockaddr*>(&from), size);
  }
}

}  // namespace hermes::gateway::upstream
