package org.huizhen.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Files in memory as a disk behind a write cache keeps them: what was written is seen at once, but only what was synced
 * is sure to be there after a loss of power. A file's bytes need {@code force} on the file, its name needs one on its
 * directory. Power can be cut at any call, a call can fail, the disk can be full. Every method is one call of the system.
 */
final class FaultyFiles {
    static final int SECTOR = 512;

    /** What a loss of power leaves of that which was not synced. */
    enum Survives {
        NOTHING,
        /** Names up to some point of each directory; of each write all, nothing, or any of its sectors. */
        ANYTHING,
        EVERYTHING
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Folder root;
    private long capacity = Long.MAX_VALUE / 2;
    private int calls;
    private int cutAt = Integer.MAX_VALUE;
    private int failAt = Integer.MAX_VALUE;
    private boolean dead;

    FaultyFiles() {
        this(new Folder());
    }

    private FaultyFiles(Folder root) {
        this.root = root;
    }

    FileSystem fileSystem() {
        return new FaultyProvider(this).fileSystem();
    }

    // ---- what tests do to it ----

    /** Calls so far that change something. */
    int calls() {
        return locked(() -> calls);
    }

    /** Cuts the power just before that call; every later call fails. */
    FaultyFiles cutAt(int call) {
        cutAt = call;
        return this;
    }

    /** Lets that one call fail as a bad disk does: after a failed sync the bytes are lost, though they are still seen. */
    FaultyFiles failAt(int call) {
        failAt = call;
        return this;
    }

    /** Makes the disk so large, in bytes of files. */
    void capacity(long bytes) {
        locked(() -> capacity = bytes);
    }

    long free() {
        return locked(() -> Math.max(0, capacity - used(root)));
    }

    boolean dead() {
        return locked(() -> dead);
    }

    /** Cuts the power now; answers the disk as the next start finds it. */
    FaultyFiles powerCut(Survives survives, SplittableRandom random) {
        return locked(() -> {
            dead = true;
            Map<Node, Node> after = new IdentityHashMap<>();
            return new FaultyFiles((Folder) survivor(root, survives, random, after));
        });
    }

    private static Node survivor(Node node, Survives survives, SplittableRandom random, Map<Node, Node> after) {
        Node known = after.get(node);
        if (known != null) {
            return known;
        }
        Node survivor = switch (node) {
            case FileNode file -> file.survivor(survives, random);
            case Folder folder -> folder.survivor(survives, random);
        };
        after.put(node, survivor);
        if (survivor instanceof Folder folder) {
            folder.replaceAll(child -> survivor(child, survives, random, after));
        }
        return survivor;
    }

    private static long used(Node node) {
        return switch (node) {
            case FileNode file -> file.size();
            case Folder folder ->
                folder.children().values().stream().mapToLong(FaultyFiles::used).sum();
        };
    }

    // ---- calls ----

    Optional<Node> find(Path path) throws IOException {
        return call(() -> {
            alive();
            return lookUp(path);
        });
    }

    FileNode createFile(Path path) throws IOException {
        return call(() -> {
            step(path);
            Folder parent = parent(path);
            if (parent.children().containsKey(name(path))) {
                throw new FileAlreadyExistsException(path.toString());
            }
            FileNode file = new FileNode();
            parent.link(name(path), file);
            return file;
        });
    }

    void createFolder(Path path) throws IOException {
        call(() -> {
            step(path);
            Folder parent = parent(path);
            if (parent.children().containsKey(name(path))) {
                throw new FileAlreadyExistsException(path.toString());
            }
            parent.link(name(path), new Folder());
            return null;
        });
    }

    void delete(Path path) throws IOException {
        call(() -> {
            step(path);
            Node node = lookUp(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
            if (node instanceof Folder folder && !folder.children().isEmpty()) {
                throw new DirectoryNotEmptyException(path.toString());
            }
            parent(path).unlink(name(path));
            return null;
        });
    }

    void move(Path from, Path to, boolean replace) throws IOException {
        call(() -> {
            step(from);
            Node node = lookUp(from).orElseThrow(() -> new NoSuchFileException(from.toString()));
            if (!replace && lookUp(to).isPresent()) {
                throw new FileAlreadyExistsException(to.toString());
            }
            Folder.rename(parent(from), name(from), parent(to), name(to), node);
            return null;
        });
    }

    List<String> names(Path path) throws IOException {
        return call(() -> {
            alive();
            return List.copyOf(folder(path).children().keySet());
        });
    }

    int read(FileNode file, ByteBuffer target, long at) throws IOException {
        return call(() -> {
            alive();
            return file.read(target, at);
        });
    }

    /** Short where the disk is full: what fits is written, as Linux does, and the next call fails. */
    int write(FileNode file, ByteBuffer source, long at) throws IOException {
        return call(() -> {
            step(null);
            long grows = Math.max(0, at + source.remaining() - file.size());
            long room = capacity - used(root);
            int count = source.remaining() - (int) Math.max(0, grows - room);
            if (count <= 0 && source.hasRemaining()) {
                throw new IOException("No space left on device");
            }
            byte[] bytes = new byte[count];
            source.get(bytes);
            file.write(bytes, at);
            return count;
        });
    }

    void truncate(FileNode file, long size) throws IOException {
        call(() -> {
            step(null);
            file.truncate(size);
            return null;
        });
    }

    long size(FileNode file) throws IOException {
        return call(() -> {
            alive();
            return file.size();
        });
    }

    void force(Node node) throws IOException {
        call(() -> {
            try {
                step(null);
            } catch (FileSystemException e) {
                if (!dead && node instanceof FileNode file) {
                    file.loseUnsynced();
                }
                throw e;
            }
            node.force();
            return null;
        });
    }

    // ---- inside ----

    private void step(Path path) throws IOException {
        alive();
        calls++;
        if (calls >= cutAt) {
            dead = true;
            alive();
        }
        if (calls == failAt) {
            throw new FileSystemException(String.valueOf(path), null, "Input/output error");
        }
    }

    private void alive() throws IOException {
        if (dead) {
            throw new IOException("the power is gone");
        }
    }

    private Optional<Node> lookUp(Path path) {
        Node node = root;
        for (Path name : path.toAbsolutePath().normalize()) {
            if (!(node instanceof Folder folder)) {
                return Optional.empty();
            }
            node = folder.children().get(name.toString());
        }
        return Optional.ofNullable(node);
    }

    private Folder folder(Path path) throws NoSuchFileException {
        return lookUp(path)
                .filter(Folder.class::isInstance)
                .map(Folder.class::cast)
                .orElseThrow(() -> new NoSuchFileException(path.toString()));
    }

    private Folder parent(Path path) throws NoSuchFileException {
        return folder(path.toAbsolutePath().normalize().getParent());
    }

    private static String name(Path path) {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T call(Call<T> body) throws IOException {
        lock.lock();
        try {
            return body.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(java.util.function.Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }
}
