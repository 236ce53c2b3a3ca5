package org.huizhen.server.media;

/** A recording of one source. */
public interface MediaRecorder extends MediaSink {

    /** Told on any thread. */
    interface Listener {
        /** Media has begun to flow into the file. */
        void recording();

        /** The file is complete, or as complete as it ever will be. Once. @param whole false when the server was lost */
        void stopped(boolean whole);
    }

    /** Ends the recording; {@link Listener#stopped} follows when the file is written. */
    @Override
    void close();
}
