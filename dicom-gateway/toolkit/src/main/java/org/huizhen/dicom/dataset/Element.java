package org.huizhen.dicom.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** One data element. Immutable; byte arrays are handed over, not copied, and must not be written to. */
@SuppressWarnings("ArrayRecordComponent") // values are compared where it matters, and are never copied for speed
public sealed interface Element {

    int tag();

    Vr vr();

    /** A value as encoded: text in its character set, numbers in little endian, padding included. */
    record Value(int tag, Vr vr, byte[] bytes) implements Element {
        @Override
        public boolean equals(Object other) {
            return other instanceof Value value
                    && tag == value.tag
                    && vr == value.vr
                    && Arrays.equals(bytes, value.bytes);
        }

        @Override
        public int hashCode() {
            return Objects.hash(tag, vr, Arrays.hashCode(bytes));
        }

        @Override
        public String toString() {
            return Tag.format(tag) + " " + vr + " " + bytes.length + " bytes";
        }
    }

    /** Items; {@code vr} is SQ, or UN for a sequence of undefined length behind UN (PS3.5 6.2.2). */
    record Sequence(int tag, Vr vr, List<DataSet> items, boolean undefinedLength) implements Element {
        public Sequence {
            items = List.copyOf(items);
        }

        public Sequence(int tag, List<DataSet> items) {
            this(tag, Vr.SQ, items, false);
        }
    }

    /** Encapsulated pixel data (PS3.5 A.4): the basic offset table (empty where there is none) and the fragments after it. */
    record Fragments(int tag, Vr vr, byte[] offsetTable, List<Fragment> fragments) implements Element {
        /** Stands for the table in a sequence that lacks even an empty one, and so any fragment. */
        public static final byte[] NO_TABLE = {};

        /** Whether there is an item for the table. */
        @SuppressWarnings("ArrayEquals") // the very array
        public boolean hasTable() {
            return offsetTable != NO_TABLE;
        }

        public Fragments {
            fragments = List.copyOf(fragments);
        }
    }

    /**
     * A long value left where it is: a range of the source it was read from (of the file, where read from one).
     *
     * @param offset bytes from the beginning of the source
     * @param length bytes, padding included
     * @param bigEndian whether its numbers lie there in big endian
     */
    record Bulk(int tag, Vr vr, long offset, long length, boolean bigEndian) implements Element {}

    /**
     * One fragment of encapsulated pixel data.
     *
     * @param offset bytes from the beginning of the source to the fragment's first byte; -1 where it was not read from one
     * @param length bytes, padding included
     * @param bytes the fragment, or null where it was left in the source
     */
    record Fragment(long offset, long length, byte[] bytes) {
        /** A fragment in memory. */
        public static Fragment of(byte[] bytes) {
            return new Fragment(-1, bytes.length, bytes);
        }
    }
}
