#!/usr/bin/env bash
# Stand-ins for images that cannot be fetched, from this machine's own files: base.sh sdk|runtime|postgres FOLDER makes a root file system.
# The runtime has .NET, ICU and time zones and, like a chiseled image, neither a shell nor any other program; the SDK's .NET is
# mounted by whoever builds with it; PostgreSQL's makes its database from the official image's variables.
set -euo pipefail
kind=${1:?sdk, runtime or postgres} root=${2:?folder of the root file system}
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
lib=/usr/lib/$(uname -m)-linux-gnu

rm -rf "$root"
mkdir -p "$root"/{etc/ssl,tmp,proc,sys,dev,run,var/tmp,usr/bin,usr/sbin,usr/lib64,usr/share,"$lib"}
chmod 1777 "$root/tmp" "$root/var/tmp"
for folder in bin sbin lib lib64; do ln -sfn usr/$folder "$root/$folder"; done

programs=()
if [ "$kind" != runtime ]; then
  for name in sh bash cat cp mv rm mkdir chmod chown ln ls env id uname sed grep tr head find touch sleep dirname basename; do
    path=$(readlink -f "$(command -v "$name")")
    cp -aL "$path" "$root/usr/bin/$name"
    programs+=("$path")
  done
fi

if [ "$kind" = postgres ]; then
  postgres=$(ls -d /usr/lib/postgresql/*/ | sort -V | tail -n 1) share=/usr/share/postgresql/$(basename "$(ls -d /usr/lib/postgresql/*/ | sort -V | tail -n 1)")
  mkdir -p "$root$postgres" "$root$share" "$root/usr/lib/locale" "$root/var/lib/postgresql/data" "$root/var/run/postgresql"
  cp -a "$postgres"/{bin,lib} "$root$postgres"
  cp -a "$share/." "$root$share"
  cp -a /usr/lib/locale/C.utf8 "$root/usr/lib/locale/"
  chown -R 999:999 "$root/var/lib/postgresql" "$root/var/run/postgresql"
  chmod 700 "$root/var/lib/postgresql/data"
  chmod 3777 "$root/var/run/postgresql"
  ln -s "$postgres/bin/pg_isready" "$root/usr/bin/pg_isready"
  programs+=("$postgres"/bin/{postgres,initdb,psql,pg_ctl,pg_isready})
  cat >"$root/usr/bin/entrypoint" <<SCRIPT
#!/bin/sh
set -e
PATH=${postgres}bin:\$PATH data=/var/lib/postgresql/data
if [ ! -s \$data/PG_VERSION ]; then
  echo "\$POSTGRES_PASSWORD" >/tmp/password
  initdb -D \$data -U "\$POSTGRES_USER" -A scram-sha-256 --pwfile=/tmp/password \$POSTGRES_INITDB_ARGS
  echo "host all all all scram-sha-256" >>\$data/pg_hba.conf
  echo "CREATE DATABASE \$POSTGRES_DB" | postgres --single -D \$data postgres
fi
exec postgres -D \$data -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql
SCRIPT
  chmod +x "$root/usr/bin/entrypoint"
fi

# What .NET loads by name is not in its list of libraries.
native=$(find "$dotnet/shared" -name '*.so')
libraries=$(for file in "$dotnet/dotnet" $native "${programs[@]}" "$lib"/libicu{uc,i18n,data}.so.* "$lib"/libssl.so.3 "$lib"/libgssapi_krb5.so.2 "$lib"/libnss_{files,dns}.so.2 ${postgres:+"$postgres"lib/*.so}; do
  [ -e "$file" ] || continue
  case $file in "$lib"/*) echo "$file" ;; esac
  ldd "$file" 2>/dev/null | grep -oE '/[^ ]+\.so[^ ]*' || true
done | sort -u | grep -v "^$dotnet")
for file in $libraries; do
  case $file in /lib64/*) cp -aL "$file" "$root/usr/lib64/" ;; *) cp -aL "$file" "$root$lib/$(basename "$file")" ;; esac
done
ldconfig -r "$root" 2>/dev/null

cp -a /usr/share/zoneinfo "$root/usr/share/"
cp -aL /etc/ssl/certs "$root/etc/ssl/"
cp -L /etc/ssl/openssl.cnf "$root/etc/ssl/"
cp -L /etc/os-release "$root/etc/"
printf 'root:x:0:0:root:/:/bin/sh\napp:x:1654:1654::/app:/bin/false\npostgres:x:999:999::/var/lib/postgresql:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\napp:x:1654:\npostgres:x:999:\n' >"$root/etc/group"
printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$root/etc/nsswitch.conf"

if [ "$kind" = postgres ]; then exit; fi
mkdir -p "$root$dotnet"
ln -sfn "$dotnet/dotnet" "$root/usr/bin/dotnet"
if [ "$kind" = runtime ]; then cp -a "$dotnet"/{dotnet,host,shared} "$root$dotnet/"; fi
