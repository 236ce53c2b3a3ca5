package org.huizhen.server.imaging.retrieve;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.encoding.BulkSource;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.dicom.encoding.PixelFrames;
import org.huizhen.dicom.encoding.ReadOptions;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.server.blob.BlobId;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/** WADO-RS frames (PS3.18 10.4.1.1.6): ranges of the file, compressed ones as they are. */
final class FrameResource {
    private static final String PLAIN = "application/octet-stream";
    private static final int MOST_FRAMES = 1000;
    private static final int MOST_REMEMBERED = 5000;

    /** The media type of a compressed frame (PS3.18 table 8.7.3-5). */
    private static final Map<String, String> COMPRESSED = Map.ofEntries(
            Map.entry(TransferSyntax.JPEG_BASELINE.uid(), "image/jpeg"),
            Map.entry(TransferSyntax.JPEG_EXTENDED.uid(), "image/jpeg"),
            Map.entry(TransferSyntax.JPEG_LOSSLESS.uid(), "image/jpeg"),
            Map.entry(TransferSyntax.JPEG_LOSSLESS_FIRST_ORDER.uid(), "image/jpeg"),
            Map.entry(TransferSyntax.RLE.uid(), "image/dicom-rle"),
            Map.entry(TransferSyntax.JPEG_LS_LOSSLESS.uid(), "image/jls"),
            Map.entry(TransferSyntax.JPEG_LS.uid(), "image/jls"),
            Map.entry(TransferSyntax.JPEG_2000_LOSSLESS.uid(), "image/jp2"),
            Map.entry(TransferSyntax.JPEG_2000.uid(), "image/jp2"),
            Map.entry(TransferSyntax.HTJ2K_LOSSLESS.uid(), "image/jphc"),
            Map.entry(TransferSyntax.HTJ2K_LOSSLESS_RPCL.uid(), "image/jphc"),
            Map.entry(TransferSyntax.HTJ2K.uid(), "image/jphc"),
            Map.entry("1.2.840.10008.1.2.4.110", "image/jxl"),
            Map.entry("1.2.840.10008.1.2.4.111", "image/jxl"),
            Map.entry("1.2.840.10008.1.2.4.112", "image/jxl"));

    private final WadoResource wado;
    private final Remembered<BlobId, Located> remembered = new Remembered<>(MOST_REMEMBERED);

    FrameResource(WadoResource wado) {
        this.wado = wado;
    }

    /** How frames go out: their media type and the transfer syntax named beside it. */
    private record Form(String type, String syntax, boolean multipart) {
        String partType() {
            return type + "; transfer-syntax=" + syntax;
        }
    }

    void answer(Context context, Actor actor) throws IOException {
        List<Integer> wanted = frames(context.pathParam("frames"));
        StoredInstance instance = wado.instance(wado.open(context, actor));
        Form form = choose(context, instance, wanted.size());
        try (FileChannel file = wado.blobs().open(instance.blob())) {
            Located located = locate(instance, file);
            if (wanted.stream().anyMatch(number -> number > located.frames().count())) {
                throw new ApiException(ErrorCode.NOT_FOUND);
            }
            send(context, located, wanted, file, form);
        }
    }

    /** @param plainRanges whether frames are whole bytes of the file, to be sent as they lie there */
    private record Located(PixelFrames frames, boolean plainRanges) {}

    private Located locate(StoredInstance instance, FileChannel file) throws IOException {
        Optional<Located> known = remembered.find(instance.blob());
        if (known.isPresent()) {
            return known.get();
        }
        TransferSyntax stored = TransferSyntax.of(instance.transferSyntaxUid());
        DicomFile read = DicomFile.read(file, stored.deflated() ? ReadOptions.ALL : ReadOptions.BULK_AS_RANGES);
        try {
            PixelFrames frames = PixelFrames.of(read.dataSet(), BulkSource.of(file));
            boolean plain = frames.encapsulated()
                    || !stored.bigEndian()
                            && !read.encodedIn().bigEndian()
                            && read.dataSet().integer(Tag.BitsAllocated, 0) >= 8;
            Located located = new Located(frames, plain);
            // Frames that lie in memory, or in thousands of fragments, are found again instead.
            if (!stored.deflated() && frames.count() <= MOST_FRAMES) {
                remembered.keep(instance.blob(), located);
            }
            return located;
        } catch (DicomFormatException e) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
    }

    private void send(Context context, Located located, List<Integer> wanted, FileChannel file, Form form)
            throws IOException {
        ResponseBody body = new ResponseBody(context, wado.buffers());
        PixelFrames frames = located.frames();
        if (!form.multipart()) {
            context.res().setContentType(form.partType());
            context.res().setContentLengthLong(frames.length(wanted.getFirst() - 1));
            copy(located, wanted.getFirst() - 1, file, body);
            return;
        }
        MultipartParts parts = new MultipartParts();
        context.res().setContentType(parts.contentType(form.type()));
        context.res()
                .setContentLengthLong(wanted.stream()
                                .mapToLong(number -> frames.length(number - 1) + parts.begin(form.partType()).length)
                                .sum()
                        + parts.end().length);
        for (int number : wanted) {
            body.write(parts.begin(form.partType()));
            copy(located, number - 1, file, body);
        }
        body.write(parts.end());
    }

    private static void copy(Located located, int frame, FileChannel file, ResponseBody body) throws IOException {
        if (!located.plainRanges()) {
            located.frames().copy(frame, BulkSource.of(file), body.stream());
            return;
        }
        for (PixelFrames.Part part : located.frames().parts(frame)) {
            if (part.memory() == null) {
                body.send(file, part.offset(), part.length());
            } else {
                body.stream().write(part.memory(), (int) part.offset(), (int) part.length());
            }
        }
    }

    /** The first wish that can be met: plain pixels for native ones, the stored code stream for compressed ones. */
    private static Form choose(Context context, StoredInstance instance, int count) {
        TransferSyntax stored = TransferSyntax.of(instance.transferSyntaxUid());
        String native16 = TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid();
        String type = stored.encapsulated() ? COMPRESSED.getOrDefault(stored.uid(), PLAIN) : PLAIN;
        for (Accepting.Wish wish : Accepting.wishes(context, type)) {
            boolean plain = wish.type().equals(PLAIN) || wish.type().equals("*/*");
            boolean parts = wish.multipart() || count > 1;
            if (wish.multipart() != parts) {
                continue;
            }
            if (!stored.encapsulated()) {
                if (plain && wish.takesDefault()) {
                    return new Form(PLAIN, native16, parts);
                }
            } else if (wish.type().equals(type) && (wish.syntax().isEmpty() || wish.takesSyntax(stored.uid()))) {
                return new Form(type, stored.uid(), parts);
            } else if (plain && wish.takesSyntax(stored.uid())) {
                return new Form(PLAIN, stored.uid(), parts);
            }
        }
        throw new ApiException(ErrorCode.NOT_ACCEPTABLE);
    }

    /** Frame numbers, counted from 1, in the order asked for. */
    private static List<Integer> frames(String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String text : list.split(",")) {
            if (!text.matches("[1-9]\\d{0,8}") || numbers.size() == MOST_FRAMES) {
                throw ApiException.invalid("frames", "list", "1–" + MOST_FRAMES);
            }
            numbers.add(Integer.parseInt(text));
        }
        return numbers;
    }
}
