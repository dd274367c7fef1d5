#!/usr/bin/env bash
# Makes sure that what the tests talk to answers: RabbitMQ, PostgreSQL, a browser.
#   ensure_services.sh FILE [amqp] [database] [browser]   (all three when none is named)
#   ensure_services.sh FILE stop                          (ends what was started under .cache or in Docker)
# writes to FILE the TERREAU_TEST_* variables that lead to them. For each one, in this order: the one that answers, an installed
# one that is started, one installed with apt (root on Debian or Ubuntu), one in Docker; else says what is missing and fails.
# A test run never goes on without a service: nothing is skipped for want of one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly env_file="${1:?usage: ensure_services.sh FILE [amqp] [database] [browser]}"
shift
here="$(pwd -P)"
readonly here private="$here/.cache/services" compose_file="deploy/compose/tests.yml"
readonly start_limit_s=90
# Ports and names of private servers carry the checkout, so that two checkouts never share one.
checkout_number="$(($(printf '%s' "$here" | cksum | cut -d ' ' -f 1) % 5000))"
readonly checkout_number

say() { printf '%s\n' "$*" >&2; }

# A shell word that POSIX shells and Python's shlex read back alike.
quoted() { printf "'%s'" "${1//\'/\'\\\'\'}"; }

is_root() { [ "$(id -u)" = 0 ]; }
has() { command -v "$1" >/dev/null 2>&1; }

# ---- what answers --------------------------------------------------------------------------------------------------------

last_refusal=""
answers() { # $1: amqp or database; proves that a room of one's own can be made there and entered
    local said status=0
    said="$(.venv/bin/python -m tests.support.brokers "$1" 2>&1)" || status=$?
    last_refusal="$(printf '%s\n' "$said" | head -n 3)"
    return "$status"
}

wait_until_answers() { # $1: amqp or database, $2: the process that will answer, when it is known: without it no wait
    local deadline=$((SECONDS + start_limit_s))
    until answers "$1"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        if [ -n "${2:-}" ] && ! kill -0 "$2" 2>/dev/null; then return 1; fi
        sleep 0.5
    done
}

# ---- apt and Docker ------------------------------------------------------------------------------------------------------

apt_is_updated=""
apt_install() { # $@: packages
    is_root && has apt-get && [ -f /etc/debian_version ] || return 1
    say "Installation par apt : $*…"
    local options=(-y -q -o DPkg::Lock::Timeout=300)
    if [ -z "$apt_is_updated" ]; then
        apt-get update -q >&2 || say "apt-get update a échoué ; essai avec les listes présentes."
        apt_is_updated=yes
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install "${options[@]}" --no-install-recommends "$@" >&2
}

compose() {
    if docker compose version >/dev/null 2>&1; then
        docker compose --file "$compose_file" "$@"
    else
        docker-compose --file "$compose_file" "$@"
    fi
}

start_in_docker() { # $1: a service of the compose file
    has docker && docker info >/dev/null 2>&1 || return 1
    say "Démarrage de $1 par Docker…"
    compose up --detach "$1" >&2
}

# ---- RabbitMQ ------------------------------------------------------------------------------------------------------------

start_system_rabbitmq() { # root: the node that the package runs
    is_root && has rabbitmq-server || return 1
    say "Démarrage de RabbitMQ…"
    if has systemctl && systemctl is-system-running --quiet 2>/dev/null; then
        systemctl start rabbitmq-server >&2 || true
    fi
    answers amqp || rabbitmq-server -detached >&2 || return 1
    wait_until_answers amqp
}

start_private_rabbitmq() { # anybody else: a node of the checkout, all its files under .cache
    is_root && return 1
    local bin home="$private/rabbitmq" port="$((20000 + checkout_number))" settings word pid
    bin="$(command -v /usr/lib/rabbitmq/bin/rabbitmq-server rabbitmq-server | head -n 1)"
    [ -n "$bin" ] || return 1
    say "Démarrage de RabbitMQ sous .cache (port $port)…"
    mkdir -p "$home"
    settings=(
        "HOME=$home" "ERL_EPMD_ADDRESS=127.0.0.1" "ERL_CRASH_DUMP=$home/erl_crash.dump"
        "RABBITMQ_NODENAME=terreau-$checkout_number@localhost" "RABBITMQ_NODE_PORT=$port"
        "RABBITMQ_NODE_IP_ADDRESS=127.0.0.1" "RABBITMQ_MNESIA_BASE=$home/data" "RABBITMQ_LOG_BASE=$home/log"
        "RABBITMQ_ENABLED_PLUGINS_FILE=$home/plugins" "RABBITMQ_CONF_ENV_FILE=$home/none" "RABBITMQ_PID_FILE=$home/pid"
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}"
    )
    TERREAU_TEST_AMQP_URL="amqp://guest:guest@127.0.0.1:$port/"
    TERREAU_TEST_RABBITMQCTL="env"
    for word in "${settings[@]}" "$(dirname "$bin")/rabbitmqctl"; do
        TERREAU_TEST_RABBITMQCTL+=" $(quoted "$word")"
    done
    export TERREAU_TEST_AMQP_URL TERREAU_TEST_RABBITMQCTL
    answers amqp && return 0
    # A session of its own where the system has them: the node outlives this script, and Ctrl-C does not reach it.
    local apart=(nohup)
    if has setsid; then apart+=(setsid); fi
    env "${settings[@]}" "${apart[@]}" "$bin" </dev/null >"$home/start.log" 2>&1 &
    pid=$!
    wait_until_answers amqp "$pid" && return 0
    tail -n 5 "$home/start.log" >&2
    return 1
}

start_docker_rabbitmq() {
    start_in_docker rabbitmq || return 1
    export TERREAU_TEST_AMQP_URL="amqp://guest:guest@127.0.0.1:56720/"
    export TERREAU_TEST_AMQP_ADMIN_URL="http://guest:guest@127.0.0.1:56780"
    wait_until_answers amqp
}

# ---- PostgreSQL ----------------------------------------------------------------------------------------------------------

start_debian_cluster() { # prints the port of a cluster that runs, started if need be
    local version name port status
    has pg_lsclusters || return 1
    while read -r version name port status _; do
        case "$status" in
            online*) ;;
            *) pg_ctlcluster "$version" "$name" start >&2 || continue ;;
        esac
        printf '%s\n' "$port"
        return 0
    done < <(pg_lsclusters --no-header | sort -t ' ' -k 1,1nr)
    return 1
}

as_postgres() { # runs as the owner of the server, whom its socket knows without a password
    if has runuser; then runuser -u postgres -- "$@"; else su postgres -s /bin/sh -c "$(printf '%q ' "$@")"; fi
}

start_system_postgresql() { # root: the cluster that the package runs, and a role of our own when it wants passwords
    is_root && has psql || return 1
    local port secret
    say "Démarrage de PostgreSQL…"
    if ! port="$(start_debian_cluster)"; then
        port=5432
        has systemctl && systemctl start postgresql >&2 || return 1
    fi
    export TERREAU_TEST_DATABASE_URL="postgresql://postgres@127.0.0.1:$port/postgres"
    answers database && return 0
    secret="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
    (cd / && as_postgres psql --quiet --no-psqlrc --port "$port" --set ON_ERROR_STOP=1 >&2) <<SQL || return 1
SET client_min_messages = warning;
DROP ROLE IF EXISTS terreau_test;
CREATE ROLE terreau_test LOGIN CREATEDB PASSWORD '$secret';
SQL
    export TERREAU_TEST_DATABASE_URL="postgresql://terreau_test:$secret@127.0.0.1:$port/postgres"
    wait_until_answers database
}

start_private_postgresql() { # anybody else: a cluster of the checkout, under .cache
    is_root && return 1
    local bin="" data="$private/postgresql" port="$((25000 + checkout_number))" candidate
    for candidate in /usr/lib/postgresql/*/bin/pg_ctl "$(command -v pg_ctl || true)"; do
        [ -x "$candidate" ] && bin="$(dirname "$candidate")"
    done
    [ -n "$bin" ] || return 1
    say "Démarrage de PostgreSQL sous .cache (port $port)…"
    mkdir -p "$private"
    if [ ! -f "$data/PG_VERSION" ]; then
        "$bin/initdb" --username=postgres --auth=trust --encoding=UTF8 --no-locale -D "$data" >"$private/initdb.log" 2>&1 || return 1
    fi
    export TERREAU_TEST_DATABASE_URL="postgresql://postgres@127.0.0.1:$port/postgres"
    answers database && return 0
    "$bin/pg_ctl" -D "$data" -l "$private/postgresql.log" -w -t "$start_limit_s" \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=" start >&2 || return 1
    wait_until_answers database
}

start_docker_postgresql() {
    start_in_docker postgres || return 1
    export TERREAU_TEST_DATABASE_URL="postgresql://postgres@127.0.0.1:54320/postgres"
    wait_until_answers database
}

# ---- the order, the same for both ----------------------------------------------------------------------------------------

remembered() { # $1: variable; what the last run wrote: a private server or a role of ours keeps its address and password
    # shellcheck disable=SC1090  # the file is written below
    [ ! -f "$env_file" ] || (. "$env_file" && printf '%s' "${!1:-}")
}

ensure_amqp() {
    if [ -n "${TERREAU_TEST_AMQP_URL:-}" ]; then
        answers amqp && return 0
        give_up TERREAU_TEST_AMQP_URL
    fi
    local variable refusal
    for variable in TERREAU_TEST_AMQP_URL TERREAU_TEST_AMQP_ADMIN_URL TERREAU_TEST_RABBITMQCTL; do
        declare -gx "$variable=$(remembered "$variable")"
    done
    if [ -n "$TERREAU_TEST_AMQP_URL" ] && answers amqp; then return 0; fi
    unset TERREAU_TEST_AMQP_URL TERREAU_TEST_AMQP_ADMIN_URL TERREAU_TEST_RABBITMQCTL
    answers amqp && return 0
    refusal="$last_refusal"
    start_system_rabbitmq && return 0
    start_private_rabbitmq && return 0
    if apt_install rabbitmq-server && start_system_rabbitmq; then return 0; fi
    unset TERREAU_TEST_AMQP_URL TERREAU_TEST_RABBITMQCTL
    start_docker_rabbitmq && return 0
    missing "RabbitMQ (3.10 ou plus récent)" "amqp://guest:guest@127.0.0.1:5672/" TERREAU_TEST_AMQP_URL rabbitmq-server "$refusal"
}

ensure_database() {
    if [ -n "${TERREAU_TEST_DATABASE_URL:-}" ]; then
        answers database && return 0
        give_up TERREAU_TEST_DATABASE_URL
    fi
    local refusal
    TERREAU_TEST_DATABASE_URL="$(remembered TERREAU_TEST_DATABASE_URL)"
    export TERREAU_TEST_DATABASE_URL
    if [ -n "$TERREAU_TEST_DATABASE_URL" ] && answers database; then return 0; fi
    unset TERREAU_TEST_DATABASE_URL
    answers database && return 0
    refusal="$last_refusal"
    start_system_postgresql && return 0
    start_private_postgresql && return 0
    if apt_install postgresql && start_system_postgresql; then return 0; fi
    start_docker_postgresql && return 0
    missing "PostgreSQL (15 ou plus récent)" "postgresql://postgres@127.0.0.1:5432/postgres" \
        TERREAU_TEST_DATABASE_URL postgresql "$refusal"
}

# ---- a browser -----------------------------------------------------------------------------------------------------------

find_browser() {
    local candidate
    # The shell without a window first: it takes half the processor time of the whole browser.
    for candidate in "${TERREAU_TEST_CHROMIUM:-}" chromium-headless-shell /usr/bin/chromium chromium chromium-browser \
        google-chrome "$here"/.cache/browsers/chromium-*/chrome-linux*/chrome; do
        candidate="$(command -v "$candidate" 2>/dev/null)" || continue
        # Ubuntu's chromium may be a stub that only asks for a snap: a browser says its version.
        if HOME="$private" "$candidate" --version >/dev/null 2>&1; then
            export TERREAU_TEST_CHROMIUM="$candidate"
            return 0
        fi
    done
    return 1
}

download_browser() {
    say "Téléchargement d’un navigateur sous .cache…"
    PLAYWRIGHT_BROWSERS_PATH="$here/.cache/browsers" .venv/bin/python -m playwright install chromium >&2
}

ensure_browser() {
    mkdir -p "$private"
    if [ -z "${TERREAU_TEST_CHROMIUM:-}" ] && ! has chromium-headless-shell; then
        apt_install chromium-headless-shell || true
    fi
    find_browser && return 0
    if apt_install chromium && find_browser; then return 0; fi
    if download_browser && find_browser; then return 0; fi
    say "Il manque un navigateur : installez le paquet « chromium », ou donnez son chemin dans TERREAU_TEST_CHROMIUM."
    say "(No browser: install the package chromium or set TERREAU_TEST_CHROMIUM.)"
    return 1
}

# ---- no way left ---------------------------------------------------------------------------------------------------------

give_up() { # $1: variable the user set; another server than the one asked for would be a surprise
    say "$1 est défini, mais ce serveur ne convient pas : $last_refusal"
    say "($1 is set, but that server does not answer or refuses. Unset it to let this script find or start one.)"
    exit 1
}

missing() { # $1: name, $2: default address, $3: variable, $4: Debian package, $5: what the default address said
    say "Il manque $1 pour les tests. À l’adresse par défaut ($2) : $5"
    say "Au choix : l’installer (« apt install $4 »), démarrer Docker, ou donner une adresse dans $3."
    say "(Missing: $1. Install $4, start Docker, or set $3 to a server where we may create what we need.)"
    exit 1
}

write_env() {
    local variable
    mkdir -p "$(dirname "$env_file")"
    {
        echo "# Written by scripts/ensure_services.sh; made again at each run."
        for variable in TERREAU_TEST_AMQP_URL TERREAU_TEST_AMQP_ADMIN_URL TERREAU_TEST_RABBITMQCTL \
            TERREAU_TEST_DATABASE_URL TERREAU_TEST_CHROMIUM; do
            if [ -n "${!variable:-}" ]; then printf '%s=%s\n' "$variable" "$(quoted "${!variable}")"; fi
        done
    } >"$env_file.new"
    mv "$env_file.new" "$env_file"
}

stop() { # what was started under .cache or in Docker; the system's own servers are not ours to stop
    local pid_file
    for pid_file in "$private/rabbitmq/pid" "$private/postgresql/postmaster.pid"; do
        # SIGINT is PostgreSQL's fast shutdown, SIGTERM is what an Erlang node stops at.
        if [ -f "$pid_file" ]; then
            case "$pid_file" in
                */rabbitmq/*) kill -TERM "$(head -n 1 "$pid_file")" || true ;;
                *) kill -INT "$(head -n 1 "$pid_file")" || true ;;
            esac
        fi
    done
    if grep -q ':56720/' "$env_file" 2>/dev/null || grep -q ':54320/' "$env_file" 2>/dev/null; then compose down >&2; fi
    rm -f "$env_file"
}

main() {
    local wanted
    if [ "${1:-}" = stop ]; then
        stop
        return 0
    fi
    if ! .venv/bin/python -c 'import tests.support.brokers'; then
        say "L’environnement .venv est incomplet : lancez « make install-test »."
        exit 1
    fi
    if [ $# -eq 0 ]; then set -- amqp database browser; fi
    TERREAU_TEST_CHROMIUM="${TERREAU_TEST_CHROMIUM:-$(remembered TERREAU_TEST_CHROMIUM)}"
    for wanted in "$@"; do
        "ensure_$wanted"
    done
    export TERREAU_TEST_AMQP_URL="${TERREAU_TEST_AMQP_URL:-amqp://guest:guest@127.0.0.1:5672/}"
    export TERREAU_TEST_DATABASE_URL="${TERREAU_TEST_DATABASE_URL:-postgresql://postgres@127.0.0.1:5432/postgres}"
    write_env
    .venv/bin/python -m tests.support.brokers sweep
}

main "$@"
