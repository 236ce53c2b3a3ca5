package org.huizhen.server.http;

import java.time.Duration;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;

/**
 * Cuts off bodies that dribble in and would hold a place for ever. Only the time that the server waits for bytes counts: a
 * server that is busy itself, or a body of two bytes, is no dribbler. (Jetty's own minimum rate counts from the first byte on
 * and drops small requests of a busy moment without an answer.)
 */
final class Dribblers extends Handler.Wrapper {
    /** Bytes a second of waiting, on average: the thinnest line brings more. */
    private static final long SLOWEST = 50;

    private static final Duration GRACE = Duration.ofSeconds(10);

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Watched(request), response, callback);
    }

    /** Read by one thread at a time, as Jetty promises of a content source. */
    private static final class Watched extends Request.Wrapper {
        private long arrived;
        private long waited;
        private long waitingSince;
        private boolean waiting;

        Watched(Request request) {
            super(request);
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk == null) {
                if (!waiting) {
                    waiting = true;
                    waitingSince = NanoTime.now();
                }
                return null;
            }
            if (waiting) {
                waiting = false;
                waited += NanoTime.since(waitingSince);
            }
            arrived += chunk.remaining();
            if (chunk.isLast() || Content.Chunk.isFailure(chunk) || fastEnough()) {
                return chunk;
            }
            chunk.release();
            Throwable slow = new HttpException.RuntimeException(
                    HttpStatus.REQUEST_TIMEOUT_408, "the body arrives slower than " + SLOWEST + " bytes a second");
            fail(slow);
            return Content.Chunk.from(slow, true);
        }

        private boolean fastEnough() {
            Duration time = Duration.ofNanos(waited);
            return time.compareTo(GRACE) < 0 || arrived >= SLOWEST * time.toSeconds();
        }
    }
}
