# Sourced from the project's root: asked for help, prints what the script says of itself above its first command, and ends it.
case "${1:-}" in
-h | --help)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "scripts/${0##*/}"
    exit 0
    ;;
esac
