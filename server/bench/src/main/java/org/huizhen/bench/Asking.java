package org.huizhen.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/** One kind of question, asked about ever another thing on connections that stay open. */
record Asking(String server, String what, int port, String authorization, LongFunction<String> path) {
    private static final int AT_ONCE = 2;

    /** Milliseconds of each answer. */
    record Times(double[] sorted) {
        double percentile(double share) {
            return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
        }
    }

    /**
     * Asks.
     *
     * @param things how many there are to be asked about
     * @throws IOException when an answer is not 200, as for a search that finds nothing
     */
    Times ask(int requests, long things, long seed) throws IOException, InterruptedException {
        List<Future<double[]>> futures = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            for (int i = 0; i < AT_ONCE; i++) {
                Random random = new Random(seed * AT_ONCE + i);
                futures.add(executor.submit(() -> times(client, random, requests / AT_ONCE, things)));
            }
            double[] all = new double[0];
            for (Future<double[]> future : futures) {
                double[] some = future.get();
                all = Arrays.copyOf(all, all.length + some.length);
                System.arraycopy(some, 0, all, all.length - some.length, some.length);
            }
            Arrays.sort(all);
            return new Times(all);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private double[] times(HttpClient client, Random random, int requests, long things)
            throws IOException, InterruptedException {
        double[] times = new double[requests];
        for (int i = 0; i < requests; i++) {
            String target = path.apply(random.nextLong(things));
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            long start = System.nanoTime();
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            times[i] = (System.nanoTime() - start) / 1e6;
            if (response.statusCode() != 200) {
                throw new IOException(target + " was answered " + response.statusCode() + ": "
                        + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return times;
    }
}
