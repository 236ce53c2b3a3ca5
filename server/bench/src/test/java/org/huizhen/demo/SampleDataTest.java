package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.huizhen.demo.SampleStudy.Stage;
import org.junit.jupiter.api.Test;

final class SampleDataTest {
    private static final DemoOrigin ORIGIN = new DemoOrigin(42, LocalDateTime.of(2026, 5, 6, 10, 0));

    private final List<SampleStudy> studies = SampleData.of(ORIGIN);

    @Test
    void hasAtLeastSixtyStudiesOfFortyPatients() {
        assertThat(studies).hasSizeGreaterThanOrEqualTo(60);
        assertThat(distinct(study -> study.examination().patient().id())).hasSize(40);
        assertThat(distinct(SampleStudy::uid)).hasSize(studies.size());
        assertThat(distinct(study -> study.examination().order().accessionNumber()))
                .hasSize(studies.size());
    }

    @Test
    void leavesFiftyImageCasesToRead() {
        assertThat(studies)
                .filteredOn(study -> study.stage() == Stage.SUBMITTED || study.stage() == Stage.EMERGENCY)
                .filteredOn(study -> !study.modality().equals("ECG"))
                .hasSizeGreaterThanOrEqualTo(50);
    }

    @Test
    void followsFromTheSeed() {
        assertThat(SampleData.of(ORIGIN)).isEqualTo(studies);
        assertThat(SampleData.of(new DemoOrigin(43, ORIGIN.now()))).isNotEqualTo(studies);
    }

    @Test
    void keepsPatientsAndUidsOverTheDays() {
        List<SampleStudy> later =
                SampleData.of(new DemoOrigin(ORIGIN.seed(), ORIGIN.now().plusDays(200)));
        assertThat(later.stream().map(study -> study.examination().patient()))
                .containsExactlyElementsOf(studies.stream()
                        .map(study -> study.examination().patient())
                        .toList());
        assertThat(later.stream().map(SampleStudy::uid))
                .containsExactlyElementsOf(
                        studies.stream().map(SampleStudy::uid).toList());
    }

    @Test
    void hasEveryStageAndModalityAtClinic1() {
        Set<Stage> stages = studies.stream().map(SampleStudy::stage).collect(Collectors.toSet());
        assertThat(stages).containsExactlyInAnyOrder(Stage.values());
        assertThat(studies.stream()
                        .filter(study -> study.place().equals(Cast.CLINIC1))
                        .map(SampleStudy::modality))
                .contains("CT", "DX", "US", "ECG");
    }

    @Test
    void examinesNobodyInTheFuture() {
        assertThat(studies)
                .allSatisfy(study ->
                        assertThat(study.examination().order().performed()).isBefore(ORIGIN.now()));
    }

    @Test
    void writesNamesThatItsEncodingsCanHold() {
        Charset gb18030 = Charset.forName("GB18030");
        assertThat(studies).allSatisfy(study -> {
            String name = study.examination().patient().name();
            assertThat(new String(name.getBytes(gb18030), gb18030)).isEqualTo(name);
            assertThat(name).matches("[A-Z][a-z']+\\^[A-Z][a-z']+=\\S+\\^\\S+");
        });
    }

    private Set<String> distinct(Function<SampleStudy, String> key) {
        return studies.stream().map(key).collect(Collectors.toSet());
    }
}
