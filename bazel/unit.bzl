"""Macros for a unit (one header, one source, one library) and for its test."""

load("//gateway:copts.bzl", "COPTS")

_FEATURES = [
    # An include of a header that no direct dependency owns is an error.
    "layering_check",
    # A header that does not compile by itself is an error, too.
    "parse_headers",
]

def _copts(copts):
    package = native.package_name()
    for root in ["gateway", "tests/gateway"]:
        if package == root or package.startswith(root + "/"):
            return COPTS + copts
    return copts

def unit(name, srcs = None, hdrs = None, copts = [], **kwargs):
    """Defines a library of NAME.h and NAME.cc, or of the one that exists.

    Args:
      name: the library's name.
      srcs: its sources, if not only NAME.cc.
      hdrs: its headers, if not only NAME.h.
      copts: compiler options in addition to those of all units.
      **kwargs: as for cc_library.
    """
    native.cc_library(
        name = name,
        srcs = native.glob([name + ".cc"]) if srcs == None else srcs,
        hdrs = native.glob([name + ".h"]) if hdrs == None else hdrs,
        copts = _copts(copts),
        features = _FEATURES,
        **kwargs
    )

def unit_test(
        name,
        srcs = None,
        size = "small",
        copts = [],
        deps = [],
        main = "@system//:gtest_main",
        **kwargs):
    """Defines a test with the source NAME.cc.

    Args:
      name: the test's name.
      srcs: its sources, if not only NAME.cc.
      size: as for cc_test.
      copts: compiler options in addition to those of all units.
      deps: dependencies in addition to GoogleTest.
      main: the library that has main(); None if the test has its own.
      **kwargs: as for cc_test.
    """
    native.cc_test(
        name = name,
        size = size,
        srcs = [name + ".cc"] if srcs == None else srcs,
        copts = _copts(copts),
        features = _FEATURES,
        deps = deps + ([main] if main else []),
        **kwargs
    )
