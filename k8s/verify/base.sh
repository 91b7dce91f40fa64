#!/usr/bin/env bash
# Two base images from this machine's own files, where Microsoft's cannot be fetched: base.sh sdk|runtime FOLDER makes a root file system.
# The runtime has .NET, ICU and time zones and, like a chiseled image, neither a shell nor any other program; the SDK's .NET is
# mounted by whoever builds with it.
set -euo pipefail
kind=${1:?sdk or runtime} root=${2:?folder of the root file system}
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
lib=/usr/lib/$(uname -m)-linux-gnu

mkdir -p "$root"/{etc/ssl,tmp,proc,sys,dev,run,var/tmp,home/app,root,usr/bin,usr/sbin,usr/lib64,usr/share,"$lib"}
chmod 1777 "$root/tmp" "$root/var/tmp"
for folder in bin sbin lib lib64; do ln -sfn usr/$folder "$root/$folder"; done

programs=()
if [ "$kind" = sdk ]; then
  for name in sh bash cat cp mv rm mkdir chmod chown ln ls env id uname sed grep tr head find touch sleep dirname basename; do
    path=$(readlink -f "$(command -v "$name")")
    cp -aL "$path" "$root/usr/bin/$name"
    programs+=("$path")
  done
fi

# What .NET loads by name is not in its list of libraries.
native=$(find "$dotnet/shared" -name '*.so')
libraries=$(for file in "$dotnet/dotnet" $native "${programs[@]}" "$lib"/libicu{uc,i18n,data}.so.* "$lib"/libssl.so.3 "$lib"/libgssapi_krb5.so.2 "$lib"/libnss_{files,dns}.so.2; do
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
printf 'root:x:0:0:root:/root:/bin/sh\napp:x:1654:1654::/home/app:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\napp:x:1654:\n' >"$root/etc/group"
printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$root/etc/nsswitch.conf"
chown 1654:1654 "$root/home/app"

mkdir -p "$root$dotnet"
ln -sfn "$dotnet/dotnet" "$root/usr/bin/dotnet"
if [ "$kind" = runtime ]; then cp -a "$dotnet"/{dotnet,host,shared} "$root$dotnet/"; fi
