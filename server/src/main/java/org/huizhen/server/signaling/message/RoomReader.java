package org.huizhen.server.signaling.message;

import java.util.Optional;
import org.huizhen.server.core.RoomId;

/** The messages about a room. */
final class RoomReader {
    private static final int LONGEST_CHAT = 2_000;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_VIEW = 4 << 10;
    private static final int LONGEST_POINTER = 512;
    private static final int LONGEST_MARK = 8 << 10;
    private static final int LONGEST_CANDIDATE = 4 << 10;

    private RoomReader() {}

    static RoomMessage room(String type, Fields fields) {
        RoomId room = fields.room();
        return switch (type) {
            case "room.join" ->
                new EntryMessage.Join(
                        room,
                        fields.has("media") ? Optional.of(fields.flag("media")) : Optional.empty(),
                        fields.has("recording") ? Optional.of(fields.uuid("recording")) : Optional.empty());
            case "room.sync" -> new EntryMessage.Sync(room);
            case "room.leave" -> new EntryMessage.Leave(room);
            case "room.admit" -> new EntryMessage.Admit(room, fields.name("waiting"), fields.optionalName("role"));
            case "room.deny" -> new EntryMessage.Deny(room, fields.name("waiting"));
            case "room.lock" -> new EntryMessage.Lock(room, fields.flag("locked"));
            case "room.close" ->
                new EntryMessage.Close(
                        room, fields.optionalText("reason", LONGEST_REASON).orElse("ended"));
            case "room.mute" ->
                new FloorMessage.Mute(
                        room,
                        fields.name("target"),
                        source(fields),
                        fields.flag("muted", true),
                        fields.flag("lock", false));
            case "room.permissions" ->
                new FloorMessage.Permissions(room, fields.name("target"), fields.names("rights", 16));
            case "room.kick" -> new FloorMessage.Kick(room, fields.name("target"));
            case "hand.raise" -> new FloorMessage.RaiseHand(room);
            case "hand.lower" -> new FloorMessage.LowerHand(room, fields.optionalName("target"));
            case "chat.send" -> new ChatMessage.Send(room, fields.text("text", LONGEST_CHAT));
            default -> throw ClientMessageReader.unknown();
        };
    }

    static RoomMessage board(String type, Fields fields) {
        RoomId room = fields.room();
        return switch (type) {
            case "board.view" -> new BoardMessage.View(room, fields.free("view", LONGEST_VIEW));
            case "board.pointer" -> new BoardMessage.Pointer(room, fields.free("at", LONGEST_POINTER));
            case "board.mark.add" -> new BoardMessage.AddMark(room, fields.free("mark", LONGEST_MARK));
            case "board.mark.remove" -> new BoardMessage.RemoveMark(room, fields.name("mark"));
            case "board.presenter.request" -> new BoardMessage.RequestPresenter(room);
            case "board.presenter.grant" -> new BoardMessage.GrantPresenter(room, fields.optionalName("target"));
            case "board.follow" -> new BoardMessage.Follow(room, fields.flag("follow"));
            default -> throw ClientMessageReader.unknown();
        };
    }

    static RoomMessage recording(String type, Fields fields) {
        RoomId room = fields.room();
        return switch (type) {
            case "recording.start" -> new RecordingMessage.Start(room);
            case "recording.stop" -> new RecordingMessage.Stop(room, fields.uuid("recording"));
            case "recording.consent" ->
                new RecordingMessage.Consent(room, fields.uuid("recording"), fields.flag("agreed"));
            default -> throw ClientMessageReader.unknown();
        };
    }

    static RoomMessage media(String type, Fields fields) {
        RoomId room = fields.room();
        return switch (type) {
            case "media.publish" -> new MediaMessage.Publish(room, fields.name("track"), source(fields), low(fields));
            case "media.unpublish" -> new MediaMessage.Unpublish(room, fields.name("track"));
            case "media.subscribe" ->
                new MediaMessage.Subscribe(room, fields.name("target"), fields.name("track"), true, low(fields));
            case "media.unsubscribe" ->
                new MediaMessage.Subscribe(room, fields.name("target"), fields.name("track"), false, false);
            case "media.offer" ->
                new MediaMessage.Offer(
                        room, fields.optionalName("to"), fields.name("pc"), fields.count("negotiation"), sdp(fields));
            case "media.answer" ->
                new MediaMessage.Answer(
                        room, fields.name("to"), fields.name("pc"), fields.count("negotiation"), sdp(fields));
            case "media.candidate" ->
                new MediaMessage.Candidate(
                        room,
                        fields.optionalName("to"),
                        fields.name("pc"),
                        fields.has("negotiation") ? Optional.of(fields.count("negotiation")) : Optional.empty(),
                        fields.free("candidate", LONGEST_CANDIDATE));
            case "media.close" -> new MediaMessage.Close(room, fields.name("pc"));
            case "media.restart" -> new MediaMessage.Restart(room, fields.name("to"), fields.name("pc"));
            case "media.quality" ->
                new MediaMessage.Quality(
                        room,
                        switch (fields.name("level")) {
                            case "good" -> "good";
                            case "fair" -> "fair";
                            case "poor" -> "poor";
                            default -> throw Fields.invalid("level: expected good, fair or poor");
                        });
            case "media.mode" ->
                new MediaMessage.Mode(
                        room,
                        MediaMessage.Wanted.of(fields.name("mode"))
                                .orElseThrow(() -> Fields.invalid("mode: expected full, low or audio")));
            default -> throw ClientMessageReader.unknown();
        };
    }

    private static boolean low(Fields fields) {
        return switch (fields.optionalName("quality").orElse("high")) {
            case "high" -> false;
            case "low" -> true;
            default -> throw Fields.invalid("quality: expected high or low");
        };
    }

    private static String sdp(Fields fields) {
        return fields.text("sdp", ClientMessageReader.LONGEST_WITH_SDP);
    }

    private static Source source(Fields fields) {
        return Source.of(fields.name("source"))
                .orElseThrow(() -> Fields.invalid("source: expected microphone, camera, screen or screenAudio"));
    }
}
