package org.huizhen.server.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A file on its way into the store: written under a temporary name, sealed (synced), then published by
 * {@link BlobStore#publish} or discarded. Written by one thread.
 */
public final class StagedBlob implements AutoCloseable {
    private final Path temporary;
    private final FileChannel channel;
    private final Executor syncs;
    private CompletableFuture<Void> sealed = CompletableFuture.completedFuture(null);
    private long bytes;
    private BlobId id;

    StagedBlob(Path temporary, Executor syncs) throws IOException {
        this.temporary = temporary;
        this.syncs = syncs;
        this.channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
    }

    /** The name in the store. @throws IllegalStateException before it is published */
    public BlobId id() {
        if (id == null) {
            throw new IllegalStateException("not published yet");
        }
        return id;
    }

    public boolean published() {
        return id != null;
    }

    /** Where the bytes are until they are published. */
    public Path temporary() {
        return temporary;
    }

    public long bytes() {
        return bytes;
    }

    /** @throws BlobException when the disk refuses */
    public void write(byte[] buffer, int offset, int length) {
        ByteBuffer rest = ByteBuffer.wrap(buffer, offset, length);
        try {
            while (rest.hasRemaining()) {
                bytes += channel.write(rest);
            }
        } catch (IOException e) {
            throw new BlobException("cannot write " + temporary, e);
        }
    }

    /** Starts the sync of the bytes beside the caller, who goes on receiving; {@link #awaitSealed} waits for it. */
    public void seal() {
        sealed = CompletableFuture.runAsync(
                () -> {
                    try (channel) {
                        channel.force(false);
                    } catch (IOException e) {
                        throw new BlobException("cannot sync " + temporary, e);
                    }
                },
                syncs);
    }

    /** @throws BlobException when the disk refused */
    public void awaitSealed() {
        try {
            sealed.join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof BlobException refused) {
                throw refused;
            }
            throw e;
        }
    }

    void moveTo(Path target, BlobId as) throws IOException {
        Files.move(temporary, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        id = as;
    }

    /** Removes the temporary file unless it has been published. */
    @Override
    public void close() {
        sealed.handle((done, failed) -> null).join();
        try {
            channel.close();
            if (id == null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException ignored) {
            // The sweep removes what could not be removed here.
        }
    }
}
