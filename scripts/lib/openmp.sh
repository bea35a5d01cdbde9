# Makes sure of OpenMP's runtime, which XGBoost links to: installs Debian's where it is missing and we may. Sourced.
if [ "$(uname -s)" = Linux ] && ! ls /usr/lib/*/libgomp.so.1 /usr/lib*/libgomp.so.1 >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends libgomp1 >/dev/null ||
            echo "libgomp1 could not be installed: routers are trained without boosted trees." >&2
    else
        echo "libgomp1 is missing (apt-get install libgomp1): routers are trained without boosted trees." >&2
    fi
fi
