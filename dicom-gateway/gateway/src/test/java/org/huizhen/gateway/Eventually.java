package org.huizhen.gateway;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something that another thread or process brings about. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Eventually() {}

    /** Returns as soon as the condition holds; fails naming what was awaited. */
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still waiting for: " + what);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for: " + what, e);
            }
        }
    }
}
