# Makes the root that a pod has and becomes the program that runs in it, in a namespace of
# mounts where it may:
#
#     root.sh ROOT HOSTS MOUNTS BINARY PROGRAM [ARGUMENT...]
#
# ROOT is an empty folder; HOSTS has the names that are known there; each line of MOUNTS is
# FOLDER PATH OPTION, where OPTION is ro or rw; BINARY is what /tradefair is there. The
# libraries are those of this machine, by its own rights: whoever may write to /usr there may
# do so here. Nothing else can be written but to what is mounted.
set -eu
root=$1 hosts=$2 mounts=$3 binary=$4
shift 4

mount -t tmpfs root "$root"
for folder in /usr /lib /lib64 /proc /etc/ssl; do
    if [ -d "$folder" ]; then
        mkdir -p "$root$folder"
        mount --rbind "$folder" "$root$folder"
    fi
done
mkdir -p "$root/etc"
cp "$hosts" "$root/etc/hosts"
echo 'hosts: files' >"$root/etc/nsswitch.conf"
touch "$root/tradefair"
mount --bind "$binary" "$root/tradefair"
while read -r folder path option; do
    mkdir -p "$root$path"
    mount --bind "$folder" "$root$path"
    if [ "$option" = ro ]; then
        mount -o remount,bind,ro "$root$path"
    fi
done <"$mounts"
mount -o remount,bind,ro "$root"

exec chroot "$root" "$@"
