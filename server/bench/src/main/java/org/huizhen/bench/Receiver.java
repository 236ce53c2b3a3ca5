package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Something that takes DICOM objects and keeps them: we, a peer, or a limit. */
interface Receiver {
    String name();

    /** Why it cannot take part here; empty when it can. */
    Optional<String> missing();

    /** Starts it with an empty store in the folder; returns when it takes associations. */
    Running start(Path folder) throws IOException, InterruptedException;

    /** A receiver at work. */
    interface Running extends AutoCloseable {
        int port();

        /** How it was started, to be printed. */
        List<String> command();

        /** Instances that it holds now. */
        long held() throws IOException, InterruptedException;

        /** Removes what it holds where that is files in a folder, to save disk; not timed. */
        default void clear() throws IOException {}

        @Override
        void close() throws IOException;
    }
}
