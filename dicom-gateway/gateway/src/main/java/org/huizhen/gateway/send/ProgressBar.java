package org.huizhen.gateway.send;

/** A bar on the terminal; silent where there is none. */
final class ProgressBar {
    private static final int WIDTH = 30;

    private final int total;
    private final Tally tally;
    private final boolean terminal = System.console() != null;

    ProgressBar(int total, Tally tally) {
        this.total = total;
        this.tally = tally;
    }

    void show() {
        if (terminal && total > 0) {
            int done = Math.min(total, tally.done());
            int filled = (int) ((long) WIDTH * done / total);
            System.err.print("\r[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + " / " + total);
        }
    }

    void end() {
        if (terminal && total > 0) {
            System.err.println();
        }
    }
}
