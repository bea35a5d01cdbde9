# Sourced: sets JAVA_HOME to a JDK 25 or newer, or says in one sentence what to install and exits with 2; and a locale in
# which the JVM reads its arguments, and hands on those of others, as UTF-8: in the C locale all but ASCII would be lost.

jdk_major() {
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
    local home on_path
    on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for home in "${JAVA_HOME:-}" "${on_path:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/jdk* /opt/java/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$home" ] && [ -x "$home/bin/javac" ] && [ -f "$home/release" ] && [ "$(jdk_major "$home")" -ge 25 ]; then
            printf '%s\n' "$home"
            return
        fi
    done
    echo "Tierwise needs a JDK 25 and found none: install one (for example Temurin 25) and set JAVA_HOME to it." >&2
    return 2
}

JAVA_HOME=$(find_jdk) || exit 2
export JAVA_HOME

case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
*[Uu][Tt][Ff]*) ;;
*) if locale -a 2>/dev/null | grep -qi '^c\.utf-\?8$'; then export LC_ALL=C.UTF-8; fi ;;
esac
