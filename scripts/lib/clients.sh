# Makes sure of what OpenAI's own clients run on, Node.js and Python: installs Debian's where one is missing and we may. Sourced.
missing=""
command -v node >/dev/null && command -v npm >/dev/null || missing="nodejs npm"
python3 -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
            echo "Could not install $missing: tests with OpenAI's clients will be skipped." >&2
    else
        echo "Missing: $missing (apt-get install them); tests with OpenAI's clients will be skipped." >&2
    fi
fi
