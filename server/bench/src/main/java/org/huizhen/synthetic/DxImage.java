package org.huizhen.synthetic;

/** A digital radiograph (PS3.3 A.26, Digital X-Ray Image Storage - For Presentation). */
final class DxImage {
    private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.1.1";

    private DxImage() {}

    static SyntheticInstance make(Examination examination, Scan.Dx scan) {
        Radiograph body = Radiograph.of(examination.order().bodyPart());
        Elements elements = CommonModules.of(examination, SOP_CLASS, 0);
        CommonModules.imageComment(elements);
        acquisition(elements, body);
        double spacing = body.wide() / scan.columns();
        int top = (1 << scan.bits()) - 1;
        elements.plain(0x00181164, "DS", CtImage.decimal(spacing) + "\\" + CtImage.decimal(spacing))
                .shorts(0x00280002, 1)
                .plain(0x00280004, "CS", scan.inverted() ? "MONOCHROME1" : "MONOCHROME2")
                .shorts(0x00280010, scan.rows())
                .shorts(0x00280011, scan.columns())
                .plain(0x00280030, "DS", CtImage.decimal(spacing) + "\\" + CtImage.decimal(spacing))
                .shorts(0x00280100, 16)
                .shorts(0x00280101, scan.bits())
                .shorts(0x00280102, scan.bits() - 1)
                .shorts(0x00280103, 0)
                .plain(0x00281040, "CS", "LOG")
                .plain(0x00281050, "DS", Integer.toString((top + 1) / 2))
                .plain(0x00281051, "DS", Integer.toString(top + 1))
                .plain(0x00281052, "DS", "0")
                .plain(0x00281053, "DS", "1")
                .text(0x00281054, "LO", "US")
                .plain(0x00282110, "CS", "00")
                .plain(0x20500020, "CS", scan.inverted() ? "INVERSE" : "IDENTITY")
                .bytes(0x7fe00010, "OW", paint(examination, scan, body));
        // Pixel Intensity Relationship Sign: 1 where higher values mean more X-rays reached the detector
        elements.bytes(0x00281041, "SS", scan.inverted() ? new byte[] {1, 0} : new byte[] {(byte) 0xff, (byte) 0xff});
        return SyntheticInstance.of(SOP_CLASS, examination.sopInstanceUid(0), elements);
    }

    private static void acquisition(Elements elements, Radiograph body) {
        boolean chest = body == Radiograph.CHEST;
        elements.plain(0x00080008, "CS", "ORIGINAL\\PRIMARY\\")
                .plain(0x00080068, "CS", "FOR PRESENTATION")
                .code(0x00082218, chest ? "51185008" : "72696002", "SCT", chest ? "Chest" : "Knee")
                .plain(0x00180060, "DS", chest ? "120" : "60")
                .plain(0x00181150, "IS", chest ? "8" : "20")
                .plain(0x00181152, "IS", chest ? "2" : "5")
                .plain(0x00185101, "CS", chest ? "PA" : "AP")
                .plain(0x00187004, "CS", "DIRECT")
                .plain(0x00200020, "CS", "L\\F")
                .plain(0x00200062, "CS", chest ? "U" : "R")
                .sequence(0x00400555)
                .plain(0x00200012, "IS", "1");
    }

    private static byte[] paint(Examination examination, Scan.Dx scan, Radiograph body) {
        int columns = scan.columns();
        int rows = scan.rows();
        int top = (1 << scan.bits()) - 1;
        Noise noise = new Noise(examination.seed());
        Shadow shadow = new Shadow(body, scan, noise);
        byte[] bytes = new byte[columns * rows * 2];
        for (int row = 0; row < rows; row++) {
            shadow.moveTo(row);
            for (int column = 0; column < columns; column++) {
                double value = shadow.at(column) * top + noise.normal() * top * 0.006;
                put(bytes, row * columns + column, value, top, scan.inverted());
            }
        }
        int scale = Math.max(1, columns / 400);
        Mark.draw(columns, rows, scale, (x, y) -> put(bytes, y * columns + x, top, top, scan.inverted()));
        return bytes;
    }

    private static void put(byte[] bytes, int at, double value, int top, boolean inverted) {
        int whole = Math.clamp(Math.round(value), 0, top);
        int stored = inverted ? top - whole : whole;
        bytes[2 * at] = (byte) stored;
        bytes[2 * at + 1] = (byte) (stored >> 8);
    }
}
