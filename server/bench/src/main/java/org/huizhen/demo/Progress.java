package org.huizhen.demo;

import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whoever waits for the demo how far it is: one line a step, with the seconds since the start. */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private final PrintStream out;
    private final long started = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String step) {
        String line = "%5.1f s  %s".formatted((System.nanoTime() - started) / 1e9, step);
        LOG.info("{}", line.strip());
        out.println(line);
    }
}
