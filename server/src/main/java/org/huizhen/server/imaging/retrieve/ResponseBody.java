package org.huizhen.server.imaging.retrieve;

import io.javalin.http.Context;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.eclipse.jetty.ee10.servlet.HttpOutput;

/** The body of a response; files go from the page cache to the socket through a direct buffer, without Java arrays. */
final class ResponseBody {
    private final OutputStream out;
    private final DirectBuffers buffers;

    ResponseBody(Context context, DirectBuffers buffers) throws IOException {
        this.out = context.res().getOutputStream();
        this.buffers = buffers;
    }

    OutputStream stream() {
        return out;
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** Sends a range of a file. @throws EOFException when the file is shorter */
    void send(FileChannel file, long offset, long length) throws IOException {
        ByteBuffer buffer = buffers.take();
        long done = 0;
        while (done < length) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
            int count = file.read(buffer, offset + done);
            if (count < 0) {
                throw new EOFException("blob ends at " + (offset + done) + ", expected " + (offset + length));
            }
            done += count;
            buffer.flip();
            if (out instanceof HttpOutput jetty) {
                jetty.write(buffer);
            } else {
                Channels.newChannel(out).write(buffer);
            }
        }
        buffers.giveBack(buffer);
    }
}
