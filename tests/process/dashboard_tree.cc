#include "tests/process/dashboard_tree.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "tests/gateway/http_client.h"
#include "tests/process/processes.h"

namespace hermes::fixture {
namespace {

namespace json = boost::json;
using gateway::HttpClient;
using gateway::HttpResponse;

constexpr char kDashboard[] = "dashboard";

json::object ObjectIn(const std::string& text) {
  json::error_code error;
  const json::value value = json::parse(text, error);
  return value.is_object() ? value.get_object() : json::object();
}

int Connect(uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof(to)) != 0) {
    perror("connect");
  }
  return fd;
}

std::string RequestText(const std::string& method, const std::string& target,
                        const std::string& headers, const std::string& body) {
  return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

DashboardReply Ask(uint16_t port, const std::string& request) {
  HttpClient client(port);
  if (!client.connected()) return {};
  client.Send(request);
  HttpResponse response = client.Receive();
  return {response.status, response.body, ObjectIn(response.body)};
}

void Own(const std::string& path, uid_t owner) {
  if (chown(path.c_str(), owner, owner) != 0) {
    perror(path.c_str());
    _exit(1);
  }
}

void LayOut(const std::map<std::string, std::string>& files, uid_t owner) {
  Own(kHome, owner);
  for (const auto& [name, content] : files) {
    std::string path = kHome;
    for (size_t slash = name.find('/'); slash != std::string::npos;
         slash = name.find('/', slash + 1)) {
      const std::string directory = path + "/" + name.substr(0, slash);
      if (mkdir(directory.c_str(), 0700) == 0) Own(directory, owner);
    }
    path += "/" + name;
    WriteFile(path, content);
    Own(path, owner);
  }
}

ContainerOptions Options(const DashboardTreeOptions& wanted) {
  ContainerOptions options;
  options.arguments = wanted.arguments;
  options.real_gateway = true;
  // The tests share the host's network, so let the kernel choose free ports.
  // The slot treats a program named by HERMES_BIN as a foreign gateway unless
  // HERMES_GATEWAY_NOTIFY is set.
  options.variables = {"API_SERVER_PORT=0", "HERMES_GATEWAY_NOTIFY=1",
                       "HERMES_DASHBOARD=1", "HERMES_DASHBOARD_PORT=0"};
  for (const std::string& variable : wanted.variables) {
    const std::string name = variable.substr(0, variable.find('='));
    std::erase_if(options.variables, [&](const std::string& each) {
      return each.substr(0, each.find('=')) == name;
    });
    if (variable.find('=') != std::string::npos) {
      options.variables.push_back(variable);
    }
  }
  options.prepare = [wanted] { LayOut(wanted.files, wanted.owner); };
  return options;
}

}  // namespace

std::string DashboardReply::code() const {
  const json::value* error = document.if_contains("error");
  if (error == nullptr) return "";
  return std::string(error->at("code").as_string());
}

DashboardEvents::DashboardEvents(uint16_t port, const std::string& target)
    : fd_(Connect(port)) {
  const std::string request = RequestText("GET", target, "", "");
  if (send(fd_, request.data(), request.size(), MSG_NOSIGNAL) < 0) {
    perror("send");
  }
}

DashboardEvents::~DashboardEvents() { close(fd_); }

bool DashboardEvents::WaitFor(std::string_view text,
                              std::chrono::milliseconds deadline) {
  return WaitUntil(
      [&] {
        char chunk[1 << 14];
        ssize_t got;
        while ((got = recv(fd_, chunk, sizeof(chunk), MSG_DONTWAIT)) > 0) {
          received_.append(chunk, static_cast<size_t>(got));
        }
        const size_t found = received_.find(text, seen_);
        if (found == std::string::npos) return false;
        seen_ = found + text.size();
        return true;
      },
      deadline);
}

std::map<std::string, std::string> QuietProfile(const std::string& name) {
  const std::string home = "profiles/" + name + "/";
  return {{home + "SOUL.md", ""}, {home + ".env", "API_SERVER_ENABLED=0\n"}};
}

DashboardTree::DashboardTree(const DashboardTreeOptions& options)
    : container_(Options(options)) {}

Said DashboardTree::Hermes(const std::vector<std::string>& arguments,
                           uid_t uid) {
  return fixture::Hermes(&container_, arguments, uid);
}

pid_t DashboardTree::WaitUntilReady(const std::string& slot, pid_t other_than) {
  pid_t pid = -1;
  const bool ready = WaitUntil([&] {
    const std::string status = container_.SlotStatus(slot, "ready,pid");
    if (status.rfind("true ", 0) != 0) return false;
    pid = std::stoi(status.substr(5));
    return pid != other_than;
  });
  return ready ? pid : -1;
}

pid_t DashboardTree::WaitForDashboard(pid_t other_than) {
  const pid_t pid = WaitUntilReady(kDashboard, other_than);
  if (pid == -1) return -1;
  // The dashboard writes its address before it reports readiness.
  const json::object record = ObjectIn(Data("dashboard.pid"));
  const json::value* url = record.if_contains("url");
  if (url == nullptr || record.at("pid") != pid) return -1;
  const std::string text(url->as_string());
  port_ = static_cast<uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
  return pid;
}

DashboardReply DashboardTree::Get(const std::string& target) const {
  return Ask(port_, RequestText("GET", target, "", ""));
}

DashboardReply DashboardTree::Change(const std::string& method,
                                     const std::string& target,
                                     const std::string& body) const {
  return Ask(port_, RequestText(method, target,
                                "Sec-Fetch-Site: same-origin\r\n"
                                "Content-Type: application/json\r\n",
                                body));
}

DashboardReply DashboardTree::Operate(const std::string& verb,
                                      const std::string& profile) const {
  return Change("POST", "/api/gateway/" + verb,
                json::serialize(json::object{{"profile", profile}}));
}

json::object DashboardTree::Profile(const std::string& name) const {
  const DashboardReply reply = Get("/api/profiles");
  const json::value* profiles = reply.document.if_contains("profiles");
  if (profiles == nullptr) return {};
  for (const json::value& each : profiles->as_array()) {
    if (each.at("name") == json::value(name)) return each.as_object();
  }
  return {};
}

bool DashboardTree::WaitForProfile(const std::string& name, const char* member,
                                   std::string_view text) const {
  return WaitUntil([&] {
    const json::object profile = Profile(name);
    const json::value* value = profile.if_contains(member);
    return value != nullptr && value->is_string() &&
           std::string_view(value->get_string()) == text;
  });
}

std::string DashboardTree::Path(const std::string& name) const {
  return container_.ns().Path(std::string(kHome) + "/" + name);
}

std::string DashboardTree::Data(const std::string& name) const {
  return ReadFile(Path(name));
}

std::string DashboardTree::Printed() {
  return container_.init().out() + container_.init().err();
}

}  // namespace hermes::fixture
