package org.huizhen.dicom.encoding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;

/** Tells which fragments make which frame: by a table where it is right, else by number, else by the marks that code streams begin with. */
final class FragmentFrames {
    private FragmentFrames() {}

    static List<List<PixelFrames.Part>> locate(DataSet dataSet, Element.Fragments pixels, int count, BulkSource source)
            throws IOException {
        List<Element.Fragment> fragments = pixels.fragments();
        long[] starts = starts(fragments);
        int[] first = byTable(extendedTable(dataSet), starts, count);
        if (first == null) {
            first = byTable(basicTable(pixels), starts, count);
        }
        if (first == null && count == 1 && !fragments.isEmpty()) {
            first = new int[] {0};
        }
        if (first == null && fragments.size() == count) {
            first = new int[count];
            Arrays.setAll(first, i -> i);
        }
        if (first == null) {
            first = byMarks(fragments, count, source);
        }
        if (first == null) {
            throw new DicomFormatException(
                    Reason.BAD_PIXEL_DATA, -1, pixels.tag(), fragments.size() + " fragments for " + count + " frames");
        }
        List<List<PixelFrames.Part>> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int end = i + 1 < count ? first[i + 1] : fragments.size();
            frames.add(fragments.subList(first[i], end).stream()
                    .map(fragment -> new PixelFrames.Part(
                            fragment.bytes() == null ? fragment.offset() : 0, fragment.length(), fragment.bytes()))
                    .toList());
        }
        return frames;
    }

    /** Offsets of the fragments' item tags from the first of them (PS3.5 A.4). */
    private static long[] starts(List<Element.Fragment> fragments) {
        long[] starts = new long[fragments.size()];
        long at = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at;
            at += 8 + fragments.get(i).length();
        }
        return starts;
    }

    private static long[] extendedTable(DataSet dataSet) {
        return dataSet.longs(Tag.ExtendedOffsetTable);
    }

    private static long[] basicTable(Element.Fragments pixels) {
        return new DataSet()
                .put(new Element.Value(pixels.tag(), Vr.UL, pixels.offsetTable()))
                .longs(pixels.tag());
    }

    /** The first fragment of each frame; null where the table does not fit the fragments. */
    private static int[] byTable(long[] table, long[] starts, int count) {
        if (table.length != count || starts.length < count) {
            return null;
        }
        int[] first = new int[count];
        for (int i = 0; i < count; i++) {
            first[i] = Arrays.binarySearch(starts, table[i]);
            if (first[i] < 0 || (i == 0 ? first[i] != 0 : first[i] <= first[i - 1])) {
                return null;
            }
        }
        return first;
    }

    private static int[] byMarks(List<Element.Fragment> fragments, int count, BulkSource source) throws IOException {
        int[] first = new int[count];
        int found = 0;
        for (int i = 0; i < fragments.size(); i++) {
            if (beginsCodeStream(fragments.get(i), source)) {
                if (found == count) {
                    return null;
                }
                first[found++] = i;
            }
        }
        return found == count && first[0] == 0 ? first : null;
    }

    // SOI of JPEG and JPEG-LS (ITU-T T.81 B.1.1.3), SOC and SIZ of JPEG 2000 (T.800 A.4.1), signatures of JP2 and JPEG
    // XL.
    private static boolean beginsCodeStream(Element.Fragment fragment, BulkSource source) throws IOException {
        if (fragment.length() < 4) {
            return false;
        }
        byte[] start = fragment.bytes();
        if (start == null) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(4);
            source.copy(fragment.offset(), 4, bytes);
            start = bytes.toByteArray();
        }
        int mark = (start[0] & 0xFF) << 24 | (start[1] & 0xFF) << 16 | (start[2] & 0xFF) << 8 | (start[3] & 0xFF);
        return mark >>> 8 == 0xFFD8FF || mark == 0xFF4FFF51 || mark == 0x0000000C || mark >>> 16 == 0xFF0A;
    }
}
