package org.huizhen.bench;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The sender of the limit: each file's length and bytes, then waits for one byte.
 *
 * @param connectionEach for every file, else for every folder
 */
record LimitSender(boolean connectionEach) implements Sender {
    @Override
    public String name() {
        return connectionEach ? "a connection each" : "plain socket";
    }

    @Override
    public String commandLine() {
        return "(in this process)";
    }

    @Override
    public void send(int port, List<Path> folders) throws IOException, InterruptedException {
        try (ExecutorService executor =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<?>> futures = new ArrayList<>();
            for (Path folder : folders) {
                futures.add(executor.submit(() -> {
                    sendFolder(port, folder);
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    throw new IOException("the limit's sender failed", e);
                }
            }
        }
    }

    private void sendFolder(int port, Path folder) throws IOException {
        List<Path> files;
        try (var listed = Files.list(folder)) {
            files = listed.toList();
        }
        if (!connectionEach) {
            sendFiles(port, files);
            return;
        }
        for (Path file : files) {
            sendFiles(port, List.of(file));
        }
    }

    private static void sendFiles(int port, List<Path> files) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                out.writeLong(bytes.length);
                out.write(bytes);
                out.flush();
                if (socket.getInputStream().read() != 1) {
                    throw new IOException("an instance was not acknowledged");
                }
            }
        }
    }
}
