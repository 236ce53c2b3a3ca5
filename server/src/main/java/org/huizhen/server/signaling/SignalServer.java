package org.huizhen.server.signaling;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.huizhen.config.ConfigException;

/** Netty: accepts sockets, upgrades them, and hands each to a {@link SignalConnection}. */
final class SignalServer implements AutoCloseable {
    private static final int HANDSHAKE_BYTES = 8 << 10;
    /** Small, so that a client that reads nothing fills its own queue soon and not the kernel's memory. */
    private static final int SEND_BUFFER = 64 << 10;

    private final SignalSettings settings;
    private final Supplier<SignalConnection> connections;
    private final SignalMetrics metrics;
    private final Gate gate;
    private final EventLoopGroup group;
    private final ChannelGroup sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private Channel listening;

    SignalServer(
            SignalSettings settings,
            Supplier<Set<String>> servers,
            Supplier<SignalConnection> connections,
            SignalMetrics metrics) {
        this.settings = settings;
        this.connections = connections;
        this.metrics = metrics;
        this.gate = new Gate(settings.origins(), servers);
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        // Loops never block: one for each processor, so that what goes to several sockets is in few hands.
        this.group = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("signaling", true), io);
    }

    EventLoopGroup group() {
        return group;
    }

    /** @throws ConfigException when the port cannot be had */
    void start() {
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(serverChannel())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32 << 10, 64 << 10))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        prepare(channel);
                    }
                })
                .bind(settings.address(), settings.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ConfigException(
                    "signaling.port " + settings.port() + " on " + settings.address() + " cannot be had: "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listening = bound.channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private void prepare(SocketChannel channel) {
        // Sockets that have not said hello yet come on top of the sessions, within reason.
        if (metrics.sockets() >= settings.limits().maxSessions() + 1_000) {
            channel.close();
            return;
        }
        sockets.add(channel);
        ChannelPipeline pipeline = channel.pipeline();
        settings.tls().ifPresent(tls -> pipeline.addLast(tls.newHandler(channel.alloc())));
        int bytes = settings.limits().frameBytes();
        pipeline.addLast(
                new HttpServerCodec(),
                new HttpObjectAggregator(HANDSHAKE_BYTES),
                gate,
                new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                        .websocketPath(Gate.PATH)
                        .subprotocols(Gate.SUBPROTOCOL)
                        .handshakeTimeoutMillis(settings.limits().hello().toMillis())
                        .handleCloseFrames(false) // the connection does: it closes only when both sides have said so
                        .decoderConfig(WebSocketDecoderConfig.newBuilder()
                                .maxFramePayloadLength(bytes)
                                .allowExtensions(false)
                                .closeOnProtocolViolation(false)
                                .build())
                        .build()),
                new WebSocketFrameAggregator(bytes),
                connections.get());
    }

    /** Everybody is to come back, to another server if there is one. */
    void disperse() {
        sockets.forEach(socket -> Optional.ofNullable(socket.pipeline().get(SignalConnection.class))
                .ifPresent(connection -> connection.leave(CloseReason.RESTARTING)));
    }

    private static Class<? extends ServerSocketChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** Stops accepting, takes leave of every socket, and lets the event loops run out. */
    @Override
    public void close() {
        if (group.isShuttingDown()) {
            return;
        }
        if (listening != null) {
            listening.close().syncUninterruptibly();
        }
        disperse();
        // A loop that shuts down closes its sockets at once, be the close frame out or not.
        sockets.newCloseFuture()
                .awaitUninterruptibly(SocketOutlet.LEAVE.plusMillis(500).toMillis());
        group.shutdownGracefully(200, 3_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }
}
