package org.huizhen.gateway.spool;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The SHA-256 of an instance in memory: computed once, by whichever thread comes to it first, so that it can be made while
 * the instance is written and synced.
 */
final class Digesting {
    private final FutureTask<Sha256> task;

    private Digesting(FutureTask<Sha256> task) {
        this.task = task;
    }

    /** Of these bytes, whose positions are left alone. */
    static Digesting of(List<ByteBuffer> parts) {
        List<ByteBuffer> views = parts.stream().map(ByteBuffer::duplicate).toList();
        return new Digesting(new FutureTask<>(() -> {
            MessageDigest digest = Sha256.digest();
            views.forEach(digest::update);
            return new Sha256(digest.digest());
        }));
    }

    static Digesting done(Sha256 sha256) {
        FutureTask<Sha256> task = new FutureTask<>(() -> sha256);
        task.run();
        return new Digesting(task);
    }

    /** Computes it unless that is done or under way. */
    void compute() {
        task.run();
    }

    /** Waits for who computes it, or does so itself. */
    Sha256 result() {
        task.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true; // it takes a millisecond, and its bytes may not be given back before
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a digest failed", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
