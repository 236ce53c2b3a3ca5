package org.huizhen.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Runs blocking work on virtual threads, a bounded number at once. */
final class Parallel {
    private Parallel() {}

    interface Work<T> {
        void on(T item) throws IOException, InterruptedException;
    }

    /**
     * Works on every item; ends when all are done.
     *
     * @throws IOException the first failure; the others still run to their end
     */
    static <T> void each(List<T> items, int atOnce, Work<T> work) throws IOException, InterruptedException {
        Semaphore places = new Semaphore(atOnce);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> futures = new ArrayList<>();
            for (T item : items) {
                Callable<Void> task = () -> {
                    places.acquire();
                    try {
                        work.on(item);
                    } finally {
                        places.release();
                    }
                    return null;
                };
                futures.add(executor.submit(task));
            }
            for (Future<Void> future : futures) {
                await(future);
            }
        }
    }

    /** Waits for a result and passes a failure on as what it was. */
    static <T> T await(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
