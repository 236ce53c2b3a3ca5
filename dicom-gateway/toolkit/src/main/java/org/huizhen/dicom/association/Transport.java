package org.huizhen.dicom.association;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Native epoll where it is available, else NIO. */
public enum Transport {
    EPOLL,
    NIO;

    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    public EventLoopGroup newGroup(int threads, String name) {
        DefaultThreadFactory factory = new DefaultThreadFactory(name, true);
        return switch (this) {
            case EPOLL -> new MultiThreadIoEventLoopGroup(threads, factory, EpollIoHandler.newFactory());
            case NIO -> new MultiThreadIoEventLoopGroup(threads, factory, NioIoHandler.newFactory());
        };
    }

    public Class<? extends ServerChannel> serverChannel() {
        return this == EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    public Class<? extends SocketChannel> channel() {
        return this == EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /**
     * Acknowledges segments at once, where the system can.
     *
     * <p>A sender that leaves Nagle's algorithm on holds back the tail of each message until all before is acknowledged; with delayed acknowledgement
     * that costs 40 ms per object. Linux forgets the option, so it is set again after each read.
     */
    public void acknowledgeAtOnce(ChannelPipeline pipeline) {
        if (this == EPOLL) {
            pipeline.addFirst("quick-ack", new QuickAcknowledgement());
        }
    }

    private static final class QuickAcknowledgement extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            arm(context);
            context.fireChannelActive();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (context.channel().isOpen()) {
                arm(context);
            }
            context.fireChannelReadComplete();
        }

        private static void arm(ChannelHandlerContext context) {
            context.channel().config().setOption(EpollChannelOption.TCP_QUICKACK, true);
        }
    }
}
