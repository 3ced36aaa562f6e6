"""A participant without a browser, on LiveKit's own SDK: sends a tone and a moving picture, and says in lines of JSON
what it hears and sees. Usage: participant.py SERVER ROOM NAME HERTZ, with LIVEKIT_API_KEY and LIVEKIT_API_SECRET."""

import asyncio
import json
import sys

import numpy
from livekit import api, rtc

RATE = 48_000
CHUNK = RATE // 100
WIDTH, HEIGHT = 320, 240


def say(event, **about):
    print(json.dumps({"event": event, **about}), flush=True)


async def tone(source, hertz):
    """A tone that swells three times a second, as syllables do: a steady one is taken for noise by some."""
    at = 0
    while True:
        t = (at + numpy.arange(CHUNK)) / RATE
        syllable = (0.5 - 0.5 * numpy.cos(2 * numpy.pi * 3 * t)) ** 2
        samples = (numpy.sin(2 * numpy.pi * hertz * t) * syllable * 0.5 * 32767).astype(numpy.int16)
        at += CHUNK
        await source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE, 1, CHUNK))


async def picture(source):
    """A bright bar that wanders over green."""
    n = 0
    while True:
        frame = numpy.full((HEIGHT, WIDTH, 4), (20, 140, 20, 255), numpy.uint8)
        bar = (n * 8) % WIDTH
        frame[:, bar : bar + 30] = 230
        source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, frame.tobytes()))
        n += 1
        await asyncio.sleep(1 / 15)


async def hear(track, who):
    """Measures every whole second."""
    kept = numpy.zeros(0, numpy.float64)
    async for event in rtc.AudioStream(track, sample_rate=RATE, num_channels=1):
        kept = numpy.append(kept, numpy.frombuffer(event.frame.data, numpy.int16).astype(numpy.float64))
        if len(kept) < RATE:
            continue
        spectrum = numpy.abs(numpy.fft.rfft(kept * numpy.hanning(len(kept)))) ** 2
        strongest = int(spectrum[60:].argmax()) + 60
        near = spectrum[max(strongest - 10, 0) : strongest + 11].sum()
        purity = float(near / spectrum.sum()) if spectrum.sum() > 0 else 0.0
        say("heard", who=who, hertz=strongest * RATE / len(kept), purity=purity)
        kept = kept[:0]


async def see(track, who):
    frames = 0
    async for event in rtc.VideoStream(track):
        frames += 1
        if frames % 10 == 0:
            say("seen", who=who, frames=frames, width=event.frame.width)


async def main(server, room_name, name, hertz):
    grants = api.VideoGrants(room_join=True, room=room_name)
    token = api.AccessToken().with_identity(name).with_name(name).with_grants(grants).to_jwt()
    room = rtc.Room()
    tasks = set()

    def go_on(task):
        task = asyncio.ensure_future(task)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    @room.on("track_subscribed")
    def subscribed(track, _publication, who):
        go_on(hear(track, who.identity) if track.kind == rtc.TrackKind.KIND_AUDIO else see(track, who.identity))

    @room.on("track_muted")
    def muted(who, _publication):
        say("muted", who=who.identity)

    @room.on("data_received")
    def data(packet):
        say("data", who=packet.participant.identity if packet.participant else "", text=packet.data.decode())
        # And back to whoever sent it.
        go_on(room.local_participant.publish_data("back: " + packet.data.decode(), reliable=True, topic="robot"))

    @room.on("connection_quality_changed")
    def quality(who, _quality):
        say("quality", who=who.identity)

    @room.on("disconnected")
    def disconnected(_reason):
        say("disconnected")

    await room.connect(server, token)
    say("joined")
    sound, sight = rtc.AudioSource(RATE, 1), rtc.VideoSource(WIDTH, HEIGHT)
    microphone = rtc.LocalAudioTrack.create_audio_track("microphone", sound)
    camera = rtc.LocalVideoTrack.create_video_track("camera", sight)
    publish = room.local_participant.publish_track
    await publish(microphone, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE))
    await publish(camera, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA))
    await asyncio.gather(tone(sound, hertz), picture(sight))


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
