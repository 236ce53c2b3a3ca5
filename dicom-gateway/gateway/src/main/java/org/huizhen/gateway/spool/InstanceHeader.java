package org.huizhen.gateway.spool;

/**
 * What the status page needs of an instance, as decoded text; empty where the instance does not say.
 *
 * @param patientName components parted by {@code ^}, the ideographic group where there is one
 * @param studyDate DICOM date, {@code yyyymmdd}
 */
public record InstanceHeader(
        String studyInstanceUid,
        String seriesInstanceUid,
        String patientId,
        String patientName,
        String patientSex,
        String patientBirthDate,
        String modality,
        String studyDate,
        String studyDescription) {

    /** Of an instance that could not be understood: forwarded all the same, under the empty study. */
    public static final InstanceHeader UNKNOWN = new InstanceHeader("", "", "", "", "", "", "", "", "");
}
