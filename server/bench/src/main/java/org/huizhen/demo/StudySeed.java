package org.huizhen.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.huizhen.dicom.scu.RemoteAe;
import org.huizhen.synthetic.Examination;

/** Sends the sample studies: CLINIC1's through its gateway as modalities do, CLINIC2's by its technician (STOW-RS). */
final class StudySeed {
    private static final int INSTANCES_PER_REQUEST = 12;

    private final List<SampleStudy> studies;

    StudySeed(List<SampleStudy> studies) {
        this.studies = studies;
    }

    /** Each device of CLINIC1 sends its studies one after the other, the devices at once. */
    void sendToGateway(DemoPorts ports, Set<String> complete) throws IOException, InterruptedException {
        Map<String, List<Examination>> byDevice = new LinkedHashMap<>();
        for (SampleStudy study : studies) {
            if (study.place().equals(Cast.CLINIC1) && !complete.contains(study.uid())) {
                Examination examination = study.examination();
                byDevice.computeIfAbsent(examination.device().aeTitle(), title -> new ArrayList<>())
                        .add(examination);
            }
        }
        RemoteAe gateway = RemoteAe.of("127.0.0.1", ports.clinicDicom(), Cast.CLINIC1);
        Parallel.each(List.copyOf(byDevice.entrySet()), byDevice.size() + 1, device -> {
            try (Modality modality = new Modality(device.getKey(), gateway)) {
                for (Examination examination : device.getValue()) {
                    modality.send(examination);
                }
            }
        });
    }

    void sendByTechnician(Rest technician, Set<String> complete) throws IOException, InterruptedException {
        List<SampleStudy> mine = studies.stream()
                .filter(study -> study.place().equals(Cast.CLINIC2) && !complete.contains(study.uid()))
                .toList();
        Parallel.each(mine, 2, study -> {
            List<byte[]> files = new ArrayList<>();
            int instances = study.examination().scan().instances();
            for (int index = 0; index < instances; index++) {
                files.add(study.examination().instance(index).file());
                if (files.size() == INSTANCES_PER_REQUEST || index == instances - 1) {
                    technician.store(files);
                    files.clear();
                }
            }
        });
    }

    /** UIDs of the sample studies of which every instance is at the center. */
    Set<String> complete(Rest reader) throws IOException, InterruptedException {
        Map<String, Integer> received = new LinkedHashMap<>();
        for (JsonNode study : reader.list("/studies")) {
            received.put(
                    study.path("studyInstanceUid").asText(),
                    study.path("instances").asInt());
        }
        Set<String> complete = new HashSet<>();
        for (SampleStudy study : studies) {
            if (received.getOrDefault(study.uid(), 0)
                    >= study.examination().scan().instances()) {
                complete.add(study.uid());
            }
        }
        return complete;
    }
}
