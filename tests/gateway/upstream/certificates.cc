#include "tests/gateway/upstream/certificates.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

namespace hermes::gateway::upstream {
namespace {

// Runs openssl(1) in `directory` and waits for it.
void Openssl(const std::string& directory, std::vector<std::string> words) {
  words.insert(words.begin(), "openssl");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    if (chdir(directory.c_str()) != 0) _exit(1);
    if (freopen("/dev/null", "w", stderr) == nullptr) _exit(1);
    execvp("openssl", argv.data());
    _exit(127);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0) << words[1];
}

}  // namespace

Certificates::Certificates() {
  const std::string& at = directory_.path();
  Authority("ca");
  Authority("other");
  Issue("name", "DNS:localhost");
  Issue("wrong", "DNS:else.test");
  Issue("address", "IP:127.0.0.1");
  Openssl(at, {"req", "-newkey", "rsa:2048", "-nodes", "-keyout", "expired.key",
               "-out", "expired.csr", "-subj", "/CN=x"});
  directory_.Write("database", "");
  directory_.Write("serial", "77\n");
  directory_.Write("ca.conf",
                   "[ca]\ndefault_ca=d\n[d]\ndatabase=database\n"
                   "serial=serial\nnew_certs_dir=.\ndefault_md=sha256\n"
                   "policy=p\n[p]\ncommonName=supplied\n[e]\n"
                   "subjectAltName=DNS:localhost\n");
  Openssl(at, {"ca", "-batch", "-config", "ca.conf", "-extensions", "e",
               "-cert", "ca.pem", "-keyfile", "ca.key", "-in", "expired.csr",
               "-out", "expired.pem", "-startdate", "20200101000000Z",
               "-enddate", "20200201000000Z"});
}

SslContextPointer Certificates::Server(const std::string& name) const {
  SslContextPointer context(SSL_CTX_new(TLS_server_method()));
  EXPECT_EQ(SSL_CTX_use_certificate_file(
                context.get(), Path(name + ".pem").c_str(), SSL_FILETYPE_PEM),
            1);
  EXPECT_EQ(SSL_CTX_use_PrivateKey_file(
                context.get(), Path(name + ".key").c_str(), SSL_FILETYPE_PEM),
            1);
  return context;
}

void Certificates::Authority(const std::string& name) {
  Openssl(directory_.path(), {"req", "-x509", "-newkey", "rsa:2048", "-nodes",
                              "-keyout", name + ".key", "-out", name + ".pem",
                              "-days", "30", "-subj", "/CN=" + name});
}

void Certificates::Issue(const std::string& name, const std::string& subject) {
  directory_.Write(name + ".ext", "subjectAltName=" + subject + "\n");
  Openssl(directory_.path(),
          {"req", "-newkey", "rsa:2048", "-nodes", "-keyout", name + ".key",
           "-out", name + ".csr", "-subj", "/CN=localhost"});
  Openssl(directory_.path(),
          {"x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey",
           "ca.key", "-CAcreateserial", "-out", name + ".pem", "-days", "30",
           "-extfile", name + ".ext"});
}

}  // namespace hermes::gateway::upstream
