#ifndef HERMES_TESTS_DEPLOY_MANIFEST_H_
#define HERMES_TESTS_DEPLOY_MANIFEST_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace hermes::fixture {

// A manifest of docs/deploy, translated to docker options. The volumes are
// directories of this host with the owner and mode that the kubelet gives them:
// root, and writable for the group (fsGroup). The destructor removes them.
class Manifest {
 public:
  // `file` is its path relative to docs/deploy.
  explicit Manifest(const std::string& file, gid_t group = 10000);
  ~Manifest();
  Manifest(const Manifest&) = delete;
  Manifest& operator=(const Manifest&) = delete;

  std::vector<std::string> options;
  std::vector<std::string> arguments;
  std::vector<std::string> probe;
  // The API's key, which is in the secret.
  std::string key;

 private:
  void MakeVolumes(gid_t group) const;

  std::string host_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_DEPLOY_MANIFEST_H_
