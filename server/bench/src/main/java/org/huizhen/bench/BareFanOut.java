package org.huizhen.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limit of the bench {@code signal}: a Netty WebSocket server that sends each text to everybody on the same path, and does
 * nothing else: no JSON, no numbering, no rights, no memory of what was sent.
 */
public final class BareFanOut {
    private static final Map<String, Set<Channel>> ROOMS = new ConcurrentHashMap<>();

    private BareFanOut() {}

    /** @param arguments the port */
    public static void main(String[] arguments) throws InterruptedException {
        var group = new MultiThreadIoEventLoopGroup(0, EpollIoHandler.newFactory());
        new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(8 << 10),
                                        new WebSocketServerProtocolHandler("/", null, false, 64 << 10, false, true),
                                        new Room());
                    }
                })
                .bind("127.0.0.1", Integer.parseInt(arguments[0]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    static List<String> command(int port) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BareFanOut.class.getName(),
                Integer.toString(port)));
    }

    private static final class Room extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private Set<Channel> members;

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete complete) {
                members = ROOMS.computeIfAbsent(complete.requestUri(), path -> ConcurrentHashMap.newKeySet());
                members.add(context.channel());
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            for (Channel member : members) {
                member.writeAndFlush(frame.retainedDuplicate(), member.voidPromise());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (members != null) {
                members.remove(context.channel());
            }
        }
    }
}
