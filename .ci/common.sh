# Shared by ./test, ./bench and ./run. Sourced, never run. The caller stands in the repository's root.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en
# A build server that outlives the script would keep its output pipe open, and `./test | tail` would never end.
export MSBUILDDISABLENODEREUSE=1

# dotnet and NuGet want a home to write to; a build account may have none.
if ! [ -w "${HOME:-/nowhere}" ]; then
  export HOME="${TMPDIR:-/tmp}/datasharing-home-$(id -u)"
  mkdir -p "$HOME"
fi

# Says why the .NET SDK cannot be used, in one sentence; nothing when it can.
sdk_problem() {
  if ! command -v dotnet >/dev/null 2>&1; then
    echo "The .NET 10 SDK is not installed (no 'dotnet' on the PATH); install it from https://dotnet.microsoft.com/download and try again."
    return
  fi
  # dotnet itself applies global.json, roll-forward rule included.
  local wanted installed said
  said=$(dotnet --version 2>&1) && return
  wanted=$(sed -n 's/.*"version"[: ]*"\([^"]*\)".*/\1/p' global.json | head -n 1)
  installed=$(cd / && dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ' -)
  case " $installed " in
    *" $wanted "*) echo "dotnet does not work here: $(head -n 1 <<<"$said")" ;;
    *) echo "The .NET SDK $wanted (or a later one that global.json allows) is needed, but installed here: ${installed:-none}." ;;
  esac
}

# need COMMAND PACKAGE…: installs the distribution's packages when the command is missing.
apt_updated=
need() {
  local command=$1
  shift
  command -v "$command" >/dev/null 2>&1 && return 0
  apt_install "'$command'" "$@" || return 1
  command -v "$command" >/dev/null 2>&1 || { echo "'$command' is still missing after installing: $*." >&2; return 1; }
}

apt_install() {
  local what=$1 sudo=
  shift
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "$what is missing, and there is no apt-get here to install it with: install $* yourself and try again." >&2
    return 1
  fi
  if [ "$(id -u)" != 0 ]; then
    if ! { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }; then
      echo "$what is missing, and installing it needs root: apt-get install $*" >&2
      return 1
    fi
    sudo='sudo -n'
  fi
  if [ -z "$apt_updated" ]; then
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=400 update >&2 || { echo "apt-get update failed, so $what cannot be installed." >&2; return 1; }
    apt_updated=1
  fi
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=400 --no-install-recommends install "$@" >&2 ||
    { echo "Installing $what failed: apt-get install $*" >&2; return 1; }
}

# RabbitMQ with AMQP 1.0, and Apache Qpid Proton for the distribution's Python. Tests start a broker of their own on ports of its own.
need_broker() {
  [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && /usr/bin/python3 -c 'import proton' 2>/dev/null && return 0
  apt_install 'RabbitMQ or Qpid Proton' rabbitmq-server python3 python3-qpid-proton
}

# npm_locked FOLDER: exactly what its lock file says, no scripts of packages run; nothing to do when that is already there.
npm_locked() {
  local folder=$1
  if [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] && [ ! "$folder/package.json" -nt "$folder/node_modules/.package-lock.json" ]; then
    return 0
  fi
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || { echo "npm ci failed in $folder." >&2; return 1; }
}

# The build copies the pages' style sheets and scripts from locked npm packages.
need_for_pages() { need node nodejs && need npm npm; }
