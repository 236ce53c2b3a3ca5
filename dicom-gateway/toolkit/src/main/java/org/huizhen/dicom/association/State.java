package org.huizhen.dicom.association;

/** States of the upper layer protocol machine (PS3.8 tables 9-1 to 9-5). */
enum State {
    /** Idle. */
    STA1,
    /** Transport connection open, awaiting A-ASSOCIATE-RQ. */
    STA2,
    /** Awaiting local A-ASSOCIATE response. */
    STA3,
    /** Awaiting transport connection opening to complete. */
    STA4,
    /** Awaiting A-ASSOCIATE-AC or -RJ. */
    STA5,
    /** Association established, ready for data transfer. */
    STA6,
    /** Awaiting A-RELEASE-RP. */
    STA7,
    /** Awaiting local A-RELEASE response. */
    STA8,
    /** Release collision, requestor side: awaiting local A-RELEASE response. */
    STA9,
    /** Release collision, acceptor side: awaiting A-RELEASE-RP. */
    STA10,
    /** Release collision, requestor side: awaiting A-RELEASE-RP. */
    STA11,
    /** Release collision, acceptor side: awaiting local A-RELEASE response. */
    STA12,
    /** Awaiting transport connection close; the association no longer exists. */
    STA13
}
