package org.huizhen.dicom.encoding;

import org.huizhen.dicom.dataset.Tag;

/**
 * How far and how deep to read.
 *
 * @param bulkAbove values and fragments longer than so many bytes are left in the source as ranges, pixel data whatever its length;
 *     Long.MAX_VALUE takes all into memory, and so does a deflated syntax
 * @param stopBefore reading ends before the first element of the outermost level whose tag is not below this one; 0 reads all
 */
public record ReadOptions(ReadLimits limits, long bulkAbove, int stopBefore) {

    /** Everything into memory. */
    public static final ReadOptions ALL = new ReadOptions(ReadLimits.DEFAULT, Long.MAX_VALUE, 0);

    /** Everything, values above 64 KiB as ranges. */
    public static final ReadOptions BULK_AS_RANGES = new ReadOptions(ReadLimits.HEADER, 64 << 10, 0);

    /** What stands before the pixel data, values above 64 KiB as ranges. */
    public static final ReadOptions HEADER = BULK_AS_RANGES.stopBefore(Tag.FloatPixelData);

    public ReadOptions limits(ReadLimits other) {
        return new ReadOptions(other, bulkAbove, stopBefore);
    }

    public ReadOptions bulkAbove(long bytes) {
        return new ReadOptions(limits, bytes, stopBefore);
    }

    public ReadOptions stopBefore(int tag) {
        return new ReadOptions(limits, bulkAbove, tag);
    }
}
