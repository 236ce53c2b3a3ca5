package org.huizhen.synthetic;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The modules that every object carries: patient, study, series, equipment, SOP common (PS3.3 annex C). */
final class CommonModules {
    static final String MARK = "SYNTHETIC 合成数据";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    private CommonModules() {}

    /** @param index of the instance in the series, from 0 */
    static Elements of(Examination examination, String sopClassUid, int index) {
        Elements elements = new Elements(examination.encoding());
        sop(elements, examination, sopClassUid, index);
        patient(elements, examination);
        study(elements, examination);
        equipment(elements, examination.device());
        return elements;
    }

    private static void sop(Elements elements, Examination examination, String sopClassUid, int index) {
        LocalDateTime performed = examination.order().performed();
        elements.plain(0x00080005, "CS", examination.encoding().definedTerm())
                .plain(0x00080012, "DA", DATE.format(performed))
                .plain(0x00080013, "TM", TIME.format(performed))
                .uid(0x00080016, sopClassUid)
                .uid(0x00080018, examination.sopInstanceUid(index))
                .plain(0x00080023, "DA", DATE.format(performed))
                .plain(0x00080033, "TM", TIME.format(performed))
                .plain(0x00200013, "IS", Integer.toString(index + 1));
    }

    private static void patient(Elements elements, Examination examination) {
        SyntheticPatient patient = examination.patient();
        elements.text(0x00100010, "PN", patient.name())
                .text(0x00100020, "LO", patient.id())
                .plain(0x00100030, "DA", DATE.format(patient.birthDate()))
                .plain(0x00100040, "CS", patient.sex())
                .plain(
                        0x00101010,
                        "AS",
                        age(patient.birthDate(), examination.order().performed().toLocalDate()))
                .text(0x00104000, "LT", MARK + " · not a real person, not for diagnosis 非真实患者，不得用于诊断");
    }

    private static void study(Elements elements, Examination examination) {
        Examination.Order order = examination.order();
        elements.plain(0x00080020, "DA", DATE.format(order.performed()))
                .plain(0x00080021, "DA", DATE.format(order.performed()))
                .plain(0x00080022, "DA", DATE.format(order.performed()))
                .plain(0x00080030, "TM", TIME.format(order.performed()))
                .plain(0x00080031, "TM", TIME.format(order.performed()))
                .plain(0x00080032, "TM", TIME.format(order.performed()))
                .text(0x00080050, "SH", order.accessionNumber())
                .plain(0x00080060, "CS", examination.scan().modality())
                .text(0x00080090, "PN", "")
                .text(0x00081030, "LO", order.description())
                .text(0x0008103e, "LO", order.description() + " " + MARK)
                .plain(0x00180015, "CS", order.bodyPart())
                .text(0x00181030, "LO", order.description())
                .uid(0x0020000d, examination.studyInstanceUid())
                .uid(0x0020000e, examination.seriesInstanceUid())
                .text(0x00200010, "SH", order.accessionNumber())
                .plain(0x00200011, "IS", "1");
    }

    private static void equipment(Elements elements, Device device) {
        elements.text(0x00080070, "LO", device.manufacturer())
                .text(0x00080080, "LO", device.institution())
                .text(0x00081010, "SH", device.aeTitle())
                .text(0x00081090, "LO", device.model())
                .text(0x00181000, "LO", "SYNTHETIC")
                .text(0x00181020, "LO", SyntheticInstance.IMPLEMENTATION_VERSION);
    }

    /** The comment that images carry beside the mark in their pixels. */
    static void imageComment(Elements elements) {
        elements.text(0x00204000, "LT", MARK).plain(0x00280301, "CS", "NO");
    }

    private static String age(LocalDate birth, LocalDate day) {
        long years = Math.max(0, ChronoUnit.YEARS.between(birth, day));
        return "%03dY".formatted(years);
    }
}
