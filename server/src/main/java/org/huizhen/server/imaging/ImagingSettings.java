package org.huizhen.server.imaging;

import java.time.Duration;
import java.time.ZoneId;
import org.huizhen.server.imaging.gateways.GatewayDesk;

/**
 * What imaging is told by configuration.
 *
 * @param zone of devices that do not name theirs, and of "today"
 * @param quietPeriod after it a study of unknown extent counts as complete (assumed)
 * @param largestInstance bytes
 * @param publicUrl what browsers and gateways call, without trailing slash; empty for addresses from the root
 */
public record ImagingSettings(
        ZoneId zone, Duration quietPeriod, long largestInstance, String publicUrl, GatewayDesk.GatewayRules gateways) {}
