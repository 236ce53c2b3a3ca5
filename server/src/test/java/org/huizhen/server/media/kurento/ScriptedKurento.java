package org.huizhen.server.media.kurento;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A Kurento server without media, which answers as the recorded one did and fails as told. */
public final class ScriptedKurento implements AutoCloseable {
    /** What ails it. */
    public enum Fault {
        NONE,
        /** Answers the upgrade with 404. */
        NOT_FOUND,
        /** Accepts connections and says nothing, not even to the upgrade. */
        SILENT,
        /** Takes questions and answers none. */
        HUNG,
        /** Reads nothing any more, so that the other side's buffers fill up. */
        DEAF
    }

    final Transcripts transcripts = new Transcripts();
    /** Questions in the order they came, as {@link Transcripts#question} has them. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    public final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    public volatile Fault fault = Fault.NONE;
    /** Questions that are done and not answered, once each. */
    public final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    /** Questions that are refused. */
    public final Map<String, Integer> refused = new ConcurrentHashMap<>();

    final ScriptedState state = new ScriptedState(transcripts);
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private Channel listener;
    private int port;

    public ScriptedKurento() {
        listen();
    }

    private void listen() {
        listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        sockets.add(channel);
                        if (fault == Fault.SILENT) {
                            channel.pipeline().addLast(new Swallow());
                            return;
                        }
                        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(65_536), new Door());
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", port))
                .syncUninterruptibly()
                .channel();
        port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public URI uri() {
        return URI.create("ws://127.0.0.1:" + port + "/kurento");
    }

    /** The process is killed: the socket breaks, nothing listens. */
    public void kill() {
        listener.close().syncUninterruptibly();
        sockets.close().syncUninterruptibly();
        state.reset();
    }

    public void revive() {
        listen();
    }

    /** Killed and started anew at once; objects of its former life are unknown. */
    public void restart() {
        kill();
        revive();
    }

    /** Forgets everything without a broken socket, as after a restart behind a relay. */
    public void forget() {
        state.reset();
    }

    public void cut() {
        sockets.close().syncUninterruptibly();
    }

    /** A real browser's offer, with every codec it has. */
    public String offer() {
        return transcripts.offer();
    }

    /** Ids of that type, for example {@code WebRtcEndpoint}. */
    public List<String> objects(String type) {
        return state.objects.keySet().stream()
                .filter(id -> id.endsWith("." + type))
                .toList();
    }

    public Optional<String> source(String sink, String kind) {
        return Optional.ofNullable(state.connections.get(sink + " " + kind));
    }

    public long count(String question) {
        return asked.stream().filter(question::equals).count();
    }

    /** A pipeline that somebody made before. */
    public String plant(String name) {
        ObjectNode create = Transcripts.JSON.createObjectNode().put("method", "create");
        create.putObject("params").put("type", "MediaPipeline");
        String id = state.answer(create).at("/result/value").asText();
        state.objects.put(id, name);
        return id;
    }

    /** Sends an event as recorded, about another object. */
    public void emit(String object, String type, Map<String, String> data) {
        ObjectNode value = transcripts.event(type).put("object", object);
        ((ObjectNode) value.path("data")).put("source", object);
        data.forEach((key, text) -> ((ObjectNode) value.path("data")).put(key, text));
        ObjectNode event =
                Transcripts.JSON.createObjectNode().put("jsonrpc", "2.0").put("method", "onEvent");
        event.putObject("params").set("value", value);
        sockets.writeAndFlush(new TextWebSocketFrame(event.toString()));
    }

    private static final class Swallow extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }
    }

    private final class Door extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            if (fault == Fault.NOT_FOUND) {
                DefaultFullHttpResponse answer = new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND, Unpooled.EMPTY_BUFFER);
                answer.headers().set("content-length", 0);
                context.writeAndFlush(answer);
                return;
            }
            context.pipeline()
                    .addLast(new WebSocketServerProtocolHandler("/kurento", null, true, 1 << 20), new Voice());
            context.fireChannelRead(request.retain());
            context.pipeline().remove(this);
        }
    }

    private final class Voice extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame)
                throws JsonProcessingException {
            JsonNode message = Transcripts.JSON.readTree(frame.text());
            String question = Transcripts.question(message);
            asked.add(question);
            messages.add(message);
            if (fault == Fault.DEAF) {
                context.channel().config().setAutoRead(false);
            }
            if (fault != Fault.NONE) {
                return;
            }
            ObjectNode answer;
            if (refused.containsKey(question)) {
                answer = Transcripts.JSON.createObjectNode().put("jsonrpc", "2.0");
                answer.set("id", message.get("id"));
                answer.putObject("error").put("code", refused.get(question)).put("message", "refused");
            } else {
                answer = state.answer(message);
            }
            if (unanswered.remove(question)) {
                return;
            }
            context.writeAndFlush(new TextWebSocketFrame(answer.toString()));
            if (question.equals("invoke gatherCandidates") && answer.has("result")) {
                emit(message.at("/params/object").asText(), "IceCandidateFound", Map.of());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @Override
    public void close() {
        kill();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
