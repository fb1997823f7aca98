// OpenSSL, SQLite and c-ares refer to functions of libc that load modules in a
// static program; in a foreign image those would be modules of another libc.
// The gateway never calls these functions: DnsLookup resolves names, and no
// SQLite extension and no OpenSSL provider is loaded. The definitions here
// replace them; each reports that nothing was found.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstddef>

namespace {

// Not const, because dlerror() returns a char*.
char no_modules[] = "this program loads no modules";

}  // namespace

extern "C" {

// With --wrap the linker replaces every call of dlopen() by a call of this
// function; the linker prescribes its name. A definition of dlopen() would not
// work: libc's start-up code has its own, and GNU ld warns about that.
// NOLINTNEXTLINE(bugprone-reserved-identifier)
void* __wrap_dlopen(const char* /*file*/, int /*mode*/) noexcept {
  return nullptr;
}

void* dlsym(void* /*handle*/, const char* /*name*/) noexcept { return nullptr; }

int dlclose(void* /*handle*/) noexcept { return -1; }

char* dlerror() noexcept { return no_modules; }

int dladdr(const void* /*address*/, Dl_info* /*info*/) noexcept { return 0; }

int getaddrinfo(const char* /*name*/, const char* /*service*/,
                const addrinfo* /*hints*/, addrinfo** result) {
  *result = nullptr;
  return EAI_FAIL;
}

void freeaddrinfo(addrinfo* /*info*/) noexcept {}

const char* gai_strerror(int /*error*/) noexcept { return no_modules; }

int getnameinfo(const sockaddr* /*address*/, socklen_t /*size*/, char* /*host*/,
                socklen_t /*host_size*/, char* /*service*/,
                socklen_t /*service_size*/, int /*flags*/) {
  return EAI_FAIL;
}

hostent* gethostbyname(const char* /*name*/) {
  h_errno = NO_RECOVERY;
  return nullptr;
}

servent* getservbyname(const char* /*name*/, const char* /*protocol*/) {
  return nullptr;
}

int getservbyport_r(int /*port*/, const char* /*protocol*/, servent* /*entry*/,
                    char* /*buffer*/, size_t /*size*/, servent** result) {
  *result = nullptr;
  return ENOENT;
}

}  // extern "C"
