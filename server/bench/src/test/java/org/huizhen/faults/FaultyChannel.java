package org.huizhen.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file or directory of {@link FaultyFiles}. */
final class FaultyChannel extends FileChannel {
    private final FaultyFiles files;
    private final Node node;
    private long position;

    FaultyChannel(FaultyFiles files, Node node) {
        this.files = files;
        this.node = node;
    }

    private FileNode file() throws IOException {
        if (node instanceof FileNode file) {
            return file;
        }
        throw new IOException("Is a directory");
    }

    @Override
    public synchronized int read(ByteBuffer target) throws IOException {
        int count = read(target, position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            int count = read(targets[i]);
            if (count < 0) {
                return total == 0 ? -1 : total;
            }
            total += count;
        }
        return total;
    }

    @Override
    public synchronized int write(ByteBuffer source) throws IOException {
        int count = write(source, position);
        position += count;
        return count;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += sources[i].hasRemaining() ? write(sources[i]) : 0;
        }
        return total;
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized FileChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        return files.size(file());
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        files.truncate(file(), size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        files.force(node);
    }

    @Override
    public int read(ByteBuffer target, long at) throws IOException {
        return files.read(file(), target, at);
    }

    @Override
    public int write(ByteBuffer source, long at) throws IOException {
        return files.write(file(), source, at);
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
        return tryLock(at, size, shared);
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        return new FileLock(this, at, size, shared) {
            @Override
            public boolean isValid() {
                return isOpen();
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException("nothing durable is written through a mapping");
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, 64 << 10));
        return read(bytes, at) < 0 ? 0 : target.write(bytes.flip());
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, 64 << 10));
        return source.read(bytes) < 0 ? 0 : write(bytes.flip(), at);
    }

    @Override
    protected void implCloseChannel() {}
}
