// OpenSSL, SQLite and c-ares refer to functions of libc that a static program
// can do only with the help of modules, which in a foreign image are those of
// another libc. The gateway never calls them: names are resolved by DnsLookup,
// no extension of SQLite and no provider of OpenSSL is loaded. These
// definitions take their place; each says that there is nothing.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstddef>

namespace {

// No const: that is what dlerror() returns.
char no_modules[] = "this program loads no modules";

}  // namespace

extern "C" {

// The linker makes every call of dlopen() a call of this function (--wrap),
// whose name is the linker's choice. A definition of dlopen() would not do:
// libc's start-up code brings its own along, and GNU ld warns of that.
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
