package org.huizhen.server.exchange;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.multipdf.PDFMergerUtility;
import org.huizhen.server.reading.PrintedReport;

/** Renders reports for A4 paper. */
final class ReportPdf {
    private static final String FAMILY = "Report";
    private static final int BOLD = 700;

    private final ReportFonts fonts;
    private final ZoneId zone;
    private final String publicUrl;
    private final RareCharacters rare = new RareCharacters();

    ReportPdf(ReportFonts fonts, ZoneId zone, String publicUrl) {
        this.fonts = fonts;
        this.zone = zone;
        this.publicUrl = publicUrl;
        XRLog.setLoggingEnabled(false); // it tells of every font and style sheet
    }

    /** @param code of the version, as {@link VerificationCodes} makes them */
    byte[] render(PrintedReport report, String code) {
        ReportFonts.Faces faces = fonts.faces();
        String qr = QrCode.dataUri(publicUrl + "/verify/" + code);
        String html = new ReportPage(report, zone, faces.shown(), rare::html).html(qr, VerificationCodes.grouped(code));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new PdfRendererBuilder()
                    .useFont(faces.regular().toFile(), FAMILY)
                    .useFont(faces.bold().toFile(), FAMILY, BOLD, FontStyle.NORMAL, true)
                    .withHtmlContent(html, null)
                    .withProducer("Huizhen")
                    .toStream(out)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** One document after the other; each keeps its own page numbers. */
    static byte[] together(List<byte[]> documents) {
        if (documents.size() == 1) {
            return documents.getFirst();
        }
        PDFMergerUtility merger = new PDFMergerUtility();
        documents.forEach(document -> merger.addSource(new RandomAccessReadBuffer(document)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        merger.setDestinationStream(out);
        try {
            merger.mergeDocuments(IOUtils.createMemoryOnlyStreamCache());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
