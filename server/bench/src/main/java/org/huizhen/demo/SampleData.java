package org.huizhen.demo;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.huizhen.demo.SampleStudy.Stage;
import org.huizhen.synthetic.Device;
import org.huizhen.synthetic.Examination;
import org.huizhen.synthetic.Scan;
import org.huizhen.synthetic.SyntheticPatient;
import org.huizhen.synthetic.TextEncoding;

/**
 * The studies of the demo: 108 of 40 patients, about 180 MB, following from the seed and the day of the first start. Fifty and
 * more of the image cases wait for a reader: a day's row to read.
 */
final class SampleData {
    private static final int CLINIC1_PATIENTS = 28;
    private static final int CLINIC2_PATIENTS = 12;
    /** Where the accession numbers of the queue begin. */
    private static final int QUEUE = 500;

    private final DemoOrigin origin;
    private final SplittableRandom random;
    private final Map<SampleKind, Integer> made = new EnumMap<>(SampleKind.class);
    private final List<SampleStudy> studies = new ArrayList<>();

    private SampleData(DemoOrigin origin) {
        this.origin = origin;
        this.random = new SplittableRandom(origin.seed());
    }

    static List<SampleStudy> of(DemoOrigin origin) {
        SampleData data = new SampleData(origin);
        data.fill(
                Cast.CLINIC1,
                SampleNames.patients("QH", CLINIC1_PATIENTS, data.random.split()),
                List.of(
                        many(SampleKind.CT_CHEST, 1),
                        many(SampleKind.CT_HEAD, 1),
                        many(SampleKind.CT_ABDOMEN, 1),
                        many(SampleKind.DX_CHEST, 5),
                        many(SampleKind.DX_KNEE, 1),
                        many(SampleKind.US_ABDOMEN, 4),
                        many(SampleKind.ECG_REST, 33)));
        data.fill(
                Cast.CLINIC2,
                SampleNames.patients("SQ", CLINIC2_PATIENTS, data.random.split()),
                List.of(many(SampleKind.DX_CHEST, 3), many(SampleKind.US_ABDOMEN, 2), many(SampleKind.ECG_REST, 13)));
        data.queue(
                Cast.CLINIC1,
                List.of(
                        many(SampleKind.DX_CHEST, 22),
                        many(SampleKind.US_ABDOMEN, 11),
                        many(SampleKind.DX_KNEE, 5),
                        many(SampleKind.CT_CHEST, 2),
                        many(SampleKind.CT_HEAD, 2),
                        many(SampleKind.CT_ABDOMEN, 2)));
        return List.copyOf(data.studies);
    }

    private record Many(SampleKind kind, int count) {}

    private static Many many(SampleKind kind, int count) {
        return new Many(kind, count);
    }

    /** Every patient gets a study before one gets a second. */
    private void fill(String place, List<SyntheticPatient> patients, List<Many> wanted) {
        int number = 0;
        for (Many many : wanted) {
            for (int i = 0; i < many.count(); i++) {
                Stage stage = place.equals(Cast.CLINIC1) ? stageAtClinic1(number) : stageAtClinic2(number);
                add(place, patients.get(number % patients.size()), many.kind(), number, stage);
                number++;
            }
        }
    }

    /** More of the clinic's patients, all of them waiting to be read. */
    private void queue(String place, List<Many> wanted) {
        List<SyntheticPatient> patients = studies.stream()
                .filter(study -> study.place().equals(place))
                .map(study -> study.examination().patient())
                .distinct()
                .toList();
        int number = QUEUE;
        for (Many many : wanted) {
            for (int i = 0; i < many.count(); i++) {
                add(place, patients.get(number % patients.size()), many.kind(), number, Stage.SUBMITTED);
                number++;
            }
        }
    }

    private void add(String place, SyntheticPatient patient, SampleKind kind, int number, Stage stage) {
        int ofKind = made.merge(kind, 1, Integer::sum) - 1;
        Scan scan = kind.scan(ofKind);
        Examination.Order order = new Examination.Order(
                performed(stage),
                "%s%05d".formatted(place.substring(0, 1) + place.substring(place.length() - 1), 10_000 + number),
                kind.description(),
                kind.bodyPart());
        Device device =
                new Device(place + "_" + scan.modality(), Cast.placeName(place), "SYNTHETIC", "Huizhen generator");
        TextEncoding encoding = number % 3 == 0 ? TextEncoding.UTF_8 : TextEncoding.GB18030;
        Examination examination =
                new Examination(scan, patient, device, order, encoding, origin.seed() * 1_000_003 + studies.size());
        studies.add(new SampleStudy(examination, place, stage, kind.wording(scan)));
    }

    private static Stage stageAtClinic1(int number) {
        return switch (number % 10) {
            case 0, 2, 4, 7 -> Stage.FINAL;
            case 5 -> Stage.WRITTEN;
            case 8 -> number % 20 == 8 ? Stage.CLAIMED : Stage.RETURNED;
            default -> Stage.SUBMITTED;
        };
    }

    private static Stage stageAtClinic2(int number) {
        return switch (number % 6) {
            case 0, 3 -> Stage.FINAL;
            case 1 -> Stage.EMERGENCY;
            case 2 -> Stage.SUBMITTED;
            default -> Stage.ARRIVED;
        };
    }

    /** What is done was examined up to six weeks ago, what waits was examined in the last hours. */
    private LocalDateTime performed(Stage stage) {
        return switch (stage) {
            case FINAL -> {
                int days = random.nextInt(43);
                int minutes = random.nextInt(540);
                yield days == 0
                        ? origin.now().minusMinutes(240 + minutes % 60)
                        : origin.now()
                                .toLocalDate()
                                .minusDays(days)
                                .atTime(8, 0)
                                .plusMinutes(minutes);
            }
            case RETURNED, WRITTEN, CLAIMED -> origin.now().minusMinutes(60 + random.nextInt(240));
            case ARRIVED, SUBMITTED, EMERGENCY -> origin.now().minusMinutes(3 + random.nextInt(90));
        };
    }
}
