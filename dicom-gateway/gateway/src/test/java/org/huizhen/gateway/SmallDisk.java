package org.huizhen.gateway;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of a few megabytes in memory. Tests on it are skipped where it cannot be mounted. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mount(Path folder, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString()) == 0,
                "mounting a small file system needs root");
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    /** Another program takes all but so many bytes; closing gives them back. */
    AutoCloseable fill(long leave) throws IOException {
        Path filler = folder.resolve("filler");
        try (FileChannel channel = FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long rest = Files.getFileStore(folder).getUsableSpace() - leave;
            java.nio.ByteBuffer zeros = java.nio.ByteBuffer.allocate(4096);
            for (; rest >= zeros.capacity(); rest -= zeros.capacity()) {
                channel.write(zeros.clear());
            }
        }
        return () -> Files.delete(filler);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", folder.toString());
    }
}
