package org.huizhen.dicom.scu;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.huizhen.dicom.association.ConnectFailedException;
import org.huizhen.dicom.association.Implementation;
import org.huizhen.dicom.association.Transport;
import org.huizhen.dicom.pdu.AssociateRq;
import org.huizhen.dicom.pdu.ProposedPresentationContext;
import org.huizhen.dicom.pdu.UserInformation;
import org.huizhen.dicom.pdu.UserInformation.AsynchronousOperations;
import org.huizhen.dicom.pdu.UserInformation.SopClassNegotiation;
import org.huizhen.dicom.pdu.UserInformation.UserIdentity;

/** Opens associations to peers; one client serves many of them at once. */
public final class DicomClient implements AutoCloseable {
    /** Ids are odd and one octet (PS3.8 9.3.2.2). */
    public static final int MOST_CONTEXTS = 128;

    private static final int LARGEST_RECEIVE_BUFFER = 256 * 1024;

    private final ClientSettings settings;
    private final Transport transport = Transport.best();
    private final EventLoopGroup group;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private DicomClient(ClientSettings settings) {
        this.settings = settings;
        this.group = transport.newGroup(2, "dicom-scu");
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Connects and negotiates; blocks the calling thread, which may be a virtual one. Interrupting it aborts the attempt.
     *
     * @param contexts 1 to {@value #MOST_CONTEXTS}
     * @throws ConnectFailedException when there is no connection
     * @throws org.huizhen.dicom.association.AssociationRejectedException when the peer refuses
     * @throws org.huizhen.dicom.association.AssociationAbortedException when the peer aborts or hangs up
     * @throws org.huizhen.dicom.association.AssociationTimeoutException when the peer does not answer
     */
    public ClientAssociation connect(RemoteAe remote, List<ProposedContext> contexts) {
        ClientAssociation association =
                new ClientAssociation(request(remote, contexts), settings.timeouts(), remote.toString());
        ChannelFuture connecting = new Bootstrap()
                .group(group)
                .channel(transport.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.timeouts().connect().toMillis())
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(1024, 4096, LARGEST_RECEIVE_BUFFER))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        transport.acknowledgeAtOnce(channel.pipeline());
                        settings.ssl()
                                .ifPresent(tls -> channel.pipeline()
                                        .addLast(
                                                "tls",
                                                tls.newHandler(
                                                        channel.alloc(),
                                                        remote.address().getHostString(),
                                                        remote.address().getPort())));
                        association.install(
                                channel, (int) settings.userInformation().maxPduLength());
                    }
                })
                .connect(remote.address());
        try {
            connecting.await();
        } catch (InterruptedException e) {
            connecting.channel().close().addListener(closed -> connecting.cancel(true));
            Thread.currentThread().interrupt();
            throw new ConnectFailedException("interrupted while connecting to " + remote, e);
        }
        if (!connecting.isSuccess()) {
            throw new ConnectFailedException("cannot connect to " + remote, connecting.cause());
        }
        association.awaitAcceptance();
        return association;
    }

    private AssociateRq request(RemoteAe remote, List<ProposedContext> contexts) {
        if (contexts.isEmpty() || contexts.size() > MOST_CONTEXTS) {
            throw new IllegalArgumentException(contexts.size() + " contexts, expected 1 to " + MOST_CONTEXTS);
        }
        List<ProposedPresentationContext> proposed = new ArrayList<>();
        for (ProposedContext context : contexts) {
            proposed.add(new ProposedPresentationContext(
                    2 * proposed.size() + 1, context.abstractSyntaxUid(), context.transferSyntaxUids()));
        }
        return new AssociateRq(
                1,
                remote.calledAeTitle(),
                settings.callingAeTitle(),
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                proposed,
                settings.userInformation());
    }

    /** Closes the connections that are left and frees the threads. */
    @Override
    public void close() {
        // First, since threads that end over a failing connection lose its buffers.
        connections.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** What a client needs to know; everything has a default but the calling AE title. */
    public static final class Builder {
        private String callingAeTitle = "";
        private ClientTimeouts timeouts = ClientTimeouts.DEFAULT;
        private int maxPduLength = 256 * 1024;
        private int operations = 1;
        private SopClassNegotiation negotiation = SopClassNegotiation.NONE;
        private Optional<UserIdentity> identity = Optional.empty();
        private Optional<SslContext> ssl = Optional.empty();

        private Builder() {}

        /** How we name ourselves, 1 to 16 characters. */
        public Builder callingAeTitle(String title) {
            callingAeTitle = title;
            return this;
        }

        public Builder timeouts(ClientTimeouts waits) {
            timeouts = Objects.requireNonNull(waits);
            return this;
        }

        /** The P-DATA length announced to peers, in bytes; 256 KiB unless given. */
        public Builder maxPduLength(int bytes) {
            maxPduLength = bytes;
            return this;
        }

        /** How many operations to have outstanding where the peer agrees (PS3.7 D.3.3.3); 1 unless given. */
        public Builder operations(int most) {
            operations = most;
            return this;
        }

        /**
         * Which roles to take for SOP classes, and application information for them (PS3.7 D.3.3.4 to D.3.3.6); the answers are in
         * {@link ClientAssociation#negotiation()}.
         */
        public Builder negotiation(SopClassNegotiation items) {
            negotiation = Objects.requireNonNull(items);
            return this;
        }

        /** Who uses this client (PS3.7 D.3.3.7); nobody in particular unless given. */
        public Builder identity(UserIdentity user) {
            identity = Optional.of(user);
            return this;
        }

        /** Speaks TLS with a client-side context; plain TCP unless given. */
        public Builder ssl(SslContext context) {
            ssl = Optional.of(context);
            return this;
        }

        public DicomClient build() {
            if (operations < 1) {
                throw new IllegalArgumentException(operations + " operations, expected 1 or more");
            }
            UserInformation user = UserInformation.of(
                            maxPduLength, Implementation.CLASS_UID, Implementation.VERSION_NAME)
                    .withNegotiation(negotiation);
            if (operations > 1) {
                user = user.withAsynchronousOperations(new AsynchronousOperations(operations, 1));
            }
            if (identity.isPresent()) {
                user = user.withUserIdentity(identity.get());
            }
            return new DicomClient(new ClientSettings(callingAeTitle, timeouts, user, ssl));
        }
    }
}
