# Makes sure of a Chromium for the report's browser test: installs Debian's where it is missing and we may. Sourced.
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null ||
            echo "Chromium could not be installed: the report's browser test will be skipped." >&2
    else
        echo "Chromium is missing (apt-get install chromium): the report's browser test will be skipped." >&2
    fi
fi
