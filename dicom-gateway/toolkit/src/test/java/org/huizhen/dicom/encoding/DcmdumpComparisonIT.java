package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.huizhen.dicom.dataset.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares every corpus file with {@code dcmdump -M +L -Un}: depth, tag, VR, length and value of each element of the meta group and
 * the data set, items and fragments included; text by its bytes, FL, FD, OF and OD as numbers. Left out are values that dcmdump does
 * not print (above 4 KiB), and the VR where its older dictionary knows none or several.
 */
class DcmdumpComparisonIT {
    /** How far from the value dcmtk's own conversion of doubles to text is seen to be off. */
    private static final double PRINTED = 1e-15;

    private static final Set<String> NO_OPINION = Set.of("UN", "ox", "xs", "lt", "??");

    @Test
    void readsWhatDcmdumpPrints() {
        Tool.assume("dcmdump");
        List<String> wrong = new ArrayList<>();
        int values = 0;
        for (Corpus.Entry entry : Corpus.dicom()) {
            byte[] output =
                    Tool.run("dcmdump", "-q", "-M", "+L", "-Un", entry.path().toString());
            if (output == null) {
                continue;
            }
            try {
                List<Dump.Line> theirs = Dump.parse(Tool.text(output));
                List<Dump.Line> ours = Dump.of(DicomFile.read(entry.path(), ReadOptions.ALL));
                values += compare(entry.name(), theirs, ours, wrong);
            } catch (DicomFormatException e) {
                // An item that the file's end cuts off at an element is read by dcmdump and refused here.
                if (!entry.malformed()) {
                    wrong.add(entry + ": " + e);
                }
            } catch (Exception e) {
                wrong.add(entry + ": " + e);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(values).isGreaterThan(20_000);
    }

    static int compare(String entry, List<Dump.Line> theirs, List<Dump.Line> ours, List<String> wrong) {
        int count = Math.min(theirs.size(), ours.size());
        for (int i = 0; i < count; i++) {
            Dump.Line a = theirs.get(i);
            Dump.Line b = ours.get(i);
            boolean vrOpen = NO_OPINION.contains(a.vr());
            boolean same = a.depth() == b.depth()
                    && a.tag() == b.tag()
                    && (vrOpen || a.vr().equals(b.vr()))
                    && a.length() == b.length()
                    && (a.value() == null || (vrOpen && !a.vr().equals(b.vr())) || sameValue(a, b));
            if (!same) {
                wrong.add(entry + " " + Tag.format(a.tag()) + ": " + a + " but " + b);
                return i;
            }
        }
        if (theirs.size() != ours.size()) {
            wrong.add(entry + ": " + theirs.size() + " lines, but " + ours.size());
        }
        return count;
    }

    private static boolean sameValue(Dump.Line theirs, Dump.Line ours) {
        if (theirs.value().equals(ours.value())) {
            return true;
        }
        if (!Set.of("FL", "FD", "OF", "OD").contains(theirs.vr())) {
            return false;
        }
        String[] a = theirs.value().split("\\\\");
        String[] b = ours.value().split("\\\\");
        boolean narrow = theirs.vr().equals("FL") || theirs.vr().equals("OF");
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            if (i >= a.length || i >= b.length) {
                return false;
            }
            double x = Double.parseDouble(a[i].replace("inf", "Infinity").replace("nan", "NaN"));
            double y = Double.parseDouble(b[i]);
            if (narrow ? (float) x != (float) y : Math.abs(x - y) > Math.abs(y) * PRINTED) {
                return false;
            }
        }
        return true;
    }
}
