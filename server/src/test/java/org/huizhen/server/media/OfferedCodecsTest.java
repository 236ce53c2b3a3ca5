package org.huizhen.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class OfferedCodecsTest {
    private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n";
    private static final String AUDIO = "m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n"
            + "a=fmtp:111 minptime=10\r\na=rtpmap:0 PCMU/8000\r\n";
    private static final String VIDEO =
            "m=video 9 UDP/TLS/RTP/SAVPF 102 96 97\r\na=mid:1\r\na=rtpmap:102 H264/90000\r\n"
                    + "a=rtcp-fb:102 nack\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtpmap:97 rtx/90000\r\n"
                    + "a=fmtp:97 apt=96\r\na=ssrc:1 cname:x\r\n";

    @Test
    void keepsOpusAndVp8AndEverythingThatIsAboutNoCodec() {
        assertThat(OfferedCodecs.restrict(HEAD + AUDIO + VIDEO))
                .isEqualTo(HEAD
                        + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n"
                        + "a=fmtp:111 minptime=10\r\n"
                        + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\n"
                        + "a=rtcp-fb:96 nack\r\na=ssrc:1 cname:x\r\n");
    }

    @Test
    void refusesInWordsWhatTheMediaServerCannotForward() {
        assertThatThrownBy(() -> OfferedCodecs.restrict("nonsense")).hasMessageContaining("no session description");
        assertThatThrownBy(() -> OfferedCodecs.restrict(HEAD)).hasMessageContaining("neither audio nor video");
        assertThatThrownBy(() -> OfferedCodecs.restrict(HEAD + AUDIO + AUDIO)).hasMessageContaining("more than one");
        assertThatThrownBy(() -> OfferedCodecs.restrict(HEAD + VIDEO.replace("VP8", "VP9")))
                .hasMessageContaining("without VP8");
        assertThatThrownBy(() -> OfferedCodecs.restrict(
                        HEAD + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n"))
                .hasMessageContaining("only audio and video");
    }
}
