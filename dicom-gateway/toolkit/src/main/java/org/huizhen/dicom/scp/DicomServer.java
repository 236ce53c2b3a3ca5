package org.huizhen.dicom.scp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.huizhen.dicom.association.AssociationTimers;
import org.huizhen.dicom.association.IdentityPolicy;
import org.huizhen.dicom.association.Transport;

/** Accepts associations and dispatches their messages to services. */
public final class DicomServer implements AutoCloseable {
    private static final int SMALLEST_RECEIVE_BUFFER = 2 * 1024;
    private static final int FIRST_RECEIVE_BUFFER = 64 * 1024;
    private static final int LARGEST_RECEIVE_BUFFER = 512 * 1024;
    private static final int BACKLOG = 256;
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

    private final EventLoopGroup group;
    private final ExecutorService workers;
    private final OpenAssociations open;
    private final Channel listening;
    private final InetSocketAddress address;

    private DicomServer(EventLoopGroup group, ExecutorService workers, OpenAssociations open, Channel listening) {
        this.group = group;
        this.workers = workers;
        this.open = open;
        this.listening = listening;
        this.address = (InetSocketAddress) listening.localAddress();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Where the server listens, with the port it was given when 0 was asked for. */
    public InetSocketAddress address() {
        return address;
    }

    /** How many associations are open. */
    public int associations() {
        return open.associations();
    }

    /**
     * Stops accepting, lets running associations finish for the grace period, then aborts them; those that have been quiet for a tenth of it are not
     * waited for. No receiver is called after the return.
     */
    public void close(Duration grace) {
        if (group.isShuttingDown()) {
            return;
        }
        listening.close().awaitUninterruptibly();
        long deadline = System.nanoTime() + grace.toNanos();
        try {
            while (!open.awaitNone(20) && System.nanoTime() < deadline) {
                open.snapshot().stream()
                        .filter(association -> association.isQuiet(grace.toNanos() / 10))
                        .forEach(ServerAssociation::terminate);
            }
            open.snapshot().forEach(ServerAssociation::terminate);
            open.awaitNone(DEFAULT_GRACE.toMillis());
        } catch (InterruptedException e) {
            open.snapshot().forEach(ServerAssociation::terminate);
            Thread.currentThread().interrupt();
        }
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        workers.shutdown();
    }

    /** Closes with a grace period of five seconds. */
    @Override
    public void close() {
        close(DEFAULT_GRACE);
    }

    /** What a server needs to know; only {@link #aeTitles} and {@link #services} have no default. */
    public static final class Builder {
        private InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private Set<String> titles = Set.of();
        private CallingPolicy policy = CallingPolicy.everybody();
        private IdentityPolicy identity = IdentityPolicy.ignored();
        private List<DimseService> services = List.of();
        private AssociationLimits limits = AssociationLimits.DEFAULT;
        private AssociationTimers timers = AssociationTimers.DEFAULT;
        private int maxPduLength = 256 * 1024;
        private Optional<SslContext> ssl = Optional.empty();
        private AssociationListener listener = AssociationListener.NONE;
        private Transport transport = Transport.best();

        private Builder() {}

        /** Where to listen; loopback and a free port unless given. */
        public Builder bind(InetSocketAddress address) {
            bind = Objects.requireNonNull(address);
            return this;
        }

        /** The called AE titles that are ours; others are refused (reason 7). */
        public Builder aeTitles(Set<String> ours) {
            titles = Set.copyOf(ours);
            return this;
        }

        /** Whom to talk to; everybody unless given. */
        public Builder calling(CallingPolicy admitted) {
            policy = Objects.requireNonNull(admitted);
            return this;
        }

        /** Which users to admit (PS3.7 D.3.3.7); whatever they say, unless given. */
        public Builder identity(IdentityPolicy judge) {
            identity = Objects.requireNonNull(judge);
            return this;
        }

        public Builder services(List<? extends DimseService> offered) {
            services = List.copyOf(offered);
            return this;
        }

        public Builder limits(AssociationLimits most) {
            limits = Objects.requireNonNull(most);
            return this;
        }

        public Builder timers(AssociationTimers limits) {
            timers = Objects.requireNonNull(limits);
            return this;
        }

        /** The P-DATA length announced to peers, in bytes; 256 KiB unless given. */
        public Builder maxPduLength(int bytes) {
            maxPduLength = bytes;
            return this;
        }

        /** Speaks TLS with a server-side context; plain TCP unless given. */
        public Builder ssl(SslContext context) {
            ssl = Optional.of(context);
            return this;
        }

        public Builder listener(AssociationListener told) {
            listener = Objects.requireNonNull(told);
            return this;
        }

        /** For tests of the fallback. */
        Builder transport(Transport chosen) {
            transport = chosen;
            return this;
        }

        /**
         * Binds and serves.
         *
         * @throws UncheckedIOException when the address cannot be bound
         */
        public DicomServer start() {
            Admission admission = new Admission(titles, policy, limits);
            // Not virtual ones: each sync of a file would wake a spare carrier thread, which costs a fifth of the
            // speed.
            ExecutorService workers =
                    Executors.newCachedThreadPool(new DefaultThreadFactory("dicom-association", true));
            ServerSettings settings =
                    new ServerSettings(admission, identity, services, timers, maxPduLength, listener, workers);
            OpenAssociations open = new OpenAssociations(limits);
            EventLoopGroup group =
                    transport.newGroup(Math.max(2, Runtime.getRuntime().availableProcessors()), "dicom-scp");
            ChannelFuture bound = new ServerBootstrap()
                    .group(group)
                    .channel(transport.serverChannel())
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true)
                    .childOption(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new AdaptiveRecvByteBufAllocator(
                                    SMALLEST_RECEIVE_BUFFER, FIRST_RECEIVE_BUFFER, LARGEST_RECEIVE_BUFFER))
                    .childHandler(new Connections(settings, open, transport, ssl))
                    .bind(bind)
                    .awaitUninterruptibly();
            if (!bound.isSuccess()) {
                group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
                workers.shutdown();
                throw new UncheckedIOException(new IOException("cannot listen on " + bind, bound.cause()));
            }
            return new DicomServer(group, workers, open, bound.channel());
        }
    }

    /** Equips each accepted connection. */
    private static final class Connections extends ChannelInitializer<Channel> {
        private final ServerSettings settings;
        private final OpenAssociations open;
        private final Transport transport;
        private final Optional<SslContext> ssl;

        private Connections(
                ServerSettings settings, OpenAssociations open, Transport transport, Optional<SslContext> ssl) {
            this.settings = settings;
            this.open = open;
            this.transport = transport;
            this.ssl = ssl;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // its end is channelInactive
        protected void initChannel(Channel channel) {
            transport.acknowledgeAtOnce(channel.pipeline());
            ssl.ifPresent(context -> channel.pipeline().addLast("tls", context.newHandler(channel.alloc())));
            if (!open.connect(new ServerAssociation(settings, open, channel))) {
                channel.close();
            }
        }
    }
}
