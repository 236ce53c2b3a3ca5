package org.huizhen.dicom.encoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.huizhen.dicom.dataset.Dictionary;

/**
 * How a data set is encoded (PS3.5 10 and annex A).
 *
 * @param explicit whether elements name their VR
 * @param encapsulated whether the pixel data lies in fragments
 * @param compressed whether the bytes of the pixel data, or all, gain nothing from another compression
 */
public record TransferSyntax(
        String uid,
        String name,
        boolean explicit,
        boolean bigEndian,
        boolean deflated,
        boolean encapsulated,
        boolean compressed) {

    public static final TransferSyntax IMPLICIT_LITTLE_ENDIAN = plain("1.2.840.10008.1.2", false, false, false);
    public static final TransferSyntax EXPLICIT_LITTLE_ENDIAN = plain("1.2.840.10008.1.2.1", true, false, false);
    public static final TransferSyntax EXPLICIT_BIG_ENDIAN = plain("1.2.840.10008.1.2.2", true, true, false);
    public static final TransferSyntax DEFLATED_LITTLE_ENDIAN = plain("1.2.840.10008.1.2.1.99", true, false, true);
    public static final TransferSyntax ENCAPSULATED_UNCOMPRESSED = encapsulated("1.2.840.10008.1.2.1.98", null, false);
    public static final TransferSyntax JPEG_BASELINE = encapsulated("1.2.840.10008.1.2.4.50", null, true);
    public static final TransferSyntax JPEG_EXTENDED = encapsulated("1.2.840.10008.1.2.4.51", null, true);
    public static final TransferSyntax JPEG_LOSSLESS = encapsulated("1.2.840.10008.1.2.4.57", null, true);
    public static final TransferSyntax JPEG_LOSSLESS_FIRST_ORDER = encapsulated("1.2.840.10008.1.2.4.70", null, true);
    public static final TransferSyntax JPEG_LS_LOSSLESS = encapsulated("1.2.840.10008.1.2.4.80", null, true);
    public static final TransferSyntax JPEG_LS = encapsulated("1.2.840.10008.1.2.4.81", null, true);
    public static final TransferSyntax JPEG_2000_LOSSLESS = encapsulated("1.2.840.10008.1.2.4.90", null, true);
    public static final TransferSyntax JPEG_2000 = encapsulated("1.2.840.10008.1.2.4.91", null, true);
    public static final TransferSyntax HTJ2K_LOSSLESS = encapsulated("1.2.840.10008.1.2.4.201", null, true);
    public static final TransferSyntax HTJ2K_LOSSLESS_RPCL = encapsulated("1.2.840.10008.1.2.4.202", null, true);
    public static final TransferSyntax HTJ2K = encapsulated("1.2.840.10008.1.2.4.203", null, true);
    public static final TransferSyntax RLE = encapsulated("1.2.840.10008.1.2.5", null, true);

    private static final Map<String, TransferSyntax> REGISTERED =
            registered().stream().collect(Collectors.toUnmodifiableMap(TransferSyntax::uid, Function.identity()));

    /** The syntax of a UID; one that is not registered is read as encapsulated explicit little endian (PS3.5 A.4). */
    public static TransferSyntax of(String uid) {
        TransferSyntax known = REGISTERED.get(uid);
        return known != null ? known : encapsulated(uid, uid, true);
    }

    /** Whether the UID is that of a syntax known here. */
    public static boolean known(String uid) {
        return REGISTERED.containsKey(uid);
    }

    /** All that are known, retired ones included, in order of UID. */
    public static List<TransferSyntax> all() {
        return REGISTERED.values().stream()
                .sorted((a, b) -> a.uid().compareTo(b.uid()))
                .toList();
    }

    /** One for native pixel data. */
    private static TransferSyntax plain(String uid, boolean explicit, boolean bigEndian, boolean deflated) {
        return new TransferSyntax(uid, Dictionary.uidName(uid), explicit, bigEndian, deflated, false, deflated);
    }

    private static TransferSyntax encapsulated(String uid, String name, boolean compressed) {
        return new TransferSyntax(
                uid, name == null ? Dictionary.uidName(uid) : name, true, false, false, true, compressed);
    }

    private static List<TransferSyntax> registered() {
        List<TransferSyntax> all = new ArrayList<>(List.of(
                IMPLICIT_LITTLE_ENDIAN,
                EXPLICIT_LITTLE_ENDIAN,
                EXPLICIT_BIG_ENDIAN,
                DEFLATED_LITTLE_ENDIAN,
                ENCAPSULATED_UNCOMPRESSED,
                plain("1.2.840.10008.1.20", false, false, false)));
        // Those whose pixel data is referenced (JPIP) or carried elsewhere (SMPTE) have none to encapsulate.
        for (String last : List.of("4.94", "4.204", "7.1", "7.2", "7.3", "6.1", "6.2")) {
            all.add(plain("1.2.840.10008.1.2." + last, true, false, false));
        }
        for (String last : List.of("4.95", "4.205")) {
            all.add(plain("1.2.840.10008.1.2." + last, true, false, true));
        }
        for (Dictionary.Uid uid : Dictionary.uids("Transfer Syntax")) {
            if (all.stream().noneMatch(each -> each.uid().equals(uid.uid()))) {
                all.add(encapsulated(uid.uid(), uid.name(), true));
            }
        }
        // Registered after the edition of the dictionary.
        addNewer(all, "1.2.840.10008.1.2.4.110", "JPEG XL Lossless");
        addNewer(all, "1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression");
        addNewer(all, "1.2.840.10008.1.2.4.112", "JPEG XL");
        addNewer(all, "1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression");
        return all;
    }

    private static void addNewer(List<TransferSyntax> all, String uid, String name) {
        if (all.stream().noneMatch(each -> each.uid().equals(uid))) {
            all.add(encapsulated(uid, name, true));
        }
    }
}
