#ifndef HERMES_TESTS_HOSTILE_ROOT_HOSTILE_FILES_H_
#define HERMES_TESTS_HOSTILE_ROOT_HOSTILE_FILES_H_

#include <sys/types.h>

#include <string>

namespace hermes::fixture {

// What a hostile uid leaves where root will pass. Each function runs inside a
// container (ContainerOptions::prepare or PidNamespace::Call), makes its files
// as root and gives them to `owner`, and ends the process if that fails.

void PlantDirectory(const std::string& path, uid_t owner, mode_t mode = 0755);
void PlantFile(const std::string& path, uid_t owner, const std::string& text,
               mode_t mode = 0644);
void PlantLink(const std::string& target, const std::string& path, uid_t owner);
// A chain of `levels` directories below `path`, which is made as well.
void PlantDeepTree(const std::string& path, int levels, uid_t owner);
// An empty file system at `path`, which is made if it is missing.
void PlantMount(const std::string& path);

// Raises the limit of open files as far as this machine lets it: a walk that
// recurses then meets the end of its stack before the end of its descriptors.
void RaiseOpenFiles();

// "uid:gid mode" of what is at `path` (a link itself), or "missing".
std::string OwnerAndMode(const std::string& path);
// The owner of the deepest directory of a chain that PlantDeepTree() made, or
// -1 if the chain is shorter than `levels`.
long OwnerOfDeepest(const std::string& path, int levels);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_ROOT_HOSTILE_FILES_H_
