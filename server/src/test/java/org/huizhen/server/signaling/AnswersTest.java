package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.huizhen.server.signaling.message.Text;
import org.junit.jupiter.api.Test;

final class AnswersTest {
    private final Answers answers = new Answers();

    @Test
    void answersASecondTimeWhatWasDone() {
        assertThat(answers.begin(1)).isInstanceOf(Answers.Turn.Fresh.class);
        assertThat(answers.begin(1)).isInstanceOf(Answers.Turn.Running.class);
        answers.end(1, Text.of("one"));
        assertThat(answers.begin(1)).isEqualTo(new Answers.Turn.Done(Text.of("one")));
    }

    @Test
    void keepsTheLastSixtyFour() {
        for (long id = 0; id <= 64; id++) {
            answers.begin(id);
            answers.end(id, Text.of("answer"));
        }
        assertThat(answers.begin(0)).isInstanceOf(Answers.Turn.Fresh.class);
        assertThat(answers.begin(64)).isInstanceOf(Answers.Turn.Done.class);
    }

    @Test
    void keepsNoMoreThanItsSize() {
        Text large = Text.of("x".repeat(100_000));
        for (long id = 0; id < 3; id++) {
            answers.begin(id);
            answers.end(id, large);
        }
        assertThat(answers.begin(0)).isInstanceOf(Answers.Turn.Fresh.class);
        assertThat(answers.begin(2)).isInstanceOf(Answers.Turn.Done.class);
    }

    @Test
    void takesNoMoreThanItCanAnswer() {
        for (long id = 0; id < 64; id++) {
            answers.begin(id);
        }
        assertThat(answers.begin(64)).isInstanceOf(Answers.Turn.Full.class);
        answers.end(0, Text.of("done"));
        assertThat(answers.begin(64)).isInstanceOf(Answers.Turn.Fresh.class);
    }
}
