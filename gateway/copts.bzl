"""What every C++ target of the gateway and its tests is compiled with."""

COPTS = [
    "-std=c++20",
    "-Wconversion",
    "-Wno-sign-conversion",
]
