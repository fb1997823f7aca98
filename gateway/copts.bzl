"""What every C++ target of the gateway and its tests is compiled with."""

COPTS = [
    "-std=c++20",
    "-Wconversion",
    "-Wno-sign-conversion",
    # A false alarm of g++ 12, optimized, in coroutines whose frames Boost.Asio
    # allocates and frees.
    "-Wno-mismatched-new-delete",
]
