// glog asks libunwind for the stack that it prints below a fatal message.
// Debian's libunwind.a is not position-independent, and it defines the
// functions that throw exceptions a second time, so that a static program that
// links it and libgcc crashes at its first exception. These definitions take
// its place: a fatal message is printed without a stack, as in every stripped
// program.
#define UNW_LOCAL_ONLY
#include <libunwind.h>

extern "C" {

#if defined(__x86_64__)
// On other architectures it is inline.
int unw_tdep_getcontext(unw_tdep_context_t* /*context*/) { return 0; }
#endif

int unw_init_local(unw_cursor_t* /*cursor*/, unw_context_t* /*context*/) {
  return -UNW_EUNSPEC;
}

int unw_step(unw_cursor_t* /*cursor*/) { return -UNW_EUNSPEC; }

int unw_get_reg(unw_cursor_t* /*cursor*/, unw_regnum_t /*number*/,
                unw_word_t* /*value*/) {
  return -UNW_EUNSPEC;
}

}  // extern "C"
