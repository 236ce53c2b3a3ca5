package org.huizhen.synthetic;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/** Instances with everything an index asks for and no pixel: Raw Data Storage (PS3.3 A.37), a study each. */
public final class HeaderOnly {
    private static final String RAW_DATA = "1.2.840.10008.5.1.4.1.1.66";
    private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;

    /** What is searched by. @param studyInstanceUid the UIDs of series and instance are made from it */
    public record Study(
            String studyInstanceUid,
            String patientId,
            String patientName,
            LocalDate studyDate,
            String accessionNumber,
            String modality) {}

    private HeaderOnly() {}

    /** The one instance of the study. */
    public static SyntheticInstance of(Study study) {
        String sopInstanceUid = study.studyInstanceUid() + ".1.1";
        Elements elements = new Elements(TextEncoding.UTF_8)
                .plain(0x00080005, "CS", "ISO_IR 192")
                .uid(0x00080016, RAW_DATA)
                .uid(0x00080018, sopInstanceUid)
                .plain(0x00080020, "DA", study.studyDate().format(DATE))
                .plain(0x00080030, "TM", "120000")
                .text(0x00080050, "SH", study.accessionNumber())
                .plain(0x00080060, "CS", study.modality())
                .text(0x00081030, "LO", "SYNTHETIC")
                .text(0x00100010, "PN", study.patientName())
                .text(0x00100020, "LO", study.patientId())
                .plain(0x00100030, "DA", "19700101")
                .plain(0x00100040, "CS", "O")
                .uid(0x0020000d, study.studyInstanceUid())
                .uid(0x0020000e, study.studyInstanceUid() + ".1")
                .plain(0x00200011, "IS", "1")
                .plain(0x00200013, "IS", "1");
        return SyntheticInstance.of(RAW_DATA, sopInstanceUid, elements);
    }
}
