package org.huizhen.server.imaging.retrieve;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.encoding.DicomJson;
import org.huizhen.dicom.encoding.DicomJsonReader;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.imaging.ingest.HeaderJson;
import org.huizhen.server.imaging.multipart.MediaType;

/** WADO-RS metadata: the headers kept at ingest, so that no file is opened for a series of any length. */
final class MetadataResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final WadoResource wado;

    MetadataResource(WadoResource wado) {
        this.wado = wado;
    }

    void answer(Context context, Actor actor) throws IOException {
        WadoResource.Request request = wado.open(context, actor);
        boolean taken = MediaType.accepted(context.header("Accept")).stream()
                .anyMatch(type -> type.takes("application/dicom+json") || type.takes("application/json"));
        if (!taken) {
            throw new ApiException(ErrorCode.NOT_ACCEPTABLE);
        }
        List<StoredInstances.Header> headers = wado.headers(request);
        if (headers.isEmpty()) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        Optional<PatientTruth> truth = wado.truth(request);
        ByteArrayOutputStream body = new ByteArrayOutputStream(headers.size() * 4096);
        body.write('[');
        boolean first = true;
        for (StoredInstances.Header header : headers) {
            if (!first) {
                body.write(',');
            }
            first = false;
            byte[] json = json(header, truth);
            body.write(json, 0, json.length - 1);
            body.writeBytes(available(header, json.length > 2));
        }
        body.write(']');
        context.contentType("application/dicom+json").result(body.toByteArray());
    }

    /** Ends the object with Available Transfer Syntax UID (PS3.18 table 10.6.3-5): clients choose what to ask for by it. */
    private static byte[] available(StoredInstances.Header header, boolean more) {
        return ((more ? "," : "") + "\"00083002\":{\"vr\":\"UI\",\"Value\":[\"" + header.transferSyntaxUid() + "\"]}}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] json(StoredInstances.Header header, Optional<PatientTruth> truth) throws IOException {
        byte[] stored = HeaderJson.decompress(header.json());
        if (truth.isEmpty()
                || truth.get().corrects(header.patientKey()).filter(is -> !is).isPresent()) {
            return stored;
        }
        DataSet said = DicomJsonReader.read(
                        new java.io.ByteArrayInputStream(stored),
                        DicomJsonReader.BulkResolver.LEAVE_OUT,
                        org.huizhen.dicom.encoding.ReadLimits.HEADER)
                .getFirst();
        return truth.get().corrects(said) ? corrected(stored, said, truth.get()) : stored;
    }

    // Only the patient's elements are taken over, so that what the reader of the model may lose stays as it was.
    private static byte[] corrected(byte[] stored, DataSet said, PatientTruth truth) throws IOException {
        truth.apply(said);
        var object = (com.fasterxml.jackson.databind.node.ObjectNode) JSON.readTree(stored);
        var changed = JSON.readTree(DicomJson.toBytes(said, DicomJson.BulkUri.NONE));
        for (int number : PatientTruth.TAGS) {
            String tag = String.format("%08X", number);
            if (changed.has(tag)) {
                object.set(tag, changed.get(tag));
            } else {
                object.remove(tag);
            }
        }
        return JSON.writeValueAsBytes(object);
    }
}
