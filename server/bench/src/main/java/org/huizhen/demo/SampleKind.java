package org.huizhen.demo;

import org.huizhen.demo.SampleStudy.Wording;
import org.huizhen.synthetic.Rhythm;
import org.huizhen.synthetic.Scan;

/** The sorts of examination that the sample clinics do. */
enum SampleKind {
    CT_CHEST("胸部CT平扫", "CHEST", "CT-CHEST-PLAIN"),
    CT_HEAD("颅脑CT平扫", "HEAD", "CT-HEAD-PLAIN"),
    CT_ABDOMEN("上腹部CT平扫", "ABDOMEN", "CT-ABDOMEN-PLAIN"),
    DX_CHEST("胸部DR正位", "CHEST", "DX-CHEST-PA"),
    DX_KNEE("膝关节DR", "KNEE", "DX-KNEE"),
    US_ABDOMEN("肝胆胰脾超声", "ABDOMEN", "US-ABDOMEN"),
    ECG_REST("常规心电图", "HEART", "ECG-HEART-REST");

    private static final Rhythm[] RHYTHMS = {
        Rhythm.NORMAL,
        Rhythm.NORMAL,
        Rhythm.ATRIAL_FIBRILLATION,
        Rhythm.BRADYCARDIA,
        Rhythm.NORMAL,
        Rhythm.STEMI_INFERIOR,
        Rhythm.VENTRICULAR_ECTOPY,
        Rhythm.TACHYCARDIA,
        Rhythm.NORMAL,
        Rhythm.STEMI_ANTERIOR
    };

    private final String description;
    private final String bodyPart;
    private final String item;

    SampleKind(String description, String bodyPart, String item) {
        this.description = description;
        this.bodyPart = bodyPart;
        this.item = item;
    }

    String description() {
        return description;
    }

    String bodyPart() {
        return bodyPart;
    }

    String item() {
        return item;
    }

    /** @param number counts the studies of this kind, so that they differ */
    Scan scan(int number) {
        boolean finding = number % 3 == 1;
        return switch (this) {
            case CT_CHEST -> number == 0 ? new Scan.Ct(40, 6, true) : new Scan.Ct(12, 20, finding);
            case CT_HEAD -> number == 0 ? new Scan.Ct(24, 6, finding) : new Scan.Ct(12, 12, finding);
            case CT_ABDOMEN -> number == 0 ? new Scan.Ct(24, 8, finding) : new Scan.Ct(12, 16, finding);
            case DX_CHEST ->
                number == 0
                        ? new Scan.Dx(1536, 1536, 14, false, true)
                        : new Scan.Dx(1024, 1024, 12, number % 4 == 2, finding);
            case DX_KNEE -> new Scan.Dx(1024, 1024, 12, false, finding);
            case US_ABDOMEN -> number % 5 == 1 ? new Scan.Us(4, true) : new Scan.Us(8, false);
            case ECG_REST -> new Scan.Ecg(RHYTHMS[number % RHYTHMS.length]);
        };
    }

    /** What a reader would write about the scan; it says that it is sample text. */
    Wording wording(Scan scan) {
        return switch (scan) {
            case Scan.Ct ct -> ct.finding() ? seen(ctFinding()) : unremarkable();
            case Scan.Dx dx -> dx.finding() ? seen(dxFinding()) : unremarkable();
            case Scan.Us us -> unremarkable();
            case Scan.Ecg ecg ->
                new Wording(
                        item, "（演示文字）12导联同步心电图，500 Hz，10 s。", ecg.rhythm().statement(), ecg.rhythm() != Rhythm.NORMAL);
        };
    }

    private String ctFinding() {
        return switch (this) {
            case CT_HEAD -> "左侧基底节区见团片状高密度影，周围见低密度水肿带。";
            case CT_ABDOMEN -> "右肾见类圆形水样低密度影，边界清。";
            default -> "右肺上叶见一类圆形结节影，直径约18 mm，边界尚清。";
        };
    }

    private String dxFinding() {
        return this == DX_KNEE ? "胫骨近端见斜行线状透亮影。" : "右肺中野见一结节样致密影，直径约3 cm。";
    }

    private Wording seen(String finding) {
        return new Wording(item, "（演示文字）" + finding, finding + "请结合临床，建议进一步检查。", true);
    }

    private Wording unremarkable() {
        return new Wording(item, "（演示文字）扫查范围内各结构形态、位置未见异常。", description + "未见明显异常。", false);
    }
}
