#include "gateway/profile/create_profile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/config/config_files.h"
#include "gateway/files/durable_file.h"
#include "gateway/files/home_directory.h"
#include "gateway/profile/config_clone.h"
#include "gateway/profile/free_port.h"
#include "gateway/profile/profile_choice.h"
#include "gateway/profile/profile_contents.h"
#include "gateway/profile/profiles_directory.h"
#include "gateway/profile/staged_profile.h"
#include "gateway/profile/tree_copy.h"
#include "gateway/seeding/random_hex.h"
#include "gateway/seeding/seed_plan.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

constexpr size_t kLargestSoul = 1 << 20;
constexpr int kDirectoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// The files of the source profile, read before anything is created.
struct Source {
  UniqueFd home;
  UniqueFd skills;  // invalid if there are none, or they are not wanted
};

absl::Status AsFileError(const absl::Status& status, const std::string& home) {
  const std::string message = absl::StrCat(home, ": ", status.message());
  if (absl::IsPermissionDenied(status)) {
    return absl::PermissionDeniedError(message);
  }
  if (absl::IsResourceExhausted(status)) {
    return absl::ResourceExhaustedError(
        absl::StrCat(message, "; make room and try again"));
  }
  return absl::NotFoundError(message);
}

absl::StatusOr<UniqueFd> OpenSource(const CreateRequest& request,
                                    const std::string& home) {
  UniqueFd fd(open(home.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.valid()) return fd;
  if (errno == ENOENT || errno == ENOTDIR) {
    return absl::InvalidArgumentError(
        absl::StrCat("there is no profile '", *request.source,
                     "' to clone: ", home, " does not exist"));
  }
  return ProfileFileError(errno, absl::StrCat("cannot open ", home));
}

absl::Status ReadSoul(int home_fd, const std::string& home,
                      NewProfile* profile) {
  absl::StatusOr<std::string> soul =
      ReadSmallFile(home_fd, "SOUL.md", kLargestSoul);
  if (absl::IsNotFound(soul.status())) return absl::OkStatus();
  if (!soul.ok()) return AsFileError(soul.status(), home);
  profile->soul = *std::move(soul);
  return absl::OkStatus();
}

absl::Status ReadConfig(int home_fd, const std::string& home,
                        NewProfile* profile,
                        std::vector<std::string>* remarks) {
  const absl::StatusOr<std::string> text = ReadYamlText(home_fd, home);
  if (!text.ok()) return text.status();
  if (text->empty()) return absl::OkStatus();
  absl::StatusOr<ConfigClone> clone = CloneConfig(*text);
  if (!clone.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(
        home, "/config.yaml:", clone.status().message(),
        "; correct that line, or create the profile without a clone"));
  }
  if (!clone->left_out.empty()) {
    remarks->push_back(absl::StrCat("not copied from ", home, "/config.yaml: ",
                                    absl::StrJoin(clone->left_out, ", ")));
  }
  profile->config = std::move(clone->text);
  return absl::OkStatus();
}

absl::StatusOr<Source> ReadSource(const CreateRequest& request,
                                  NewProfile* profile,
                                  std::vector<std::string>* remarks) {
  Source source;
  if (!request.source.has_value()) return source;
  const std::string home = ProfileHome(request.root, *request.source);
  absl::StatusOr<UniqueFd> fd = OpenSource(request, home);
  if (!fd.ok()) return fd.status();
  source.home = *std::move(fd);
  absl::Status status = ReadSoul(source.home.get(), home, profile);
  if (status.ok()) {
    status = ReadConfig(source.home.get(), home, profile, remarks);
  }
  if (!status.ok()) return status;
  if (request.skills) {
    source.skills.reset(openat(source.home.get(), "skills", kDirectoryFlags));
  }
  remarks->push_back(absl::StrCat(
      "not copied from ", home,
      ": .env (put the keys of your model into the new one), platforms, "
      "allow-lists, cron jobs, history"));
  return source;
}

absl::Status Fill(int fd, const SeedPlan& plan) {
  for (const std::string& name : plan.directories) {
    if (mkdirat(fd, name.c_str(), 0755) != 0 && errno != EEXIST) {
      return ProfileFileError(errno, absl::StrCat("cannot create ", name));
    }
  }
  for (const SeedFile& file : plan.files) {
    absl::Status made = CreateFile(fd, file.name, file.content, file.mode);
    if (!made.ok()) return made;
  }
  return absl::OkStatus();
}

absl::Status CopySkills(const Source& source, int fd,
                        std::vector<std::string>* remarks) {
  if (!source.skills.valid()) return absl::OkStatus();
  const absl::StatusOr<int> passed_over =
      CopyTree(source.skills.get(), fd, "skills");
  if (!passed_over.ok()) return passed_over.status();
  if (*passed_over > 0) {
    remarks->push_back(absl::StrCat("not copied from skills: ", *passed_over,
                                    " links or special files"));
  }
  return absl::OkStatus();
}

// Chooses the port and publishes the profile under one lock, so that two
// commands never choose the same port.
absl::Status FinishAndPublish(const ProfilesDirectory& directory,
                              const CreateRequest& request,
                              StagedProfile& staged, CreatedProfile* created) {
  const absl::StatusOr<std::string> key = RandomKey();
  if (!key.ok()) return key.status();
  const absl::StatusOr<UniqueFd> lock = LockProfiles(directory);
  if (!lock.ok()) return lock.status();
  const absl::StatusOr<uint16_t> port = NextFreePort(
      PortsOfAllProfiles(request.root, request.environment, &created->remarks));
  if (!port.ok()) return port.status();
  created->port = *port;
  const SeedFile dotenv = ProfileDotenv(*key, *port);
  absl::Status status =
      CreateFile(staged.fd(), dotenv.name, dotenv.content, dotenv.mode);
  if (!status.ok()) return AsFileError(status, created->home);
  return staged.Publish(*lock);
}

}  // namespace

absl::StatusOr<CreatedProfile> CreateProfile(const CreateRequest& request) {
  CreatedProfile created;
  created.home = ProfileHome(request.root, request.name);
  NewProfile profile;
  profile.description = request.description;
  const absl::StatusOr<Source> source =
      ReadSource(request, &profile, &created.remarks);
  if (!source.ok()) return source.status();
  // Creates the root if it is missing, and verifies that it is writable.
  const absl::StatusOr<HomeDirectory> root =
      OpenHome(request.root, MissingHome::kMake);
  if (!root.ok()) return root.status();
  const absl::StatusOr<ProfilesDirectory> directory =
      OpenProfiles(request.root);
  if (!directory.ok()) return directory.status();
  absl::StatusOr<StagedProfile> staged =
      StagedProfile::Make(*directory, request.name);
  if (!staged.ok()) return staged.status();
  absl::Status status = Fill(staged->fd(), PlanProfile(profile));
  if (status.ok()) status = CopySkills(*source, staged->fd(), &created.remarks);
  if (!status.ok()) return AsFileError(status, created.home);
  status = FinishAndPublish(*directory, request, *staged, &created);
  if (!status.ok()) return status;
  return created;
}

}  // namespace hermes::gateway
