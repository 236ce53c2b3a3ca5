package org.huizhen.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who may take a lease, and when a node trusts itself no more. */
final class LeaseTest {
    private final AtomicLong nanos = new AtomicLong();

    private static Lease of(String node, Optional<Duration> silence) {
        return new Lease(Optional.ofNullable(node), 7, silence);
    }

    private Membership member(boolean several) {
        return new Membership(new Node("a", "ws://a/signal"), several, Map.of(), nanos::get);
    }

    @Test
    void aLeaseGivenBackIsFree() {
        assertThat(of(null, Optional.empty()).freeFor("b")).isTrue();
    }

    @Test
    void itsOwnerMayAlwaysTakeItAnew() {
        assertThat(of("a", Optional.of(Duration.ZERO)).freeFor("a")).isTrue();
    }

    @Test
    void itIsGoodWhileTheOwnersHeartbeatIsYoung() {
        assertThat(of("a", Optional.of(Lease.GOOD)).freeFor("b")).isFalse();
        assertThat(of("a", Optional.of(Lease.GOOD.plusMillis(1))).freeFor("b")).isTrue();
    }

    @Test
    void anOwnerThatWentOrWasNeverThereHoldsNothing() {
        assertThat(of("a", Optional.empty()).freeFor("b")).isTrue();
    }

    @Test
    void saysHowLongOthersMustWait() {
        assertThat(of("a", Optional.of(Duration.ofSeconds(4))).remaining()).isEqualTo(Duration.ofSeconds(11));
        assertThat(of("a", Optional.of(Duration.ofSeconds(40))).remaining()).isZero();
    }

    @Test
    void nobodyIsSentToAnOwnerThatHasMissedAHeartbeat() {
        assertThat(of("a", Optional.of(Membership.BEAT)).late()).isFalse();
        assertThat(of("a", Optional.of(Membership.BEAT.plusSeconds(3))).late()).isTrue();
        assertThat(of("a", Optional.empty()).late()).isFalse();
    }

    @Test
    void aNodeThatCannotWriteItsHeartbeatForTheTimeOfALeaseOwnsNothing() {
        Membership member = member(true);
        nanos.addAndGet(Lease.GOOD.toNanos());
        assertThat(member.trusted()).isTrue();
        nanos.incrementAndGet();
        assertThat(member.trusted()).isFalse();
    }

    @Test
    void theOnlyServerGoesOnThoughItsDatabaseIsAway() {
        Membership member = member(false);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(member.trusted()).isTrue();
    }

    @Test
    void aNodesMarkFitsIntoIds() {
        assertThat(new Node("wss://node1.hospital.example:8444/signal", "").mark())
                .matches("[0-9a-f]{8}");
        assertThat(new Node("a", "").mark()).isNotEqualTo(new Node("b", "").mark());
    }
}
