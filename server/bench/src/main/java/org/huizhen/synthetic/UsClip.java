package org.huizhen.synthetic;

/** An ultrasound clip (PS3.3 A.7, Ultrasound Multi-frame Image Storage). */
final class UsClip {
    private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.3.1";
    private static final int FRAME_MILLISECONDS = 50;

    private UsClip() {}

    static SyntheticInstance make(Examination examination, Scan.Us scan) {
        Elements elements = CommonModules.of(examination, SOP_CLASS, 0);
        CommonModules.imageComment(elements);
        int rate = 1000 / FRAME_MILLISECONDS;
        elements.plain(0x00080008, "CS", "ORIGINAL\\PRIMARY\\ABDOMINAL\\0001")
                .plain(0x00082144, "IS", Integer.toString(rate))
                .plain(0x00180040, "IS", Integer.toString(rate))
                .plain(0x00181063, "DS", Integer.toString(FRAME_MILLISECONDS))
                .plain(0x00200020, "CS", "")
                .shorts(0x00280002, scan.colour() ? 3 : 1)
                .plain(0x00280004, "CS", scan.colour() ? "RGB" : "MONOCHROME2")
                .plain(0x00280008, "IS", Integer.toString(scan.frames()))
                .tagPointer(0x00280009, 0x00181063)
                .shorts(0x00280010, Sector.ROWS)
                .shorts(0x00280011, Sector.COLUMNS)
                .shorts(0x00280014, 0)
                .shorts(0x00280100, 8)
                .shorts(0x00280101, 8)
                .shorts(0x00280102, 7)
                .shorts(0x00280103, 0)
                .plain(0x00282110, "CS", "00");
        if (scan.colour()) {
            elements.shorts(0x00280006, 0);
        }
        region(elements);
        elements.bytes(0x7fe00010, scan.colour() ? "OB" : "OW", frames(examination, scan));
        return SyntheticInstance.of(SOP_CLASS, examination.sopInstanceUid(0), elements);
    }

    /** Where the sector lies and how many centimetres a pixel is, so that it can be measured in (PS3.3 C.8.5.5). */
    private static void region(Elements elements) {
        double centimetres = Sector.MILLIMETRES_PER_PIXEL / 10;
        elements.sequence(
                0x00186011,
                elements.item()
                        .shorts(0x00186012, 1)
                        .shorts(0x00186014, 1)
                        .longs(0x00186016, 0)
                        .longs(0x00186018, 0)
                        .longs(0x0018601a, 0)
                        .longs(0x0018601c, Sector.COLUMNS - 1)
                        .longs(0x0018601e, Sector.ROWS - 1)
                        .signedLongs(0x00186020, Sector.COLUMNS / 2)
                        .signedLongs(0x00186022, 0)
                        .shorts(0x00186024, 3)
                        .shorts(0x00186026, 3)
                        .doubles(0x0018602c, centimetres)
                        .doubles(0x0018602e, centimetres));
    }

    private static byte[] frames(Examination examination, Scan.Us scan) {
        int samples = scan.colour() ? 3 : 1;
        int frameBytes = Sector.COLUMNS * Sector.ROWS * samples;
        byte[] bytes = new byte[frameBytes * scan.frames()];
        Sector sector = new Sector(examination.seed());
        for (int frame = 0; frame < scan.frames(); frame++) {
            double phase = (double) frame / scan.frames();
            int start = frame * frameBytes;
            if (scan.colour()) {
                sector.paintColour(phase, bytes, start);
            } else {
                sector.paintGrey(phase, bytes, start);
            }
            Mark.draw(Sector.COLUMNS, Sector.ROWS, 2, (x, y) -> {
                int at = start + (y * Sector.COLUMNS + x) * samples;
                for (int sample = 0; sample < samples; sample++) {
                    bytes[at + sample] = (byte) 230;
                }
            });
        }
        return bytes;
    }
}
