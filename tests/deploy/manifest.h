#ifndef HERMES_TESTS_DEPLOY_MANIFEST_H_
#define HERMES_TESTS_DEPLOY_MANIFEST_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace hermes::fixture {

// A manifest of docs/deploy as docker's options: what it asks a platform for is
// asked of docker. The volumes are directories of this host as the kubelet
// makes them: root's, open for the group (fsGroup). Removed by the destructor.
class Manifest {
 public:
  // `file` is its path from docs/deploy.
  explicit Manifest(const std::string& file, gid_t group = 10000);
  ~Manifest();
  Manifest(const Manifest&) = delete;
  Manifest& operator=(const Manifest&) = delete;

  std::vector<std::string> options;
  std::vector<std::string> arguments;
  std::vector<std::string> probe;
  // The API's key, which the secret has.
  std::string key;

 private:
  void MakeVolumes(gid_t group) const;

  std::string host_;
};

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_DEPLOY_MANIFEST_H_
