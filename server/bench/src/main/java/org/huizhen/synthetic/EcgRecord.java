package org.huizhen.synthetic;

import java.time.format.DateTimeFormatter;

/** A 12-lead ECG (PS3.3 A.34.3, 12-lead ECG Waveform Storage). */
final class EcgRecord {
    private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.9.1.1";

    /** Name and code of the leads in channel order (PS3.16 CID 3001, ISO/IEEE 11073-10101). */
    private static final String[][] LEADS = {
        {"I", "2:1"},
        {"II", "2:2"},
        {"III", "2:61"},
        {"aVR", "2:62"},
        {"aVL", "2:63"},
        {"aVF", "2:64"},
        {"V1", "2:3"},
        {"V2", "2:4"},
        {"V3", "2:5"},
        {"V4", "2:6"},
        {"V5", "2:7"},
        {"V6", "2:8"}
    };

    private EcgRecord() {}

    static SyntheticInstance make(Examination examination, Scan.Ecg scan) {
        EcgTrace trace = new EcgTrace(scan.rhythm(), examination.seed());
        Elements elements = CommonModules.of(examination, SOP_CLASS, 0);
        elements.plain(
                        0x0008002a,
                        "DT",
                        DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
                                .format(examination.order().performed()))
                .plain(0x00200060, "CS", "")
                .sequence(0x00400555)
                .sequence(0x0040b020, annotations(elements, scan.rhythm(), trace))
                .sequence(0x54000100, multiplexGroup(elements, trace));
        return SyntheticInstance.of(SOP_CLASS, examination.sopInstanceUid(0), elements);
    }

    private static Elements[] annotations(Elements parent, Rhythm rhythm, EcgTrace trace) {
        return new Elements[] {
            annotation(parent, 0).text(0x00700006, "ST", CommonModules.MARK + " · 机器提示 · " + rhythm.statement()),
            annotation(parent, 1)
                    .code(0x0040a043, "2:16016", "MDC", "Heart Rate")
                    .code(0x004008ea, "/min", "UCUM", "beats per minute")
                    .plain(0x0040a30a, "DS", Integer.toString(trace.heartRate()))
        };
    }

    private static Elements annotation(Elements parent, int group) {
        return parent.item().shorts(0x0040a0b0, 1, 0).shorts(0x0040a180, group);
    }

    private static Elements multiplexGroup(Elements parent, EcgTrace trace) {
        Elements[] channels = new Elements[LEADS.length];
        for (int channel = 0; channel < LEADS.length; channel++) {
            channels[channel] = channel(parent, LEADS[channel][0], LEADS[channel][1]);
        }
        return parent.item()
                .plain(0x003a0004, "CS", "ORIGINAL")
                .shorts(0x003a0005, EcgTrace.LEADS)
                .longs(0x003a0010, EcgTrace.SAMPLES)
                .plain(0x003a001a, "DS", Integer.toString(EcgTrace.RATE))
                .text(0x003a0020, "SH", "RHYTHM")
                .sequence(0x003a0200, channels)
                .shorts(0x54001004, 16)
                .plain(0x54001006, "CS", "SS")
                .bytes(0x54001010, "OW", trace.stored());
    }

    private static Elements channel(Elements parent, String lead, String code) {
        return parent.item()
                .text(0x003a0203, "SH", lead)
                .code(0x003a0208, code, "MDC", "Lead " + lead)
                .plain(0x003a0210, "DS", CtImage.decimal(EcgTrace.SENSITIVITY))
                .code(0x003a0211, "uV", "UCUM", "microvolt")
                .plain(0x003a0212, "DS", "1")
                .plain(0x003a0213, "DS", "0")
                .plain(0x003a0215, "DS", "0")
                .shorts(0x003a021a, 16)
                .plain(0x003a0220, "DS", "0.05")
                .plain(0x003a0221, "DS", "150");
    }
}
