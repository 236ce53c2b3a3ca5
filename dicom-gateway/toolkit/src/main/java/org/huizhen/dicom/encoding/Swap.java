package org.huizhen.dicom.encoding;

/** Byte order of numbers. */
final class Swap {
    private Swap() {}

    /** Reverses each whole unit of the array; swapping twice gives the same again. */
    static void units(byte[] bytes, int unit) {
        if (unit == 1) {
            return;
        }
        for (int start = 0; start + unit <= bytes.length; start += unit) {
            for (int low = start, high = start + unit - 1; low < high; low++, high--) {
                byte swapped = bytes[low];
                bytes[low] = bytes[high];
                bytes[high] = swapped;
            }
        }
    }
}
