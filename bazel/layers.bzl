"""The layers of the code, and which packages may use which.

docs/architecture.md describes each folder; //tests/style:layers_test compares
that page and every include with these lists.
"""

# From top to bottom. A folder may use the folders of the lists below its own,
# but no other folder of its own list.
SHIM_LAYERS = [
    ["shim"],
    ["shim/entry"],
    ["shim/init"],
    ["shim/reconcile"],
    ["shim/manager", "shim/scripts", "shim/supervision"],
    ["shim/slot"],
    ["shim/facts"],
    ["shim/invocation"],
    ["shim/privileges", "shim/profile"],
    ["shim/base"],
]

GATEWAY_LAYERS = [
    ["gateway"],
    ["gateway/dashboard"],
    ["gateway/dashboard/login", "gateway/dashboard/view", "gateway/lifecycle"],
    ["gateway/api", "gateway/control", "gateway/diagnostics", "gateway/sessions"],
    ["gateway/metrics", "gateway/profile", "gateway/session", "gateway/upstream"],
    ["gateway/lock", "gateway/turn"],
    [
        "gateway/config",
        "gateway/http",
        "gateway/logging",
        "gateway/seeding",
        "gateway/state",
    ],
    ["gateway/command", "gateway/files", "gateway/loop"],
]

# The folders of the shim that the gateway may use: operating slots, profiles,
# and small values.
SHIM_FOR_THE_GATEWAY = ["shim/manager", "shim/profile", "shim/base"]

def _above(layers, package):
    above = []
    for layer in layers:
        if package in layer:
            return above
        above = above + layer
    fail("%s is in no layer: add it to bazel/layers.bzl" % package)

def default_visibility(package):
    """Returns the packages that may depend on targets of `package`.

    Args:
      package: package_name().
    """
    if package == "tests" or package.startswith("tests/"):
        return ["//tests:__subpackages__"]
    if package == "gateway" or package.startswith("gateway/"):
        users = _above(GATEWAY_LAYERS, package)
    else:
        users = _above(SHIM_LAYERS, package)
        if package in SHIM_FOR_THE_GATEWAY:
            for layer in GATEWAY_LAYERS:
                users = users + layer
    return ["//tests:__subpackages__"] + [
        "//%s:__pkg__" % user
        for user in users
    ]
