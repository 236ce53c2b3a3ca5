package org.huizhen.faults;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.huizhen.faults.FaultyFiles.Survives;

/** The bytes of a file: as they are seen, as they are on the disk, and what was done between the two. */
final class FileNode implements Node {
    private sealed interface Change permits Write, Cut {}

    private record Write(long at, byte[] bytes) implements Change {}

    private record Cut(long size) implements Change {}

    private final Content seen;
    private final Content durable;
    private final List<Change> unsynced = new ArrayList<>();

    FileNode() {
        this(new Content());
    }

    private FileNode(Content content) {
        this.durable = content;
        this.seen = content.copy();
    }

    long size() {
        return seen.size;
    }

    int read(ByteBuffer target, long at) {
        if (at >= seen.size) {
            return target.hasRemaining() ? -1 : 0;
        }
        int count = (int) Math.min(target.remaining(), seen.size - at);
        target.put(seen.bytes, (int) at, count);
        return count;
    }

    void write(byte[] bytes, long at) {
        seen.write(at, bytes, 0, bytes.length);
        unsynced.add(new Write(at, bytes));
    }

    void truncate(long size) {
        if (size < seen.size) {
            seen.cut(size);
            unsynced.add(new Cut(size));
        }
    }

    @Override
    public void force() {
        unsynced.forEach(change -> apply(durable, change));
        unsynced.clear();
    }

    /** What Linux does when a sync fails: the pages count as written from then on. */
    void loseUnsynced() {
        unsynced.clear();
    }

    FileNode survivor(Survives survives, SplittableRandom random) {
        Content left = durable.copy();
        switch (survives) {
            case NOTHING -> {}
            case EVERYTHING -> unsynced.forEach(change -> apply(left, change));
            case ANYTHING -> {
                for (Change change : unsynced) {
                    switch (random.nextInt(4)) {
                        case 0 -> {}
                        case 1 -> apply(left, change);
                        default -> sectors(left, change, random);
                    }
                }
                if (random.nextBoolean()) { // the size is on the disk before the bytes are: they read as zeros
                    left.grow(Math.max(left.size, seen.size));
                }
            }
        }
        return new FileNode(left);
    }

    private static void sectors(Content left, Change change, SplittableRandom random) {
        if (change instanceof Write write) {
            int from = 0;
            while (from < write.bytes().length) {
                int until = (int) Math.min(
                        write.bytes().length, from + FaultyFiles.SECTOR - (write.at() + from) % FaultyFiles.SECTOR);
                if (random.nextBoolean()) {
                    left.write(write.at() + from, write.bytes(), from, until - from);
                }
                from = until;
            }
        }
    }

    private static void apply(Content content, Change change) {
        switch (change) {
            case Write write -> content.write(write.at(), write.bytes(), 0, write.bytes().length);
            case Cut cut -> content.cut(cut.size());
        }
    }

    /** Bytes that grow. */
    private static final class Content {
        private byte[] bytes = new byte[0];
        private int size;

        Content copy() {
            Content copy = new Content();
            copy.bytes = Arrays.copyOf(bytes, size);
            copy.size = size;
            return copy;
        }

        void write(long at, byte[] source, int from, int count) {
            grow(Math.max(size, (int) at + count));
            System.arraycopy(source, from, bytes, (int) at, count);
        }

        void grow(long newSize) {
            if (newSize > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.max(newSize, 2L * bytes.length));
            }
            size = (int) newSize;
        }

        void cut(long newSize) {
            if (newSize < size) {
                Arrays.fill(bytes, (int) newSize, size, (byte) 0);
                size = (int) newSize;
            }
        }
    }
}
