# Sourced by ../../../../../huizhen for `./huizhen test --faults`: the long forms of the fault suite, and what came of them.
# shellcheck shell=sh disable=SC2154

faults_usage() {
    cat <<'TXT'
usage: ./huizhen test --faults [--rounds N] [--minutes N] [--outage SECONDS]

  --rounds N         kill -9 of gateway, center and database in turn        (default 100)
  --minutes N        how long each fuzz test looks for new inputs           (default 10)
  --outage SECONDS   how long database and center are frozen                (default 120)
TXT
}

rounds=100 minutes=10 outage=120
number() { # refuses what is no number as the value of option $1
    case ${2:-} in
    '' | *[!0-9]* | 0) die "$1 needs a number from 1 on" ;;
    esac
}
while [ $# -gt 0 ]; do
    case $1 in
    --rounds) number "$@" && rounds=$2 ;;
    --minutes) number "$@" && minutes=$2 ;;
    --outage) number "$@" && outage=$2 ;;
    *)
        faults_usage >&2
        exit 2
        ;;
    esac
    shift 2
done

build
mkdir -p "$home/target"
log="$home/target/faults.log"
started=$(date +%s)
find "$home" -path '*/node_modules' -prune -o \( -path '*/surefire-reports/*' -o -path '*/failsafe-reports/*' \) -type f -print | xargs -r rm -f

say "running the fault suite: $rounds rounds of kill -9, fuzz tests of $minutes min, outages of $outage s; the log is target/faults.log"
status=0
(cd "$home" && mvn -B -fae -Dmaven.test.failure.ignore=true -Dspotless.check.skip=true \
    -Dhuizhen.faults=true "-Dhuizhen.kill.rounds=$rounds" "-Dhuizhen.fuzz.duration=${minutes}m" "-Dhuizhen.outage.seconds=$outage" \
    '-Dtest=*FuzzTest,*PowerCutTest,ClockJumpTest,DicomServerFaultTest,DicomClientFaultTest,DeflatedDataSetTest,MalformedFilesTest' \
    '-Dit.test=KillIT,RoomKillIT,NetworkCutIT,ClusterKillIT,ClusterRoomsIT,PostgresClusterIT,SystemCallOrderIT,FullDiskIT,HostilePeersIT,HostileRequestsIT,StowIT,GatewayIT,ReindexIT,OutboxIT,OutageIT' \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
    -pl config,dicom-gateway/toolkit,dicom-gateway/gateway,server,server/bench verify) >"$log" 2>&1 || status=$?
[ $status -eq 0 ] || grep -E '^\[ERROR\]' "$log" | head -n 60 || true

# A row per class, the figures that tests have printed, the sum.
echo "fault suite                                                tests   passed   failed  skipped   seconds"
find "$home" -path '*/node_modules' -prune -o \( -path '*/surefire-reports/TEST-*.xml' -o -path '*/failsafe-reports/TEST-*.xml' \) -print |
    sort | xargs -r awk '
    function value(name) { rest = $0; if (!sub(".*[ ]" name "=\"", "", rest)) return 0; sub(/".*/, "", rest); return rest }
    /<testsuite / { class = value("name"); sub(/^org\.huizhen\./, "", class)
                    seconds[class] += value("time"); all[class] += value("tests")
                    bad[class] += value("failures") + value("errors"); left[class] += value("skipped") }
    END { for (class in all) if (all[class] > 0)
              printf "%-55s %8d %8d %8d %8d %9.0f\n", class, all[class], all[class] - bad[class] - left[class], bad[class], left[class], seconds[class] | "sort"
          close("sort")
          for (class in all) { tests += all[class]; failed += bad[class]; skipped += left[class] }
          print tests - failed - skipped " " failed + 0 " " skipped + 0 > "'"$home/target/fault-counts"'" }'
find "$home" -path '*/node_modules' -prune -o -name '*-output.txt' -path '*-reports/*' -print |
    xargs -r grep -hE '^#[0-9]+[[:space:]]+DONE ' | sed 's/^/fuzzed: /' || true
grep -hoE 'FAULTS .*' "$log" | sed 's/^FAULTS //' || true
read -r passed failed skipped <"$home/target/fault-counts" || { passed=0 failed=0 skipped=0; }
say "$(($(date +%s) - started)) s"
echo "$passed passed, $failed failed, $skipped skipped"
[ $status -eq 0 ] && [ "$failed" -eq 0 ] || exit 1
exit 0
