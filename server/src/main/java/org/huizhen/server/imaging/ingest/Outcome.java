package org.huizhen.server.imaging.ingest;

/** What became of one instance of a request. */
sealed interface Outcome {

    /** Durable and indexed now. */
    record Stored() implements Outcome {}

    /** The very same bytes were here already. */
    record AlreadyStored() implements Outcome {}

    /** Here already in another transfer syntax, which is kept; this one was noted (decision 3). */
    record OtherEncoding() implements Outcome {}

    /** Not stored, or stored in quarantine only. */
    record Failed(FailureReason reason) implements Outcome {}
}
