package org.huizhen.server.imaging.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The attributes that the index knows: tag, representation, level, where they stand, how they match (PS3.18 8.3.4). */
enum Attribute {
    StudyInstanceUID("0020000D", "UI", Level.STUDY, "s.study_instance_uid", Match.UID),
    StudyDate("00080020", "DA", Level.STUDY, "s.study_date", Match.DATE),
    StudyTime("00080030", "TM", Level.STUDY, "s.study_time", Match.NONE),
    AccessionNumber("00080050", "SH", Level.STUDY, "s.accession_number", Match.TEXT),
    ModalitiesInStudy("00080061", "CS", Level.STUDY, "s.modalities", Match.ANY_OF),
    ReferringPhysicianName(
            "00080090", "PN", Level.STUDY, "s.referring_physician", "name_key(s.referring_physician)", Match.NAME),
    StudyDescription("00081030", "LO", Level.STUDY, "s.description", Match.TEXT),
    PatientName(
            "00100010", "PN", Level.STUDY, "coalesce(p.name, s.sent_patient_name)", "s.patient_name_key", Match.NAME),
    PatientID("00100020", "LO", Level.STUDY, "s.patient_local_id", Match.TEXT),
    PatientBirthDate("00100030", "DA", Level.STUDY, "coalesce(p.birth_date, s.sent_patient_birth_date)", Match.DATE),
    PatientSex("00100040", "CS", Level.STUDY, "coalesce(p.sex, s.sent_patient_sex)", Match.SEX),
    StudyID("00200010", "SH", Level.STUDY, "s.study_label", Match.TEXT),
    NumberOfStudyRelatedSeries("00201206", "IS", Level.STUDY, "s.series_count", Match.NUMBER),
    NumberOfStudyRelatedInstances("00201208", "IS", Level.STUDY, "s.received", Match.NUMBER),

    Modality("00080060", "CS", Level.SERIES, "r.modality", Match.TEXT),
    Manufacturer("00080070", "LO", Level.SERIES, "r.manufacturer", Match.TEXT),
    StationName("00081010", "SH", Level.SERIES, "r.station_name", Match.TEXT),
    SeriesDescription("0008103E", "LO", Level.SERIES, "r.description", Match.TEXT),
    BodyPartExamined("00180015", "CS", Level.SERIES, "r.body_part", Match.TEXT),
    SeriesInstanceUID("0020000E", "UI", Level.SERIES, "r.series_instance_uid", Match.UID),
    SeriesNumber("00200011", "IS", Level.SERIES, "r.number", Match.NUMBER),
    Laterality("00200060", "CS", Level.SERIES, "r.laterality", Match.TEXT),
    NumberOfSeriesRelatedInstances("00201209", "IS", Level.SERIES, "r.instance_count", Match.NUMBER),
    PerformedProcedureStepStartDate("00400244", "DA", Level.SERIES, "r.performed_date", Match.DATE),

    SOPClassUID("00080016", "UI", Level.INSTANCE, "i.sop_class_uid", Match.UID),
    SOPInstanceUID("00080018", "UI", Level.INSTANCE, "i.sop_instance_uid", Match.UID),
    AvailableTransferSyntaxUID("00083002", "UI", Level.INSTANCE, "i.transfer_syntax_uid", Match.UID),
    InstanceNumber("00200013", "IS", Level.INSTANCE, "i.number", Match.NUMBER),
    NumberOfFrames("00280008", "IS", Level.INSTANCE, "i.frames", Match.NUMBER),
    Rows("00280010", "US", Level.INSTANCE, "i.rows", Match.NUMBER),
    Columns("00280011", "US", Level.INSTANCE, "i.columns", Match.NUMBER),
    BitsAllocated("00280100", "US", Level.INSTANCE, "i.bits_allocated", Match.NUMBER);

    /** From the outermost in: a query of a level may name attributes of the levels above. */
    enum Level {
        STUDY,
        SERIES,
        INSTANCE
    }

    enum Match {
        /** One UID or several parted by commas or backslashes. */
        UID,
        /** Exact, or with {@code *} and {@code ?}. */
        TEXT,
        /** By letters and digits alone, whatever the case: {@code wang^xiao*} finds Wang Xiaodong. */
        NAME,
        /** {@code yyyyMMdd} or a range of them. */
        DATE,
        NUMBER,
        /** One of several stored values. */
        ANY_OF,
        SEX,
        /** Shown, never matched. */
        NONE
    }

    private final String tag;
    private final String vr;
    private final Level level;
    private final String sql;
    private final String sought;
    private final Match match;

    Attribute(String tag, String vr, Level level, String sql, Match match) {
        this(tag, vr, level, sql, sql, match);
    }

    Attribute(String tag, String vr, Level level, String sql, String sought, Match match) {
        this.tag = tag;
        this.vr = vr;
        this.level = level;
        this.sql = sql;
        this.sought = sought;
        this.match = match;
    }

    /** By keyword or by tag in hexadecimal. */
    static Optional<Attribute> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(attribute -> attribute.name().equals(name) || attribute.tag.equals(upper))
                .findFirst();
    }

    String tag() {
        return tag;
    }

    String vr() {
        return vr;
    }

    Level level() {
        return level;
    }

    String sql() {
        return sql;
    }

    /** What is compared; elsewhere than what is shown where that could not be looked up in an index. */
    String sought() {
        return sought;
    }

    Match match() {
        return match;
    }
}
