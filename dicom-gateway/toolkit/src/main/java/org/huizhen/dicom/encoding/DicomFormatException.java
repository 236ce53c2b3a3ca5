package org.huizhen.dicom.encoding;

import org.huizhen.dicom.dataset.Tag;

/** Bytes that are no DICOM data set, or more of one than the limits allow. The message gives reason, position and tag, never a value. */
public final class DicomFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Stable reasons, for logs, metrics and answers to peers. */
    public enum Reason {
        /** The bytes end inside an element. */
        TRUNCATED,
        /** A value is longer than the limit for values in memory, or all of them together are. */
        LENGTH_TOO_LARGE,
        /** An element or item is longer than what holds it, or has undefined length where that is not allowed. */
        BAD_LENGTH,
        /** Sequences are nested deeper than the limit. */
        TOO_DEEP,
        TOO_MANY_ELEMENTS,
        /** Neither Part 10 nor anything that looks like a data set. */
        NOT_DICOM,
        /** Two bytes where a VR should stand are none. */
        BAD_VR,
        /** An item, delimiter or other tag where none may stand. */
        UNEXPECTED_TAG,
        /** The deflated stream is damaged. */
        BAD_COMPRESSION,
        /** A deflated stream gives more bytes than the limits allow, or more for its length than any data set does. */
        INFLATES_TOO_MUCH,
        /** A file that is read as a DICOMDIR and is none. */
        NOT_A_DIRECTORY,
        /** JSON that is not the DICOM JSON model. */
        BAD_JSON,
        /** The pixel data does not hold what its attributes say. */
        BAD_PIXEL_DATA
    }

    private final Reason reason;
    private final long position;
    private final int tag;

    public DicomFormatException(Reason reason, long position, int tag, String detail) {
        super(reason + (position >= 0 ? " at " + position : "") + (tag != 0 ? " " + Tag.format(tag) : "") + ": "
                + detail);
        this.reason = reason;
        this.position = position;
        this.tag = tag;
    }

    public Reason reason() {
        return reason;
    }

    /** Bytes from the beginning of the source; -1 where unknown. */
    public long position() {
        return position;
    }

    /** The element concerned, 0 where none. */
    public int tag() {
        return tag;
    }
}
