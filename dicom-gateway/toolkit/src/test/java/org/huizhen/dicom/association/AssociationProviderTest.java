package org.huizhen.dicom.association;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.huizhen.dicom.LeakCheck;
import org.huizhen.dicom.pdu.Abort;
import org.huizhen.dicom.pdu.AbortReason;
import org.huizhen.dicom.pdu.AssociateAc;
import org.huizhen.dicom.pdu.AssociateRj;
import org.huizhen.dicom.pdu.AssociateRq;
import org.huizhen.dicom.pdu.PDataTf;
import org.huizhen.dicom.pdu.Pdu;
import org.huizhen.dicom.pdu.PduDecoder;
import org.huizhen.dicom.pdu.PduEncoder;
import org.huizhen.dicom.pdu.Pdv;
import org.huizhen.dicom.pdu.ReleaseRp;
import org.huizhen.dicom.pdu.ReleaseRq;
import org.huizhen.dicom.pdu.UserInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class AssociationProviderTest {
    private static final AssociationTimers TIMERS =
            new AssociationTimers(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(300));
    private static final AssociateRq REQUEST = new AssociateRq(
            1, "CALLED", "CALLING", AssociateRq.DICOM_APPLICATION_CONTEXT, List.of(), UserInformation.NONE);
    private static final AssociateAc ACCEPTANCE = new AssociateAc(
            1, "CALLED", "CALLING", AssociateRq.DICOM_APPLICATION_CONTEXT, List.of(), UserInformation.NONE);

    private final RecordingUser user = new RecordingUser();
    private AssociationProvider provider;
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private long now;

    @AfterEach
    void releaseWhatWasNotRead() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void closesAConnectionThatSaysNothingWhenArtimExpires() {
        EmbeddedChannel channel = acceptor();
        pass(channel, 9);
        assertThat(channel.isOpen()).isTrue();
        pass(channel, 2);
        assertThat(channel.isOpen()).isFalse();
        assertThat(user.calls).containsExactly("closed");
    }

    @Test
    void artimDoesNotRunWhileAnAssociationIsEstablished() {
        EmbeddedChannel channel = established();
        pass(channel, 11);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void refusesAnotherProtocolVersion() {
        EmbeddedChannel channel = acceptor();
        receive(channel, new AssociateRq(2, "A", "B", "", List.of(), UserInformation.NONE));
        assertThat(sent(channel)).containsExactly(new AssociateRj(1, 2, 2));
        assertThat(user.calls).isEmpty();
    }

    @Test
    void takesARequestThatKnowsLaterVersionsToo() {
        EmbeddedChannel channel = acceptor();
        receive(channel, new AssociateRq(3, "A", "B", "", List.of(), UserInformation.NONE));
        assertThat(user.calls).containsExactly("requested");
    }

    @Test
    void closesARejectedConnectionWhenThePeerDoesNot() {
        EmbeddedChannel channel = acceptor();
        receive(channel, REQUEST);
        provider.reject(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED);
        assertThat(sent(channel)).containsExactly(new AssociateRj(1, 1, 7));
        assertThat(channel.isOpen()).isTrue();
        pass(channel, 11);
        assertThat(channel.isOpen()).isFalse();
    }

    static List<Pdu> outOfPlace() {
        return List.of(REQUEST, ACCEPTANCE, new AssociateRj(1, 1, 1), new ReleaseRp());
    }

    @ParameterizedTest
    @MethodSource("outOfPlace")
    void abortsAsProviderForAnUnexpectedPdu(Pdu pdu) {
        EmbeddedChannel channel = established();
        receive(channel, pdu);
        assertThat(sent(channel)).containsExactly(new Abort(Abort.PROVIDER, AbortReason.UNEXPECTED_PDU.code()));
        assertThat(user.calls).contains("aborted");
    }

    @Test
    void abortsAsProviderForAnUnknownPdu() {
        EmbeddedChannel channel = established();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {9}));
        assertThat(sent(channel)).containsExactly(new Abort(Abort.PROVIDER, AbortReason.UNRECOGNIZED_PDU.code()));
        assertThat(user.calls).contains("aborted");
    }

    @Test
    void abortsAsUserBeforeAnAssociationExists() {
        EmbeddedChannel channel = acceptor();
        receive(channel, new ReleaseRq());
        assertThat(sent(channel)).containsExactly(new Abort(Abort.USER, 0));
    }

    @Test
    void ignoresPdusWhileAwaitingTheClose() {
        EmbeddedChannel channel = established();
        provider.abort();
        assertThat(sent(channel)).containsExactly(new Abort(Abort.USER, 0));
        receive(channel, data());
        receive(channel, new ReleaseRq());
        assertThat(sent(channel)).isEmpty();
        pass(channel, 11);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answersAReleaseAndWaitsForTheClose() {
        EmbeddedChannel channel = established();
        receive(channel, new ReleaseRq());
        assertThat(user.calls).contains("releaseRequested");
        provider.respondRelease();
        assertThat(sent(channel)).containsExactly(new ReleaseRp());
        assertThat(channel.isOpen()).isTrue();
        channel.close().awaitUninterruptibly();
        assertThat(user.calls).endsWith("closed").doesNotContain("aborted");
    }

    @Test
    void aLostConnectionAbortsAnAssociation() {
        EmbeddedChannel channel = established();
        channel.close().awaitUninterruptibly();
        assertThat(user.calls).endsWith("aborted", "closed");
    }

    @Test
    void anAbortOfThePeerEndsTheAssociation() {
        EmbeddedChannel channel = established();
        receive(channel, Abort.byUser());
        assertThat(channel.isOpen()).isFalse();
        assertThat(user.calls).endsWith("aborted", "closed");
    }

    @Test
    void requestorReleases() {
        EmbeddedChannel channel = requestor();
        assertThat(sent(channel)).containsExactly(REQUEST);
        receive(channel, ACCEPTANCE);
        provider.release();
        assertThat(sent(channel)).containsExactly(new ReleaseRq());
        receive(channel, data());
        receive(channel, new ReleaseRp());
        assertThat(user.calls).containsExactly("accepted", "data 3", "released", "closed");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void requestorResolvesAReleaseCollision() {
        EmbeddedChannel channel = requestor();
        receive(channel, ACCEPTANCE);
        provider.release();
        sent(channel);
        receive(channel, new ReleaseRq());
        provider.respondRelease();
        assertThat(sent(channel)).containsExactly(new ReleaseRp());
        receive(channel, new ReleaseRp());
        assertThat(user.calls).containsExactly("accepted", "releaseRequested", "released", "closed");
    }

    @Test
    void acceptorResolvesAReleaseCollision() {
        EmbeddedChannel channel = established();
        provider.release();
        receive(channel, new ReleaseRq());
        provider.respondRelease();
        assertThat(sent(channel)).containsExactly(new ReleaseRq());
        receive(channel, new ReleaseRp());
        provider.respondRelease();
        assertThat(sent(channel)).containsExactly(new ReleaseRp());
    }

    @Test
    void aRejectedRequestorCloses() {
        EmbeddedChannel channel = requestor();
        receive(channel, new AssociateRj(2, 3, 2));
        assertThat(user.calls).containsExactly("rejected", "closed");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void abortsAPeerThatStallsInsideAPdu() {
        EmbeddedChannel channel = established();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {4, 0, 0}));
        pass(channel, 19);
        assertThat(sent(channel)).isEmpty();
        pass(channel, 2);
        assertThat(sent(channel)).containsExactly(new Abort(Abort.USER, 0));
        assertThat(user.calls).contains("aborted");
    }

    @Test
    void toleratesAQuietPeerBetweenMessagesUntilTheIdleTime() {
        EmbeddedChannel channel = established();
        for (int i = 0; i < 14; i++) {
            pass(channel, 20);
        }
        assertThat(sent(channel)).isEmpty();
        pass(channel, 20);
        pass(channel, 1);
        assertThat(sent(channel)).containsExactly(new Abort(Abort.USER, 0));
    }

    @Test
    void isPatientWhileWeAreAtWorkOurselves() {
        EmbeddedChannel channel = established();
        user.expectation = AssociationUser.Expectation.OUR_WORK;
        for (int i = 0; i < 100; i++) {
            pass(channel, 20);
        }
        assertThat(sent(channel)).isEmpty();
        user.expectation = AssociationUser.Expectation.REST_OF_MESSAGE;
        pass(channel, 41);
        pass(channel, 1);
        assertThat(sent(channel)).containsExactly(new Abort(Abort.USER, 0));
    }

    @Test
    void failsDataSentAfterTheEnd() {
        EmbeddedChannel channel = established();
        provider.abort();
        ByteBuf framed = UnpooledByteBufAllocator.DEFAULT.buffer().writeZero(12);
        var promise = channel.newPromise();
        provider.send(framed, promise);
        assertThat(promise.cause()).isInstanceOf(AssociationAbortedException.class);
        assertThat(framed.refCnt()).isZero();
        sent(channel);
    }

    private EmbeddedChannel acceptor() {
        return channel(null);
    }

    private EmbeddedChannel requestor() {
        return channel(REQUEST);
    }

    private EmbeddedChannel established() {
        EmbeddedChannel channel = acceptor();
        receive(channel, REQUEST);
        provider.accept(ACCEPTANCE);
        assertThat(sent(channel)).containsExactly(ACCEPTANCE);
        user.calls.clear();
        return channel;
    }

    private EmbeddedChannel channel(AssociateRq request) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channels.add(channel);
        channel.freezeTime();
        provider = AssociationProvider.install(channel.pipeline(), request, user, 1000, TIMERS, () -> now);
        channel.pipeline().fireChannelActive();
        return channel;
    }

    private void pass(EmbeddedChannel channel, long seconds) {
        for (int i = 0; i < seconds; i++) {
            now += TimeUnit.SECONDS.toNanos(1);
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private static void receive(EmbeddedChannel channel, Pdu pdu) {
        channel.writeInbound(PduEncoder.encode(UnpooledByteBufAllocator.DEFAULT, pdu));
    }

    private static PDataTf data() {
        return new PDataTf(List.of(new Pdv(1, true, true, Unpooled.wrappedBuffer(new byte[3]))));
    }

    private static List<Pdu> sent(EmbeddedChannel channel) {
        EmbeddedChannel reader = new EmbeddedChannel(new PduDecoder(100_000));
        ByteBuf written;
        while ((written = channel.readOutbound()) != null) {
            reader.writeInbound(written);
        }
        List<Pdu> pdus = new ArrayList<>();
        reader.inboundMessages().forEach(message -> pdus.add((Pdu) message));
        return pdus;
    }
}
