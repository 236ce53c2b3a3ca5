package org.huizhen.server.signaling.recording;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One range of a file, as players ask for it (RFC 9110 14); several at a time get the whole. */
final class FileRange {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Both ends included. */
    private record Range(long first, long last) {}

    private FileRange() {}

    static void send(Context context, Path path, String type) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = file.size();
            context.header("Accept-Ranges", "bytes").contentType(type);
            context.header("Cache-Control", "private, no-store");
            String asked = context.header("Range");
            Matcher one = ONE.matcher(asked == null ? "" : asked);
            Range range = new Range(0, size - 1);
            if (one.matches() && !(one.group(1).isEmpty() && one.group(2).isEmpty())) {
                Optional<Range> wanted = range(one, size);
                if (wanted.isEmpty()) {
                    context.status(416).header("Content-Range", "bytes */" + size);
                    return;
                }
                range = wanted.get();
                context.status(206).header("Content-Range", "bytes " + range.first + "-" + range.last + "/" + size);
            }
            long length = range.last - range.first + 1;
            context.res().setContentLengthLong(length);
            file.position(range.first);
            InputStream in = Channels.newInputStream(file);
            byte[] buffer = new byte[64 << 10];
            long left = length;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new IOException("the file became shorter");
                }
                context.res().getOutputStream().write(buffer, 0, count);
                left -= count;
            }
        }
    }

    private static Optional<Range> range(Matcher asked, long size) {
        if (asked.group(1).isEmpty()) {
            long last = Math.min(Long.parseLong(asked.group(2)), size);
            return last == 0 ? Optional.empty() : Optional.of(new Range(size - last, size - 1));
        }
        long first = Long.parseLong(asked.group(1));
        long last = asked.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(asked.group(2)), size - 1);
        return first > last ? Optional.empty() : Optional.of(new Range(first, last));
    }
}
