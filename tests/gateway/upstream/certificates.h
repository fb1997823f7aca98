#ifndef TESTS_GATEWAY_UPSTREAM_CERTIFICATES_H_
#define TESTS_GATEWAY_UPSTREAM_CERTIFICATES_H_

#include <string>

#include "gateway/upstream/tls_context.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::upstream {

// Two certificate authorities, `ca` and `other`, and certificates of the first:
// `name` for localhost, `wrong` for else.test, `address` for 127.0.0.1, and
// `expired`. Each object creates them with openssl(1), which takes a second.
class Certificates {
 public:
  Certificates();

  // Returns the path of ca.pem, name.pem, name.key and so on.
  std::string Path(const std::string& name) const {
    return directory_.Path(name);
  }
  // Returns a server's context with the certificate `name`.
  SslContextPointer Server(const std::string& name) const;

 private:
  void Authority(const std::string& name);
  void Issue(const std::string& name, const std::string& subject);

  TempDirectory directory_;
};

}  // namespace hermes::gateway::upstream

#endif  // TESTS_GATEWAY_UPSTREAM_CERTIFICATES_H_
