package org.huizhen.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32C;

/**
 * One instance on its way into the spool: held in memory while small, written to a segment of its own once it is
 * large or memory is short. Used by one thread at a time.
 */
public final class Incoming {
    private final SpoolWriter writer;
    private final long longest;
    private final CRC32C crc = new CRC32C();
    /** Of an instance in a segment of its own; others are digested whole, while they are synced. */
    private final MessageDigest digest = Sha256.digest();

    private final List<ByteBuffer> parts = new ArrayList<>();
    private final List<Runnable> releases = new ArrayList<>();
    private long length;
    private long inMemory;
    private Optional<SegmentFile> own = Optional.empty();
    private boolean over;

    Incoming(SpoolWriter writer, long longest) {
        this.writer = writer;
        this.longest = longest;
    }

    /** Bytes so far. */
    public long length() {
        return length;
    }

    /**
     * Takes the next bytes of the data set.
     *
     * @param release called once when the bytes are not needed any more, on any thread
     * @throws SpoolException when the instance is too large or the disk fails; call nothing but {@link #discard} then
     */
    public void append(ByteBuffer part, Runnable release) {
        length += part.remaining();
        releases.add(release);
        if (length > longest) {
            throw new SpoolException(
                    SpoolException.Reason.TOO_LARGE,
                    "an instance of more than " + longest + " bytes, see spool.largestInstance");
        }
        crc.update(part.duplicate());
        try {
            if (own.isPresent()) {
                digest.update(part.duplicate());
                own.get().append(part);
                releaseAll();
            } else {
                parts.add(part);
                inMemory += part.remaining();
                if (!writer.memory().take(part.remaining()) || inMemory > SpoolWriter.LARGEST_IN_MEMORY) {
                    spill();
                }
            }
        } catch (IOException e) {
            throw new SpoolException(SpoolException.Reason.DISK_FAILED, "the spool cannot be written", e);
        }
    }

    /**
     * Ends the data set and asks for durability.
     *
     * @return completed when bytes and entry are on stable storage, on the spool's thread; exceptionally with a {@link SpoolException}
     */
    public CompletionStage<Receipt> commit(Description description) {
        over = true;
        Commit commit = new Commit(
                description,
                own.isPresent() ? Digesting.done(new Sha256(digest.digest())) : Digesting.of(parts),
                (int) crc.getValue(),
                length,
                own,
                List.copyOf(parts),
                this::releaseAll,
                new CompletableFuture<>());
        writer.submit(commit);
        return commit.outcome();
    }

    /** Forgets what came. */
    public void discard() {
        if (!over) {
            over = true;
            releaseAll();
            own.ifPresent(writer::discard);
        }
    }

    private void spill() throws IOException {
        SegmentFile segment = writer.createSegment();
        own = Optional.of(segment);
        segment.position(SegmentFile.HEADER_LENGTH + SpoolRecord.LONGEST_HEADER);
        parts.forEach(part -> digest.update(part.duplicate()));
        segment.append(parts);
        releaseAll();
    }

    private void releaseAll() {
        releases.forEach(Runnable::run);
        releases.clear();
        parts.clear();
        writer.memory().give(inMemory);
        inMemory = 0;
    }

    /**
     * A whole instance that waits for the writer.
     *
     * @param crc CRC-32C of its bytes
     * @param own the segment it is in already; empty: its bytes are the parts
     * @param buffers gives the parts back
     */
    record Commit(
            Description description,
            Digesting digesting,
            int crc,
            long length,
            Optional<SegmentFile> own,
            List<ByteBuffer> parts,
            Runnable buffers,
            CompletableFuture<Receipt> outcome) {

        Sha256 sha256() {
            return digesting.result();
        }

        /** Gives the parts back, once nobody reads them any more. */
        void release() {
            digesting.result();
            buffers.run();
        }
    }
}
