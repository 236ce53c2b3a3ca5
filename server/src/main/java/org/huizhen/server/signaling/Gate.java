package org.huizhen.server.signaling;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Looks at the HTTP request before it becomes a WebSocket: path, subprotocol, the browser's origin. */
@Sharable
final class Gate extends SimpleChannelInboundHandler<FullHttpRequest> {
    static final String PATH = "/signal";
    static final String SUBPROTOCOL = "huizhen.v1";

    /** Names of this machine for itself: a page opened by one may call the socket by another. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> origins;
    private final Supplier<Set<String>> servers;

    /** @param servers addresses of this and the other servers: a page that one of them has delivered may call another */
    Gate(Set<String> origins, Supplier<Set<String>> servers) {
        super(false);
        this.origins = Set.copyOf(origins);
        this.servers = servers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        HttpResponseStatus refusal = refusal(request);
        if (refusal == null) {
            context.fireChannelRead(request);
            return;
        }
        request.release();
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                refusal,
                Unpooled.copiedBuffer(refusal.reasonPhrase() + "\n", StandardCharsets.US_ASCII));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private HttpResponseStatus refusal(FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return HttpResponseStatus.BAD_REQUEST;
        }
        if (!request.uri().equals(PATH)) {
            return HttpResponseStatus.NOT_FOUND;
        }
        if (!request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)) {
            return HttpResponseStatus.UPGRADE_REQUIRED;
        }
        boolean speaksOurs = request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(value -> value.strip().equals(SUBPROTOCOL));
        if (!speaksOurs) {
            return HttpResponseStatus.BAD_REQUEST;
        }
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        return origin == null || trusted(origin, request.headers().get(HttpHeaderNames.HOST))
                ? null
                : HttpResponseStatus.FORBIDDEN;
    }

    /** A page of ours: of the host that is called (the web server has another port), of a configured origin, of another server. */
    private boolean trusted(String origin, String host) {
        if (origins.contains(origin.toLowerCase(Locale.ROOT))) {
            return true;
        }
        String page = host(origin);
        String called = host == null ? "" : host("http://" + host);
        return !page.isEmpty()
                && (page.equals(called)
                        || (LOOPBACK.contains(page) && LOOPBACK.contains(called))
                        || servers.get().stream().map(Gate::host).anyMatch(page::equals));
    }

    private static String host(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
