package org.huizhen.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets {@link java.nio.file.Files} work on {@link FaultyFiles}: as much of it as spool and blob store use. */
final class FaultyProvider extends FileSystemProvider {
    private final FaultyFiles files;
    private final FileSystem fileSystem = new FaultyFileSystem(this);

    FaultyProvider(FaultyFiles files) {
        this.files = files;
    }

    FileSystem fileSystem() {
        return fileSystem;
    }

    FaultyFiles files() {
        return files;
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Optional<Node> found = files.find(path);
        if (found.isPresent() && options.contains(StandardOpenOption.CREATE_NEW)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        boolean creates =
                options.contains(StandardOpenOption.CREATE) || options.contains(StandardOpenOption.CREATE_NEW);
        if (found.isEmpty() && !creates) {
            throw new NoSuchFileException(path.toString());
        }
        Node node = found.isPresent() ? found.get() : files.createFile(path);
        if (options.contains(StandardOpenOption.TRUNCATE_EXISTING) && node instanceof FileNode file) {
            files.truncate(file, 0);
        }
        FaultyChannel channel = new FaultyChannel(files, node);
        if (options.contains(StandardOpenOption.APPEND)) {
            channel.position(channel.size());
        }
        return channel;
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String name : files.names(directory)) {
            Path path = directory.resolve(name);
            if (filter.accept(path)) {
                paths.add(path);
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return paths.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
        files.createFolder(directory);
    }

    @Override
    public void delete(Path path) throws IOException {
        files.delete(path);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        if (List.of(options).contains(StandardCopyOption.REPLACE_EXISTING)
                && files.find(target).isPresent()) {
            files.delete(target);
        }
        try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(64 << 10);
            while (from.read(bytes) >= 0) {
                bytes.flip();
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
                bytes.clear();
            }
        }
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        List<CopyOption> how = List.of(options);
        files.move(
                source,
                target,
                how.contains(StandardCopyOption.REPLACE_EXISTING) || how.contains(StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return files.find(one).equals(files.find(other));
    }

    @Override
    public boolean isHidden(Path path) {
        return false;
    }

    @Override
    public FileStore getFileStore(Path path) {
        return new FaultyStore(files);
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        if (files.find(path).isEmpty()) {
            throw new NoSuchFileException(path.toString());
        }
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return null;
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        Node node = files.find(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        return type.cast(new FaultyAttributes(node, node instanceof FileNode file ? files.size(file) : 0));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }
}
