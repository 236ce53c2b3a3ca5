package org.huizhen.server.imaging.ingest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.server.patient.Demographics;

/** Takes from a data set what the index keeps; values that are malformed are absent, never an error. */
final class InstanceIndexer {
    private static final int LONGEST_TEXT = 256;
    private final ZoneId zone;

    /** @param zone of devices that do not name theirs (0008,0201) */
    InstanceIndexer(ZoneId zone) {
        this.zone = zone;
    }

    InstanceIndex index(DataSet data, String transferSyntaxUid, Optional<String> characterSet) {
        Optional<LocalDate> date = date(data, Tag.StudyDate);
        Optional<LocalTime> time = time(data, Tag.StudyTime);
        return new InstanceIndex(
                demographics(data),
                date(data, Tag.PatientBirthDate),
                new InstanceIndex.Study(
                        data.string(Tag.StudyInstanceUID, ""),
                        date,
                        time,
                        acquiredAt(data, date, time),
                        text(data, Tag.AccessionNumber),
                        text(data, Tag.StudyDescription),
                        text(data, Tag.StudyID),
                        text(data, Tag.ReferringPhysicianName)),
                series(data),
                new InstanceIndex.Instance(
                        data.string(Tag.SOPInstanceUID, ""),
                        data.string(Tag.SOPClassUID, ""),
                        transferSyntaxUid,
                        integer(data, Tag.InstanceNumber),
                        integer(data, Tag.Rows),
                        integer(data, Tag.Columns),
                        integer(data, Tag.BitsAllocated),
                        integer(data, Tag.NumberOfFrames),
                        characterSet));
    }

    static Demographics demographics(DataSet data) {
        return new Demographics(
                clean(data.string(Tag.PatientID, "")),
                clean(data.string(Tag.PatientName, "")),
                clean(data.string(Tag.PatientSex, "")),
                clean(data.string(Tag.PatientBirthDate, "")),
                Optional.empty());
    }

    private static InstanceIndex.Series series(DataSet data) {
        return new InstanceIndex.Series(
                data.string(Tag.SeriesInstanceUID, ""),
                text(data, Tag.Modality).map(modality -> modality.substring(0, Math.min(16, modality.length()))),
                integer(data, Tag.SeriesNumber),
                text(data, Tag.SeriesDescription),
                text(data, Tag.BodyPartExamined).or(() -> anatomy(data)),
                text(data, Tag.Laterality).or(() -> text(data, Tag.ImageLaterality)),
                data.string(Tag.ContrastBolusAgent).isPresent(),
                text(data, Tag.StationName),
                text(data, Tag.Manufacturer),
                date(data, Tag.PerformedProcedureStepStartDate).or(() -> date(data, Tag.SeriesDate)));
    }

    private static Optional<String> anatomy(DataSet data) {
        return data.item(Tag.AnatomicRegionSequence).flatMap(item -> text(item, Tag.CodeMeaning));
    }

    private Optional<Instant> acquiredAt(DataSet data, Optional<LocalDate> date, Optional<LocalTime> time) {
        Optional<LocalDate> day = date.or(() -> date(data, Tag.AcquisitionDate)).or(() -> date(data, Tag.ContentDate));
        ZoneId at = data.string(Tag.TimezoneOffsetFromUTC)
                .<ZoneId>flatMap(InstanceIndexer::offset)
                .orElse(zone);
        return day.map(known ->
                known.atTime(time.orElse(LocalTime.MIDNIGHT)).atZone(at).toInstant());
    }

    private static Optional<ZoneOffset> offset(String text) {
        try {
            return Optional.of(ZoneOffset.of(text.strip()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** DA (PS3.5 6.2): yyyyMMdd; yyyy.MM.dd of old devices. */
    static Optional<LocalDate> date(DataSet data, int tag) {
        String text = data.string(tag, "").replace(".", "").strip();
        try {
            return text.matches("\\d{8}")
                    ? Optional.of(LocalDate.of(
                            Integer.parseInt(text.substring(0, 4)),
                            Integer.parseInt(text.substring(4, 6)),
                            Integer.parseInt(text.substring(6, 8))))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** TM (PS3.5 6.2): HH, HHmm, HHmmss and fractions; colons of old devices. */
    static Optional<LocalTime> time(DataSet data, int tag) {
        String text = data.string(tag, "").replace(":", "").strip();
        if (!text.matches("\\d{2}(\\d{2}(\\d{2}(\\.\\d{1,6})?)?)?")) {
            return Optional.empty();
        }
        try {
            int dot = text.indexOf('.');
            String whole = (dot < 0 ? text : text.substring(0, dot)) + "0000";
            return Optional.of(LocalTime.of(
                    Integer.parseInt(whole.substring(0, 2)),
                    Integer.parseInt(whole.substring(2, 4)),
                    Math.min(59, Integer.parseInt(whole.substring(4, 6)))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> integer(DataSet data, int tag) {
        return data.integer(tag).stream().boxed().findFirst();
    }

    private static Optional<String> text(DataSet data, int tag) {
        return data.string(tag).map(InstanceIndexer::clean).filter(text -> !text.isEmpty());
    }

    // PostgreSQL has no U+0000 in text; other controls have no business in an index.
    private static String clean(String text) {
        String printable =
                text.codePoints().anyMatch(Character::isISOControl) ? text.replaceAll("\\p{Cntrl}", "") : text;
        String stripped = printable.strip();
        return stripped.length() <= LONGEST_TEXT ? stripped : stripped.substring(0, LONGEST_TEXT);
    }
}
