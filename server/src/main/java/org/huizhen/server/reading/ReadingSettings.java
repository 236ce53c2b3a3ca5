package org.huizhen.server.reading;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/**
 * @param lease a claim that is not renewed so long is let go
 * @param singleSignature whether writer and reviewer may be one person everywhere
 * @param catalog the folder with turnaround.yaml, working-calendar.yaml, safety-rules.yaml
 * @param zone where days and working hours begin
 * @param acknowledge whoever has not acknowledged a changed report so long is escalated
 */
public record ReadingSettings(
        Duration lease, boolean singleSignature, Path catalog, ZoneId zone, Duration acknowledge) {}
