package org.huizhen.faults;

import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;

/** The disk under {@link FaultyFiles}: how much room it has. */
final class FaultyStore extends FileStore {
    private static final int BLOCK = 4096;

    private final FaultyFiles files;

    FaultyStore(FaultyFiles files) {
        this.files = files;
    }

    @Override
    public long getUsableSpace() {
        return files.free();
    }

    @Override
    public long getUnallocatedSpace() {
        return files.free();
    }

    @Override
    public long getTotalSpace() {
        return files.free();
    }

    @Override
    public long getBlockSize() {
        return BLOCK;
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public String type() {
        return "faulty";
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
        return false;
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
        return false;
    }

    @Override
    public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
        return null;
    }

    @Override
    public Object getAttribute(String attribute) {
        throw new UnsupportedOperationException(attribute);
    }
}
