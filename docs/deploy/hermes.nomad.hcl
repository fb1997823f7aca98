# nomad job run docs/deploy/hermes.nomad.hcl
job "hermes" {
  type = "service"

  group "hermes" {
    # One volume is for one gateway.
    count = 1

    network {
      port "api" {
        to = 8642
      }
    }

    volume "data" {
      type            = "host"
      source          = "hermes-data"
      access_mode     = "single-node-writer"
      attachment_mode = "file-system"
    }

    restart {
      attempts = 10
      interval = "30m"
      delay    = "15s"
      mode     = "delay"
    }

    # The old allocation ends before the new one starts.
    update {
      max_parallel = 1
      canary       = 0
    }

    task "gateway" {
      driver = "docker"
      user   = "10000:10000"

      # HERMES_ENTRY_STOP_TIMEOUT is 75 seconds. The client's own limit,
      # max_kill_timeout (30s by default), must be raised to at least this.
      kill_signal  = "SIGTERM"
      kill_timeout = "80s"

      config {
        image           = "hermes:debian"
        args            = ["gateway", "run"]
        ports           = ["api"]
        readonly_rootfs = true
        cap_drop        = ["all"]
        security_opt    = ["no-new-privileges"]
        mount {
          type   = "tmpfs"
          target = "/run"
        }
        mount {
          type   = "tmpfs"
          target = "/tmp"
        }
      }

      volume_mount {
        volume      = "data"
        destination = "/opt/data"
      }

      template {
        destination = "secrets/hermes.env"
        data        = <<-EOT
          {{ with nomadVar "nomad/jobs/hermes" }}API_SERVER_KEY={{ .api_server_key }}{{ end }}
        EOT
        uid         = 10000
        gid         = 10000
        perms       = "0400"
        change_mode = "restart"
      }

      env {
        API_SERVER_HOST         = "0.0.0.0"
        HERMES_ENV_FILE         = "/secrets/hermes.env"
        HERMES_GATEWAY_ON_FATAL = "exit"
      }

      service {
        provider = "nomad"
        name     = "hermes"
        port     = "api"
        check {
          type     = "http"
          path     = "/health"
          interval = "10s"
          timeout  = "2s"
        }
      }

      resources {
        cpu    = 100
        memory = 256
      }
    }
  }
}
