package org.huizhen.faults;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** A path into {@link FaultyFiles}; its names behave as those of the platform. */
record FaultyPath(FaultyFileSystem owner, Path names) implements Path {
    private Path of(Path path) {
        return path == null ? null : new FaultyPath(owner, path);
    }

    private static Path plain(Path path) {
        return path instanceof FaultyPath faulty ? faulty.names() : path;
    }

    @Override
    public FileSystem getFileSystem() {
        return owner;
    }

    @Override
    public boolean isAbsolute() {
        return names.isAbsolute();
    }

    @Override
    public Path getRoot() {
        return of(names.getRoot());
    }

    @Override
    public Path getFileName() {
        return of(names.getFileName());
    }

    @Override
    public Path getParent() {
        return of(names.getParent());
    }

    @Override
    public int getNameCount() {
        return names.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return of(names.getName(index));
    }

    @Override
    public Path subpath(int from, int until) {
        return of(names.subpath(from, until));
    }

    @Override
    public boolean startsWith(Path other) {
        return other.getFileSystem() == owner && names.startsWith(plain(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return other.getFileSystem() == owner && names.endsWith(plain(other));
    }

    @Override
    public Path normalize() {
        return of(names.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return of(names.resolve(plain(other)));
    }

    @Override
    public Path relativize(Path other) {
        return of(names.relativize(plain(other)));
    }

    @Override
    public URI toUri() {
        return URI.create("faulty://" + names);
    }

    @Override
    public Path toAbsolutePath() {
        return isAbsolute() ? this : of(Path.of("/").resolve(names));
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return toAbsolutePath().normalize();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return names.compareTo(plain(other));
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
