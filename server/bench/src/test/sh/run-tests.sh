# Sourced by ../../../../../huizhen for `./huizhen test`: the tools, every test of every module, a summary at the end.
# shellcheck shell=sh disable=SC2154

faults=
case "${1:-}" in
'') ;;
--faults) faults=-Dhuizhen.faults=true ;;
-h | --help)
    cat <<'TXT'
usage: ./huizhen test [--faults]
Runs every test of every module, browser tests included; installs missing test tools where it can (root on Debian and
Ubuntu). The last lines say what ran, what failed, and what was skipped and why. Exit 0 when nothing failed.
  --faults  the long fault suite and fuzzing too
TXT
    exit 0
    ;;
*)
    say "huizhen test: no option '$1' (./huizhen test --help)"
    exit 2
    ;;
esac

tools='dcmtk:storescu orthanc:Orthanc chromium:chromium fonts-noto-cjk:/usr/share/fonts/opentype/noto strace:strace coturn:turnserver ffmpeg:ffmpeg nginx-light:/usr/sbin/nginx'

tool_there() {
    case $1 in
    /*) [ -e "$1" ] ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

missing=
for tool in $tools; do
    tool_there "${tool#*:}" || missing="$missing ${tool%%:*}"
done
if [ -n "$missing" ]; then
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing test tools:$missing"
        # shellcheck disable=SC2086
        (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing) \
            >"${TMPDIR:-/tmp}/huizhen-test-tools.log" 2>&1 ||
            say "some could not be installed (see ${TMPDIR:-/tmp}/huizhen-test-tools.log); their tests will be skipped"
    else
        say "not installed, tests that need them will be skipped:$missing  (apt-get install$missing)"
    fi
fi

build_tools
if [ "${1:-}" = --faults ]; then
    shift
    . "$home/server/bench/src/test/sh/run-faults.sh"
fi
mkdir -p "$home/target"
log="$home/target/test.log"
started=$(date +%s)
find "$home" -path '*/node_modules' -prune -o \( -path '*/surefire-reports/*' -o -path '*/failsafe-reports/*' \) -type f -print | xargs -r rm -f

say "running every test; the log is target/test.log"
status=0
(cd "$home" && mvn -B -fae verify) >"$log" 2>&1 || status=$?
grep -aE '^\[(INFO|ERROR|WARNING)\] Tests run:.*Time elapsed|^ *(Test Files|Tests) ' "$log" || true
[ $status -eq 0 ] || grep -aE '^\[ERROR\]' "$log" | head -n 60 || true
[ $status -ne 0 ] || touch "$stamp"

# One line per skipped test with its reason, then the counts over all modules and the web client.
find "$home" -path '*/node_modules' -prune -o \( -path '*/surefire-reports/TEST-*.xml' -o -path '*/failsafe-reports/TEST-*.xml' \) -print |
    sort | xargs -r awk '
    /<testcase / { name = $0; sub(/.*<testcase name="/, "", name); sub(/".*/, "", name)
                   class = $0; sub(/.*classname="/, "", class); sub(/".*/, "", class); tests++ }
    function why_of(line) { if (line !~ /message="/) return ""
                 sub(/.*message="/, "", line); sub(/".*/, "", line); gsub(/&#10;/, "\n        ", line)
                 gsub(/&quot;/, "\"", line); gsub(/&lt;/, "<", line); gsub(/&gt;/, ">", line); gsub(/&amp;/, "\\&", line)
                 return substr(line, 1, 2000) }
    /<(failure|error)[ >]/ { failed++; print "FAILED  " class " " name "\n        " why_of($0) }
    /<skipped/ { skipped++; reasons[class ": " why_of($0)]++ }
    END { for (r in reasons) print "SKIPPED " reasons[r] "x " r
          print "java " tests - failed - skipped " " failed + 0 " " skipped + 0 > "'"$home/target/java-counts"'" }'
read -r _ java_passed java_failed java_skipped <"$home/target/java-counts" || { java_passed=0 java_failed=0 java_skipped=0; }
web_line=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -aE '^ *Tests +' | tail -n 1 || true)
web_count() { printf '%s' "$web_line" | sed -n "s/.* \([0-9][0-9]*\) $1.*/\1/p"; }
web_passed=$(web_count passed) web_failed=$(web_count failed) web_skipped=$(web_count skipped)
passed=$((java_passed + ${web_passed:-0}))
failed=$((java_failed + ${web_failed:-0}))
skipped=$((java_skipped + ${web_skipped:-0}))
[ $status -eq 0 ] || [ $failed -gt 0 ] || say "the build failed outside the tests: see above and target/test.log"
say "modules: config, toolkit, gateway, server, bench (Java $java_passed passed), web client (${web_passed:-0} passed); $(($(date +%s) - started)) s"
echo "$passed passed, $failed failed, $skipped skipped"
[ $status -eq 0 ] && [ $failed -eq 0 ] || exit 1
exit 0
