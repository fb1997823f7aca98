"""Starts and measures containers through the docker command line."""

import calendar
import http.client
import os
import signal
import subprocess
import time

LABEL = f"hermes-entry-test={os.getpid()}"
IMAGE = os.environ.get("HERMES_IMAGE_REPOSITORY", "hermes") + ":debian"
# A server in place of the gateway that only answers GET /health. Its Python is
# the host's.
PYTHON_SERVER = """
import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"status":"ok"}')
http.server.HTTPServer(("0.0.0.0", 8642), Handler).serve_forever()
"""


def docker(*arguments):
    """Runs docker and returns its stdout."""
    result = subprocess.run(("docker",) + arguments, check=False, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if result.returncode != 0:
        raise RuntimeError(f"docker {arguments[0]}: {result.stderr}")
    return result.stdout.strip()


def run_to_end(options, arguments):
    """Runs a command that prints the time in nanoseconds by `docker run --rm`.

    Returns milliseconds until the command's first instructions, and until its
    end."""
    begin = time.time_ns()
    out = docker("run", "--rm", "--label", LABEL, *options, IMAGE, *arguments)
    end = time.time_ns()
    return (int(out) - begin) / 1e6, (end - begin) / 1e6


def volume_with_files(count):
    """Creates a volume with COUNT small files of the hermes user, a thousand
    per directory. Returns its name."""
    volume = docker("volume", "create", "--label", LABEL)
    docker("run", "--rm", "--label", LABEL, "-v", f"{volume}:/opt/data",
           "--entrypoint", "/bin/sh", "-u", "hermes", IMAGE, "-c",
           f"for d in $(seq {count // 1000}); do"
           " mkdir -p /opt/data/sessions/$d &&"
           " cd /opt/data/sessions/$d && seq 1000 | xargs touch || exit;"
           " done")
    return volume


class Container:
    """A running container. The caller must call remove()."""

    def __init__(self, options, arguments):
        self.begin = time.time_ns()
        self.id = docker("run", "-d", "--label", LABEL, *options, IMAGE,
                         *arguments)

    def milliseconds(self):
        """Returns the time since `docker run` was called."""
        return (time.time_ns() - self.begin) / 1e6

    def main_pid(self):
        return int(docker("inspect", "-f", "{{.State.Pid}}", self.id))

    def pids(self):
        """Returns host pid and arguments of every process."""
        lines = docker("top", self.id, "-eo", "pid,args").splitlines()[1:]
        return [(int(pid), arguments) for pid, arguments in
                (line.strip().split(None, 1) for line in lines)]

    def wait_for_health(self):
        """Returns milliseconds from the start until GET /health returns
        200."""
        address = docker("port", self.id, "8642/tcp").splitlines()[0]
        port = int(address.rsplit(":", 1)[1])
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if _answers(port):
                return self.milliseconds()
            time.sleep(0.002)
        raise RuntimeError("no answer on /health: "
                           + docker("logs", self.id))

    def gateway_pid(self):
        """Returns the gateway's pid on the host."""
        [pid] = [pid for pid, arguments in self.pids()
                 if arguments.endswith("gateway run --replace")]
        return pid

    def kill_to_answer(self):
        """Kills the gateway by kill -9 when it has been ready for more than a
        second. Returns milliseconds until it answers again."""
        self.wait_for_health()
        time.sleep(1.5)
        pid = self.gateway_pid()
        begin = time.monotonic_ns()
        os.kill(pid, signal.SIGKILL)
        self.wait_for_health()
        return (time.monotonic_ns() - begin) / 1e6

    def ready_since(self):
        """Returns milliseconds from the start until the slot was ready."""
        stamp = docker(
            "exec", self.id, "/bin/sh", "-c",
            "/command/s6-svstat -o readysince /run/service/gateway-default |"
            " TZ=UTC /usr/bin/s6-tai64nlocal -g")
        date, seconds = stamp.rsplit(".", 1)
        whole = time.strptime(date + " UTC", "%Y-%m-%d %H:%M:%S %Z")
        nanoseconds = calendar.timegm(whole) * 10**9 + int(seconds[:9])
        return (nanoseconds - self.begin) / 1e6

    def stop(self):
        """Returns the milliseconds that `docker stop` takes."""
        begin = time.monotonic_ns()
        docker("stop", "-t", "60", self.id)
        return (time.monotonic_ns() - begin) / 1e6

    def remove(self):
        docker("rm", "-f", "-v", self.id)


def _answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


PUBLISHED = ("-p", "127.0.0.1::8642", "-e", "API_SERVER_HOST=0.0.0.0")


def supervised(*options):
    return Container(PUBLISHED + options, ("gateway", "run"))


def host_network(variables):
    """Starts a supervised container on this machine's own network."""
    options = ["--network", "host"]
    for name, value in variables.items():
        options += ["-e", f"{name}={value}"]
    return Container(options, ("gateway", "run"))


def unsupervised():
    return Container(PUBLISHED, ("gateway", "run", "--no-supervise"))


def python_server():
    return Container(("-p", "127.0.0.1::8642", "-v", "/usr:/usr:ro",
                      "--entrypoint", "/usr/bin/python3"),
                     ("-c", PYTHON_SERVER))


def tini():
    return Container(("-v", "/usr/bin/tini-static:/tini:ro", "--entrypoint",
                      "/tini"), ("--", "sleep", "infinity"))
