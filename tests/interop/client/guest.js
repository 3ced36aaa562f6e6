// A guest who uses LiveKit's own client as its documentation says. Tests call the functions of `guest`; what happened is in
// `guest.log`. Everybody else has an element with `data-participant` and `data-sound`, as on our own page, so that the same eyes and
// ears work on both.
'use strict';

window.guest = (() => {
  const { ConnectionState, Room, RoomEvent, Track } = LivekitClient;
  const log = [];
  const note = (name, detail) => log.push({ at: Date.now(), name, detail });
  let room;
  let joining;

  function tile(participant) {
    const known = document.querySelector(`[data-participant='${participant.identity}']`);
    if (known) return known;
    const made = document.createElement('li');
    made.dataset.participant = participant.identity;
    made.dataset.sound = participant.identity;
    made.textContent = participant.name || participant.identity;
    return document.getElementById('people').appendChild(made);
  }

  function listen() {
    room
      .on(RoomEvent.Connected, () => note('connected'))
      .on(RoomEvent.SignalReconnecting, () => note('signal-reconnecting'))
      .on(RoomEvent.Reconnecting, () => note('reconnecting'))
      .on(RoomEvent.Reconnected, () => note('reconnected'))
      .on(RoomEvent.Disconnected, (reason) => note('disconnected', String(reason)))
      .on(RoomEvent.ParticipantConnected, (who) => note('came', who.identity))
      .on(RoomEvent.ParticipantDisconnected, (who) => {
        note('went', who.identity);
        tile(who).remove();
      })
      .on(RoomEvent.TrackSubscribed, (track, publication, who) => {
        note('subscribed', `${who.identity} ${publication.source}`);
        tile(who).appendChild(track.attach());
      })
      .on(RoomEvent.TrackUnsubscribed, (track, publication, who) => {
        note('unsubscribed', `${who.identity} ${publication.source}`);
        track.detach().forEach((element) => element.remove());
      })
      .on(RoomEvent.TrackSubscriptionFailed, (sid, who) => note('subscription-failed', who.identity))
      .on(RoomEvent.TrackMuted, (publication, who) => note('muted', `${who.identity} ${publication.source}`))
      .on(RoomEvent.TrackUnmuted, (publication, who) => note('unmuted', `${who.identity} ${publication.source}`))
      .on(RoomEvent.ActiveSpeakersChanged, (who) => note('speaking', who.map((one) => one.identity).join(' ')))
      .on(RoomEvent.ConnectionQualityChanged, (quality, who) => note('quality', `${who.identity} ${quality}`))
      .on(RoomEvent.DataReceived, (bytes, who, kind, topic) =>
        note('data', `${who?.identity} ${topic ?? ''} ${kind} ${new TextDecoder().decode(bytes)}`),
      );
  }

  return {
    log,
    // Joins when the button is pressed, as a page would: only then may it sound.
    arm(url, token, publish = false) {
      joining = new Promise((done, failed) => {
        document.getElementById('join').onclick = () => {
          room = new Room({ adaptiveStream: true, dynacast: true });
          listen();
          const connected = room.connect(url, token);
          if (publish) connected.then(() => room.localParticipant.enableCameraAndMicrophone()).catch(() => {});
          connected.then(done, failed);
        };
      });
      // Whoever waits for it hears of a failure.
      joining.catch(() => {});
    },
    joined: () => joining,
    async publish(source, wanted) {
      if (source === 'microphone') await room.localParticipant.setMicrophoneEnabled(wanted);
      else await room.localParticipant.setCameraEnabled(wanted);
      return publications();
    },
    async say(text, reliable) {
      await room.localParticipant.publishData(new TextEncoder().encode(text), { reliable, topic: 'guest' });
    },
    async scenario(name) {
      await room.simulateScenario(name);
    },
    async leave() {
      await room?.disconnect();
      // What is left of the others belongs to the room that is over.
      document.getElementById('people').replaceChildren();
    },
    state: () => room?.state ?? ConnectionState.Disconnected,
    people: () => [...room.remoteParticipants.values()].map((who) => who.identity).sort(),
    publications,
    size(identity) {
      const video = document.querySelector(`[data-participant='${identity}'] video`);
      return video ? [video.videoWidth, video.videoHeight] : [0, 0];
    },
  };

  function publications() {
    return [...room.localParticipant.trackPublications.values()].map((one) => ({
      sid: one.trackSid,
      source: one.source,
      muted: one.isMuted,
      layers: one.source === Track.Source.Camera ? (one.trackInfo?.layers?.length ?? 0) : 0,
    }));
  }
})();
