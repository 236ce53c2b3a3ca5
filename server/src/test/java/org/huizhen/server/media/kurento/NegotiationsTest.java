package org.huizhen.server.media.kurento;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NegotiationsTest {

    @Test
    void thoseWhoSendGoFirstElseTheyKeepTheirOrder() {
        List<Runnable> threads = new ArrayList<>();
        Negotiations negotiations = new Negotiations(threads::add, 1);
        List<String> done = new ArrayList<>();
        negotiations.add(false, () -> done.add("receives 1"));
        negotiations.add(false, () -> done.add("receives 2"));
        negotiations.add(true, () -> done.add("sends 1"));
        negotiations.add(true, () -> done.add("sends 2"));
        assertThat(threads).as("one at a time").hasSize(1);
        threads.getFirst().run();
        assertThat(done).containsExactly("sends 1", "sends 2", "receives 1", "receives 2");
        negotiations.add(false, () -> done.add("later"));
        assertThat(threads).as("a new thread once the former is through").hasSize(2);
    }

    @Test
    void oneThatFailsHoldsNobodyUp() {
        List<Runnable> threads = new ArrayList<>();
        Negotiations negotiations = new Negotiations(threads::add, 1);
        List<String> done = new ArrayList<>();
        negotiations.add(false, () -> {
            throw new IllegalStateException("fails");
        });
        negotiations.add(false, () -> done.add("next"));
        threads.getFirst().run();
        assertThat(done).containsExactly("next");
    }
}
