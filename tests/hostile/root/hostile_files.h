#ifndef HERMES_TESTS_HOSTILE_ROOT_HOSTILE_FILES_H_
#define HERMES_TESTS_HOSTILE_ROOT_HOSTILE_FILES_H_

#include <sys/types.h>

#include <string>

namespace hermes::fixture {

// Functions that create files as a hostile uid could leave them for root. Call
// them inside a container (ContainerOptions::prepare or PidNamespace::Call).
// They create the files as root, give them to `owner`, and end the process if
// that fails.

void PlantDirectory(const std::string& path, uid_t owner, mode_t mode = 0755);
void PlantFile(const std::string& path, uid_t owner, const std::string& text,
               mode_t mode = 0644);
void PlantLink(const std::string& target, const std::string& path, uid_t owner);
// Creates `path` and a chain of `levels` directories below it.
void PlantDeepTree(const std::string& path, int levels, uid_t owner);
// Mounts an empty file system at `path`, which is created if it is missing.
void PlantMount(const std::string& path);

// Raises the limit of open files as far as this machine allows, so that a
// recursive walk runs out of stack before it runs out of descriptors.
void RaiseOpenFiles();

// Returns "uid:gid mode" of the file at `path` (a link is not followed), or
// "missing".
std::string OwnerAndMode(const std::string& path);
// Returns the owner of the deepest directory that PlantDeepTree() made, or
// -1 if the chain is shorter than `levels`.
long OwnerOfDeepest(const std::string& path, int levels);

}  // namespace hermes::fixture

#endif  // HERMES_TESTS_HOSTILE_ROOT_HOSTILE_FILES_H_
