package org.huizhen.synthetic;

import java.util.Locale;

/** One slice of a CT series (PS3.3 A.3, CT Image Storage). */
final class CtImage {
    private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.2";

    private CtImage() {}

    static SyntheticInstance make(Examination examination, Scan.Ct scan, int index) {
        Phantom phantom = Phantom.of(examination.order().bodyPart());
        Elements elements = CommonModules.of(examination, SOP_CLASS, index);
        CommonModules.imageComment(elements);
        acquisition(elements, scan);
        geometry(elements, examination, scan, phantom, index);
        pixels(elements, phantom, paint(examination, scan, phantom, index));
        return SyntheticInstance.of(SOP_CLASS, examination.sopInstanceUid(index), elements);
    }

    private static byte[] paint(Examination examination, Scan.Ct scan, Phantom phantom, int index) {
        Canvas canvas = new Canvas(phantom.pixel());
        double depth = scan.slices() == 1 ? 0.5 : (double) index / (scan.slices() - 1);
        phantom.cut(canvas, depth, new Noise(examination.seed()), scan.finding());
        canvas.addNoise(new Noise(examination.seed() * 1000 + index), 9);
        return canvas.stored();
    }

    private static void acquisition(Elements elements, Scan.Ct scan) {
        elements.plain(0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL")
                .plain(0x00180022, "CS", "HELICAL MODE")
                .plain(0x00180050, "DS", decimal(scan.spacing()))
                .plain(0x00180060, "DS", "120")
                .plain(0x00180088, "DS", decimal(scan.spacing()))
                .plain(0x00181120, "DS", "0")
                .plain(0x00181150, "IS", "500")
                .plain(0x00181151, "IS", "180")
                .text(0x00181210, "SH", "STANDARD")
                .plain(0x00185100, "CS", "HFS")
                .plain(0x00200012, "IS", "1");
    }

    private static void geometry(Elements elements, Examination examination, Scan.Ct scan, Phantom phantom, int index) {
        double corner = -(Canvas.SIZE - 1) / 2.0 * phantom.pixel();
        double z = 1000 - index * scan.spacing();
        elements.plain(0x00181100, "DS", decimal(Canvas.SIZE * phantom.pixel()))
                .plain(0x00200032, "DS", decimal(corner) + "\\" + decimal(corner) + "\\" + decimal(z))
                .plain(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
                .uid(0x00200052, Uids.derived(examination.seed(), "frame of reference"))
                .text(0x00201040, "LO", "")
                .plain(0x00201041, "DS", decimal(z))
                .plain(0x00280030, "DS", decimal(phantom.pixel()) + "\\" + decimal(phantom.pixel()));
    }

    private static void pixels(Elements elements, Phantom phantom, byte[] stored) {
        elements.shorts(0x00280002, 1)
                .plain(0x00280004, "CS", "MONOCHROME2")
                .shorts(0x00280010, Canvas.SIZE)
                .shorts(0x00280011, Canvas.SIZE)
                .shorts(0x00280100, 16)
                .shorts(0x00280101, 12)
                .shorts(0x00280102, 11)
                .shorts(0x00280103, 0)
                .plain(0x00281050, "DS", phantom.windowCenters())
                .plain(0x00281051, "DS", phantom.windowWidths())
                .plain(0x00281052, "DS", "-1024")
                .plain(0x00281053, "DS", "1")
                .text(0x00281054, "LO", "HU")
                .text(0x00281055, "LO", phantom.windowNames())
                .bytes(0x7fe00010, "OW", stored);
    }

    /** A DS value: at most 16 characters. */
    static String decimal(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
