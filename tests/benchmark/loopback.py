"""Starts the programs to measure as servers on this machine's loopback."""

import http.client
import os
import resource
import shutil
import socket
import subprocess
import tempfile
import time

PATIENCE_SECS = 30
# The API key of every program that needs one. The ports are on loopback only.
KEY = "benchmark-key-" + os.urandom(8).hex()
# The gateway's response to /health, so that the peers return the same.
HEALTH_BODY = '{"status":"ok","platform":"hermes-agent","version":"0.1.0"}'


def allow_many_files():
    """Allows this process and its children to open thousands of streams."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path):
    """Returns status and body of GET PATH; status 0 if there is no
    response."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


class Program:
    """A program with a directory of its own. As a context manager it stops the
    program at the end, by its pid."""

    def __init__(self, name):
        self.name = name
        self.directory = tempfile.mkdtemp(prefix=f"hermes-bench-{name}-")
        self.process = None

    def start(self, argv, **options):
        with open(f"{self.directory}/output", "wb") as output:
            self.process = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, **options)

    def output(self):
        with open(f"{self.directory}/output", encoding="utf-8",
                  errors="replace") as file:
            return file.read()

    def wait_until(self, condition):
        deadline = time.monotonic() + PATIENCE_SECS
        while not condition():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} does not serve:\n"
                                   + self.output())
            time.sleep(0.0005)

    def serving_pid(self):
        """Returns the pid of the process that handles requests."""
        return self.process.pid

    def end(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        shutil.rmtree(self.directory)


class FakeUpstream(Program):
    """The server with the model."""

    def __init__(self, bin_dir):
        super().__init__("upstream")
        self.start([f"{bin_dir}/tests/gateway/upstream_fake/fake_upstream"])
        self.wait_until(lambda: "/v1\n" in self.output())
        self.port = int(self.output().rsplit(":", 1)[1].split("/")[0])
        self.url = f"http://127.0.0.1:{self.port}/v1"


NGINX_CONFIG = """
daemon off;
worker_processes 1;
worker_rlimit_nofile {files};
pid {dir}/pid;
error_log stderr;
events {{ worker_connections {files}; }}
http {{
  access_log off;
  client_body_temp_path {dir}/client;
  proxy_temp_path {dir}/proxy;
  fastcgi_temp_path {dir}/fastcgi;
  uwsgi_temp_path {dir}/uwsgi;
  scgi_temp_path {dir}/scgi;
  default_type application/json;
  upstream kept {{ server 127.0.0.1:{upstream}; keepalive 4096; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    proxy_buffering off;
    proxy_http_version 1.1;
    location = /health {{ return 200 '{health}'; }}
    location /v1/ {{
      proxy_pass http://kept;
      proxy_set_header Connection "";
    }}
    location /close/v1/ {{ proxy_pass http://127.0.0.1:{upstream}/v1/; }}
  }}
}}
"""


class Nginx(Program):
    """nginx with one worker. It answers GET /health itself and passes /v1/ to
    the upstream over connections that it keeps, /close/v1/ over new ones."""

    def __init__(self, program, upstream):
        super().__init__("nginx")
        self.port = free_port()
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        with open(f"{self.directory}/nginx.conf", "w") as config:
            config.write(NGINX_CONFIG.format(
                dir=self.directory, port=self.port, upstream=upstream.port,
                files=min(files, 20000), health=HEALTH_BODY))
        # If root runs this, nginx's worker is another user and needs access.
        os.chmod(self.directory, 0o755)
        self.start([program, "-p", self.directory, "-c",
                    f"{self.directory}/nginx.conf", "-e", "stderr"])
        self.wait_until(lambda: get(self.port, "/health")[0] == 200)
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self.closing_url = f"http://127.0.0.1:{self.port}/close/v1"

    def serving_pid(self):
        pid = self.process.pid
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            [worker] = file.read().split()
        return int(worker)


GATEWAY_CONFIG = """
model:
  provider: custom
  base_url: {upstream}
  model: fake-model
platforms:
  api_server:
    extra:
      max_connections: 5000
"""


class Gateway(Program):
    """The gateway with one upstream. `program` is the path of its binary."""

    def __init__(self, program, upstream):
        super().__init__("gateway")
        self.program = program
        self.port = free_port()
        self.home = f"{self.directory}/home"
        os.mkdir(self.home, 0o700)
        with open(f"{self.home}/config.yaml", "w") as config:
            config.write(GATEWAY_CONFIG.format(upstream=upstream.url))
        self.url = f"http://127.0.0.1:{self.port}/v1"

    def launch(self):
        """Starts it. Returns milliseconds until it has reported its readiness,
        and until /health answers."""
        reading, writing = os.pipe()
        environment = {
            "HERMES_HOME": self.home,
            "HERMES_ALLOW_ROOT_GATEWAY": "1",
            "HERMES_GATEWAY_MAX_STARTS": "0",
            "HERMES_NOTIFY_FD": str(writing),
            "API_SERVER_KEY": KEY,
            "API_SERVER_PORT": str(self.port),
            "API_SERVER_MAX_CONCURRENT_RUNS": "0",
        }
        begin = time.monotonic_ns()
        self.start([self.program, "gateway", "run"], env=environment,
                   pass_fds=(writing,))
        os.close(writing)
        notification = os.read(reading, 1)
        ready = (time.monotonic_ns() - begin) / 1e6
        os.close(reading)
        if notification != b"\n":
            self.process.wait(PATIENCE_SECS)
            raise RuntimeError("the gateway did not start:\n" + self.output())
        self.wait_until(lambda: get(self.port, "/health")[0] == 200)
        return ready, (time.monotonic_ns() - begin) / 1e6
