"""A member whom nothing but a relay lets through: coturn on the loopback address, with the secret of our configuration.
The member's program takes no path but the relay (LiveKit's own SDK, told so), sends a tone, and the other, who needs
none, has to hear it. With another secret in coturn, the same member must stay outside.

Usage: relay.py VORZIMMER CLIENT-DIRECTORY, with coturn's `turnserver` installed and the Python of LiveKit's SDK."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile

import numpy
from livekit import api, rtc

KEY, SECRET = "house", "a secret of more than thirty-two characters"
RATE, HERTZ = 48_000, 440


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def relay(folder, port, secret):
    """coturn on the loopback address, and where it logs."""
    low = 52_000 + port % 8_000
    log = os.path.join(folder, f"turn-{secret}.log")
    settings = f"""listening-ip=127.0.0.1
relay-ip=127.0.0.1
listening-port={port}
fingerprint
realm=test
use-auth-secret
static-auth-secret={secret}
no-tls
no-dtls
no-cli
allow-loopback-peers
no-multicast-peers
denied-peer-ip=0.0.0.0-255.255.255.255
denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
allowed-peer-ip=127.0.0.1
min-port={low}
max-port={low + 400}
log-file=stdout
verbose
pidfile={folder}/turn.pid
userdb={folder}/turn.db
"""
    file = os.path.join(folder, f"turn-{secret}.conf")
    with open(file, "w") as out:
        out.write(settings)
    process = subprocess.Popen(["turnserver", "-c", file], stdout=open(log, "w"), stderr=subprocess.STDOUT)
    return process, log


def serve(folder, program, client, turn):
    config = os.path.join(folder, "vorzimmer.toml")
    with open(config, "w") as out:
        out.write(
            f'[server]\nlisten = "127.0.0.1:0"\nclient_dir = "{client}"\ndata_dir = "{folder}/data"\n'
            f'[meeting]\nudp_port = {free_port(socket.SOCK_DGRAM)}\ntcp_port = 0\naddresses = ["127.0.0.1"]\n'
            f'key = "{KEY}"\nsecret = "{SECRET}"\n'
            f'[[ice_server]]\nurls = ["turn:127.0.0.1:{turn}?transport=udp"]\nsecret = "north"\n'
        )
    process = subprocess.Popen(
        [program, "serve", "--json", "--config", config], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    return process, "ws://" + json.loads(process.stdout.readline())["address"]


def token(name):
    grants = api.VideoGrants(room_join=True, room="relay")
    return api.AccessToken(KEY, SECRET).with_identity(name).with_grants(grants).to_jwt()


async def enter(server, name, relayed):
    room = rtc.Room()
    # The servers come from ours; the program is told only to take no path but a relay.
    only = rtc.IceTransportType.TRANSPORT_RELAY if relayed else rtc.IceTransportType.TRANSPORT_ALL
    await room.connect(server, token(name), rtc.RoomOptions(rtc_config=rtc.RtcConfiguration(ice_transport_type=only)))
    return room


async def speak(room):
    source = rtc.AudioSource(RATE, 1)
    track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
    await room.local_participant.publish_track(
        track, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
    )
    at = 0
    while True:
        t = (at + numpy.arange(RATE // 100)) / RATE
        at += len(t)
        samples = (numpy.sin(2 * numpy.pi * HERTZ * t) * 12_000).astype(numpy.int16)
        await source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE, 1, len(t)))


async def listen(track):
    kept = numpy.zeros(0)
    async for event in rtc.AudioStream(track, sample_rate=RATE, num_channels=1):
        kept = numpy.append(kept, numpy.frombuffer(event.frame.data, numpy.int16).astype(float))[-RATE:]
        if len(kept) == RATE and abs(kept).max() > 1_000:
            spectrum = numpy.abs(numpy.fft.rfft(kept * numpy.hanning(RATE)))
            heard = int(spectrum[60:].argmax()) + 60
            if abs(heard - HERTZ) <= 2:
                return heard


async def hears(room):
    heard = asyncio.get_running_loop().create_future()

    @room.on("track_subscribed")
    def subscribed(track, _publication, _who):
        task = asyncio.ensure_future(listen(track))
        task.add_done_callback(lambda done: heard.done() or heard.set_result(done.result()))

    return await asyncio.wait_for(heard, 40)


async def through(server):
    listener = await enter(server, "listener", relayed=False)
    hearing = asyncio.ensure_future(hears(listener))
    speaker = await asyncio.wait_for(enter(server, "speaker", relayed=True), 40)
    speaking = asyncio.ensure_future(speak(speaker))
    heard = await hearing
    speaking.cancel()
    await speaker.disconnect()
    await listener.disconnect()
    return heard


async def shut_out(server):
    try:
        room = await asyncio.wait_for(enter(server, "speaker", relayed=True), 25)
    except (rtc.ConnectError, asyncio.TimeoutError):
        return
    await room.disconnect()
    raise SystemExit("a member got through a relay that does not know the secret")


def main(program, client):
    with tempfile.TemporaryDirectory() as folder:
        turn = free_port(socket.SOCK_DGRAM)
        server, url = serve(folder, program, client, turn)
        turns = []
        try:
            coturn, log = relay(folder, turn, "north")
            turns.append(coturn)
            print(f"heard {asyncio.run(through(url))} Hz through the relay")
            coturn.terminate()
            coturn.wait(10)
            said = open(log, errors="replace").read()
            assert "ALLOCATE processed, success" in said, said[-2000:]
            coturn, log = relay(folder, turn, "south")
            turns.append(coturn)
            asyncio.run(shut_out(url))
            said = open(log, errors="replace").read()
            assert "ALLOCATE processed, success" not in said, said[-2000:]
            print("a relay with another secret lets nobody through")
        finally:
            for process in [server, *turns]:
                process.terminate()
                process.wait(10)


main(sys.argv[1], sys.argv[2])
