package org.huizhen.dicom.encoding;

/**
 * What a reader accepts at most.
 *
 * @param maxDepth sequences inside sequences
 * @param maxElements elements and items of all levels
 * @param maxValueLength bytes of one value held in memory
 * @param maxTotalLength bytes of all values held in memory
 */
public record ReadLimits(int maxDepth, int maxElements, long maxValueLength, long maxTotalLength) {

    /** 32 levels, 2 million elements, 256 MiB a value, 512 MiB in all. */
    public static final ReadLimits DEFAULT = new ReadLimits(32, 2_000_000, 256L << 20, 512L << 20);

    /** For headers: 32 levels, a million elements, 4 MiB a value, 32 MiB in all. */
    public static final ReadLimits HEADER = new ReadLimits(32, 1_000_000, 4L << 20, 32L << 20);
}
