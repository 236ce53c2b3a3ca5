package org.huizhen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.huizhen.faults.FaultyFiles.Survives;
import org.huizhen.faults.SpoolRun.Sent;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power at every call that the spool makes, on a disk that keeps nothing, anything or all of what was not
 * synced: what was acknowledged is delivered afterwards, whole, and nothing else is. The same for a call that fails.
 */
final class SpoolPowerCutTest {
    private static final boolean LONG = Boolean.getBoolean("huizhen.faults");

    @Test
    void keepsWhatItAcknowledgedWhereverThePowerIsCut() {
        int points = atEveryCall(SpoolPowerCutTest::aBusyDay, LONG ? 100 : 2);
        assertThat(points).as("calls at which the power was cut").isGreaterThan(60);
    }

    @Test
    void keepsLargeInstancesWhereverThePowerIsCut() {
        int points = atEveryCall(SpoolPowerCutTest::largeInstances, LONG ? 20 : 1);
        assertThat(points).as("calls at which the power was cut").isGreaterThan(15);
    }

    @Test
    void losesNothingWhicheverCallFails() {
        int call = 1;
        for (boolean reached = true; reached; call++) {
            FaultyFiles disk = new FaultyFiles().failAt(call);
            SpoolRun run = new SpoolRun(disk);
            aBusyDay(run);
            reached = disk.calls() >= call;
            // sent again at once, and a restart that finds what lay in the cache; then without power
            if (run.spool() != null || run.open()) {
                run.sendTheRest();
            }
            run.startOn(disk);
            settle(run, disk);
            for (Survives survives : new Survives[] {Survives.EVERYTHING, Survives.NOTHING}) {
                disk = disk.powerCut(survives, new SplittableRandom(call));
                run.startOn(disk);
                settle(run, disk);
            }
            run.close();
        }
    }

    @Test
    void resumesByItselfWhereverTheDiskWasFull() {
        for (long capacity = 10_000; capacity < 600_000; capacity += LONG ? 1_000 : 15_000) {
            FaultyFiles disk = new FaultyFiles();
            disk.capacity(capacity);
            SpoolRun run = new SpoolRun(disk);
            aBusyDay(run);
            if (run.spool() != null) {
                disk.capacity(Long.MAX_VALUE / 2);
                run.sendTheRest(); // to the same process: nobody starts it again
            }
            disk.capacity(Long.MAX_VALUE / 2);
            settle(run, disk);
            disk = disk.powerCut(Survives.NOTHING, new SplittableRandom(capacity));
            run.startOn(disk);
            settle(run, disk);
            run.close();
        }
    }

    /** Small instances one by one and together, one twice, one changed, delivered ones, a restart in order. */
    private static void aBusyDay(SpoolRun run) {
        if (!run.open()) {
            return;
        }
        Sent[] study = series("1.2.3", 5, 9000);
        run.send(study);
        run.sendAtOnce(series("1.2.4", 6, 30_000));
        run.send(study[1]);
        byte[] changed = study[2].bytes().clone();
        changed[8000] ^= 1;
        run.send(new Sent(study[2].uid(), study[2].study(), changed));
        run.deliver();
        run.send(series("1.2.5", 4, 50_000));
        run.close();
        if (run.open()) {
            run.send(series("1.2.6", 3, 500));
            run.deliver();
            run.send(series("1.2.7", 2, 20_000));
        }
    }

    /** Ones that get a segment of their own, between small ones; one comes twice. */
    private static void largeInstances(SpoolRun run) {
        if (!run.open()) {
            return;
        }
        Sent large = SpoolRun.instance("1.3.1", 1, SpoolRun.LARGE);
        run.send(SpoolRun.instance("1.3.1", 2, 3000), large, SpoolRun.instance("1.3.1", 3, 3000), large);
        run.deliver();
        run.send(SpoolRun.instance("1.3.2", 1, 3000));
    }

    private static Sent[] series(String study, int count, int length) {
        Sent[] series = new Sent[count];
        Arrays.setAll(series, i -> SpoolRun.instance(study, i + 1, length + 700 * i));
        return series;
    }

    /** Answers at how many calls the power was cut. */
    private static int atEveryCall(Consumer<SpoolRun> work, int times) {
        int call = 1;
        for (boolean reached = true; reached; call++) {
            reached = false;
            for (int seed = 0; seed < times; seed++) {
                Survives survives = seed == 1 ? Survives.NOTHING : seed == 2 ? Survives.EVERYTHING : Survives.ANYTHING;
                reached |= cut(work, call, survives, seed);
            }
        }
        System.out.printf(
                "FAULTS power cut under the spool: %d calls x %d outcomes, 0 lost, 0 doubled, 0 made up%n",
                call - 2, times);
        return call - 2;
    }

    /** False when the work was done before that call. */
    private static boolean cut(Consumer<SpoolRun> work, int call, Survives survives, int seed) {
        SplittableRandom random = new SplittableRandom(31L * call + seed);
        FaultyFiles disk = new FaultyFiles().cutAt(call);
        SpoolRun run = new SpoolRun(disk);
        try {
            work.accept(run);
            boolean reached = disk.dead();
            disk = disk.powerCut(survives, random);
            run.startOn(disk.cutAt(1 + random.nextInt(40))); // and once more while it recovers
            if (run.open()) {
                run.sendTheRest();
                run.deliver();
            }
            disk = disk.powerCut(survives, random);
            run.startOn(disk);
            settle(run, disk);
            return reached;
        } catch (AssertionError e) {
            throw new AssertionError("power cut at call " + call + ", survives " + survives + ", seed " + seed, e);
        } finally {
            run.close();
        }
    }

    private static void settle(SpoolRun run, FaultyFiles disk) {
        if (run.spool() == null) {
            boolean opened = run.open();
            if (!opened) { // the one call that fails may be one of the start
                opened = run.open();
            }
            assertThat(opened).as("the spool opens on what is left").isTrue();
        }
        run.deliver();
        run.sendTheRest();
        run.deliver();
        run.assertNothingLostOrMadeUp();
        assertThat(disk.dead()).isFalse();
    }
}
