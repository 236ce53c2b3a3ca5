package org.huizhen.server.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityNumberTest {
    @Test
    void readsBirthDateAndSexOfANumberThatHolds() {
        IdentityNumber number = IdentityNumber.parse("11010519491231002x").orElseThrow();
        assertThat(number.birthDate()).isEqualTo(LocalDate.of(1949, 12, 31));
        assertThat(number.sex()).isEqualTo(Sex.FEMALE);
        assertThat(number.text()).isEqualTo("11010519491231002X");
    }

    @Test
    void acceptsFullWidthDigitsAndSpaces() {
        assertThat(IdentityNumber.parse("１１０１０５ 19491231 002X")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "110105194912310021",
                "11010519491331002X",
                "010105194912310028",
                "1101051949123100",
                "",
                "CT-2024-000123"
            })
    void refusesWhatDoesNotHold(String text) {
        assertThat(IdentityNumber.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"110105194912310021", "11010519491231002x", "110105491231002", "110105 19491231 0021"})
    void protectsWhateverLooksLikeANumberEvenWithAWrongCheck(String text) {
        assertThat(IdentityNumber.looksLike(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567", "CT110105194912310021", "20240102030405"})
    void leavesOtherPatientIdsAlone(String text) {
        assertThat(IdentityNumber.looksLike(text)).isFalse();
    }

    @Test
    void showsOnlyItsMask() {
        assertThat(IdentityNumber.parse("11010519491231002X").orElseThrow()).hasToString("1101**********002X");
        assertThat(IdentityNumber.mask("110105491231002")).isEqualTo("1101*******1002");
    }
}
