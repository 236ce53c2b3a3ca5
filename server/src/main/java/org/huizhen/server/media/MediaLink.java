package org.huizhen.server.media;

/** The server's end of one peer connection, negotiated once. */
public interface MediaLink extends MediaSink {

    /** As the server sees it; {@code FROM} links are negotiated first. */
    enum Direction {
        FROM_CLIENT,
        TO_CLIENT
    }

    /** Told on any thread, in order; nothing comes after {@link #refused} or {@link #lost}. */
    interface Listener {
        void answered(String sdp);

        void candidate(Candidate candidate);

        /** Media of that kind has begun to arrive from the client, or has ceased to. A hint. */
        void flowing(MediaKind kind, boolean flows);

        /** The server does not take the offer. */
        void refused(String detail);

        /** The link is gone, or was never made; a new one may do better. */
        void lost();
    }

    /** An ICE candidate as browsers write it. */
    record Candidate(String candidate, String sdpMid, int sdpMLineIndex) {}

    /** From the client; may come before the server is ready for it. */
    void candidate(Candidate candidate);
}
