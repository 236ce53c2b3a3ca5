package org.huizhen.server.imaging.retrieve;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.encoding.BulkSource;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.ReadOptions;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.imaging.ingest.HeaderJson;

/** WADO-RS bulk data (PS3.18 10.4.1.1.5): the values that metadata names by URI, {@code 54000100/0/54001010}. */
final class BulkDataResource {
    private static final String PLAIN = "application/octet-stream";
    private static final int DEEPEST = 64;
    private final WadoResource wado;

    BulkDataResource(WadoResource wado) {
        this.wado = wado;
    }

    void answer(Context context, Actor actor) throws IOException {
        StoredInstance instance = wado.instance(wado.open(context, actor));
        TransferSyntax stored = TransferSyntax.of(instance.transferSyntaxUid());
        ReadOptions options =
                stored.deflated() ? ReadOptions.ALL : ReadOptions.BULK_AS_RANGES.bulkAbove(HeaderJson.LONGEST_INLINE);
        try (FileChannel file = wado.blobs().open(instance.blob())) {
            Element element = find(DicomFile.read(file, options).dataSet(), context.pathParam("path"));
            boolean multipart = Accepting.wishes(context, PLAIN).stream()
                    .noneMatch(wish -> !wish.multipart() && wish.type().equals(PLAIN)
                            || wish.multipart() && context.header("Accept") == null);
            send(context, element, file, multipart);
        }
    }

    private void send(Context context, Element element, FileChannel file, boolean multipart) throws IOException {
        ResponseBody body = new ResponseBody(context, wado.buffers());
        MultipartParts parts = new MultipartParts();
        boolean inParts = multipart || element instanceof Element.Fragments;
        context.res().setContentType(inParts ? parts.contentType(PLAIN) : PLAIN);
        switch (element) {
            case Element.Fragments fragments -> {
                for (Element.Fragment fragment : fragments.fragments()) {
                    body.write(parts.begin(PLAIN));
                    if (fragment.bytes() != null) {
                        body.write(fragment.bytes());
                    } else {
                        body.send(file, fragment.offset(), fragment.length());
                    }
                }
            }
            case Element.Bulk range -> {
                if (inParts) {
                    body.write(parts.begin(PLAIN));
                }
                copy(range, file, body);
            }
            case Element.Value value -> {
                if (inParts) {
                    body.write(parts.begin(PLAIN));
                }
                body.write(value.bytes());
            }
            case Element.Sequence ignored -> throw new ApiException(ErrorCode.NOT_FOUND);
        }
        if (inParts) {
            body.write(parts.end());
        }
    }

    // Values go out in little endian whatever the file is in (PS3.18 8.7.3).
    private static void copy(Element.Bulk range, FileChannel file, ResponseBody body) throws IOException {
        int unit = range.vr().unit();
        if (!range.bigEndian() || unit == 1) {
            body.send(file, range.offset(), range.length());
            return;
        }
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        BulkSource.of(file).copy(range.offset(), range.length(), bytes);
        byte[] value = bytes.toByteArray();
        for (int at = 0; at + unit <= value.length; at += unit) {
            for (int i = 0; i < unit / 2; i++) {
                byte low = value[at + i];
                value[at + i] = value[at + unit - 1 - i];
                value[at + unit - 1 - i] = low;
            }
        }
        body.write(value);
    }

    private static Element find(DataSet root, String path) {
        String[] steps = path.split("/");
        if (steps.length % 2 == 0 || steps.length > DEEPEST) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        DataSet data = root;
        for (int i = 0; i + 2 < steps.length; i += 2) {
            java.util.List<DataSet> items = data.items(tag(steps[i]));
            int item = steps[i + 1].matches("\\d{1,6}") ? Integer.parseInt(steps[i + 1]) : -1;
            if (item < 0 || item >= items.size()) {
                throw new ApiException(ErrorCode.NOT_FOUND);
            }
            data = items.get(item);
        }
        return data.find(tag(steps[steps.length - 1])).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
    }

    private static int tag(String hex) {
        if (!hex.matches("[0-9A-Fa-f]{8}")) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        return Integer.parseUnsignedInt(hex, 16);
    }
}
