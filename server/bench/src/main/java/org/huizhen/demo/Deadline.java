package org.huizhen.demo;

import java.io.IOException;
import java.time.Duration;

/** Waiting by asking again, up to a limit. */
final class Deadline {
    private Deadline() {}

    interface Question {
        boolean holds() throws IOException, InterruptedException;
    }

    /** @throws IOException when it does not hold in time; the message names what */
    static void await(String what, Duration limit, Duration pause, Question question)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!question.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException(what + " did not happen within " + limit.toSeconds() + " s");
            }
            Thread.sleep(pause);
        }
    }
}
