// Devices that can be made faulty, in the place of the browser's own: real streams of real sound and real pictures, which
// the page opens, measures and sends as any other. Run in the page before its own scripts; steered by `window.fault`.
// `speech`: recorded speech, the bytes of a WAV file.
const media = navigator.mediaDevices;
const watchers = [];

let audio;
const context = () => (audio ??= new AudioContext());

let words;
async function recorded() {
  words ??= context().decodeAudioData(new Uint8Array(speech).buffer);
  return words;
}

const hiss = () => {
  const buffer = context().createBuffer(1, context().sampleRate * 2, context().sampleRate);
  const samples = buffer.getChannelData(0);
  for (let at = 0; at < samples.length; at++) samples[at] = Math.random() * 2 - 1;
  return buffer;
};

const loop = (buffer, gain, into) => {
  const source = new AudioBufferSourceNode(context(), { buffer, loop: true });
  source.connect(gain).connect(into);
  source.start();
};

// What plays on the loudspeaker travels through the air, to the microphones that hear it.
let room;
const air = () => (room ??= new GainNode(context()));
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (to, ...rest) {
  if (to instanceof AudioDestinationNode) {
    const out = new MediaStreamAudioDestinationNode(this.context);
    connect.call(this, out);
    connect.call(new MediaStreamAudioSourceNode(context(), { mediaStream: out.stream }), air());
  }
  return connect.call(this, to, ...rest);
};

// A microphone: speech, noise, hum and the loudspeaker, each with its own level. Nothing but the microphone's own faint noise by itself.
class Microphone {
  constructor(id, label, group = id) {
    Object.assign(this, { id, label, group, kind: 'audioinput', tracks: [] });
    this.levels = { speech: 1, noise: 0.0004, hum: 0, loudspeaker: 0 };
  }

  async open() {
    const out = context().createMediaStreamDestination();
    const gate = (this.gate = new GainNode(context(), { gain: this.muted ? 0 : 1 }));
    gate.connect(out);
    const gains = {};
    for (const name of Object.keys(this.levels)) gains[name] = new GainNode(context(), { gain: this.levels[name] });
    loop(await recorded(), gains.speech, gate);
    loop(hiss(), gains.noise, gate);
    air().connect(gains.loudspeaker).connect(gate);
    const hum = new OscillatorNode(context(), { frequency: 50 });
    hum.connect(gains.hum).connect(gate);
    hum.start();
    this.gains = gains;
    return out.stream;
  }

  // Sets levels, also of what is open: `{ speech: 0, noise: 0 }` is silence to the last bit.
  set(levels) {
    Object.assign(this.levels, levels);
    for (const [name, level] of Object.entries(levels)) if (this.gains) this.gains[name].gain.value = level;
  }
}

// A loudspeaker, which is only listed.
class Speaker {
  constructor(id, label, group = id) {
    Object.assign(this, { id, label, group, kind: 'audiooutput', tracks: [] });
  }
}

// A camera: a face that moves a little before a wall, with the noise of a sensor.
class Camera {
  constructor(id, label) {
    Object.assign(this, { id, label, group: id, kind: 'videoinput', tracks: [] });
    this.scene = 'person';
    this.size = [320, 240];
  }

  async open() {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = this.size;
    this.canvas = canvas;
    this.paint = canvas.getContext('2d', { alpha: false });
    this.step = 0;
    clearInterval(this.timer);
    this.timer = setInterval(() => this.draw(), 50);
    this.draw();
    return canvas.captureStream();
  }

  draw() {
    const { paint, canvas: { width, height } } = this;
    this.step++;
    if (this.scene === 'stopped' || (this.scene === 'slow' && this.step % 12)) return;
    const at = this.scene === 'still' ? 0 : this.step;
    const light = { black: 0, dark: 0.18, evening: 0.45 }[this.scene] ?? 1;
    const wall = this.scene === 'backlit' ? 235 : 150 * light;
    const face = this.scene === 'backlit' ? 45 : 175 * light;
    const grey = (value) => `rgb(${value},${value},${value})`;
    paint.fillStyle = grey(wall);
    paint.fillRect(0, 0, width, height);
    paint.fillStyle = grey(face);
    paint.beginPath();
    paint.ellipse(width / 2 + 6 * Math.sin(at / 9), height * 0.54, width * 0.22, width * 0.28, 0, 0, 7);
    paint.fill();
    if (this.scene === 'backlit') paint.fillRect(width * 0.19, height * 0.79, width * 0.62, height * 0.21);
    if (this.scene === 'black') return;
    for (let dot = 0; dot < 400; dot++) {
      const [x, y] = this.scene === 'still' ? [dot * 7 % width, dot * 13 % height] : [Math.random() * width, Math.random() * height];
      paint.fillStyle = grey(Math.min(255, 60 * light + (dot % 5) * 30 * light));
      paint.fillRect(x, y, 3, 3);
    }
  }

  set(scene) { this.scene = scene; }
}

// Keeps hold of who listens to a track, to tell them what a device would: Firefox lets no page dispatch an event there.
function overhear(track) {
  const { addEventListener: add, removeEventListener: remove } = track;
  track.listeners = [];
  track.addEventListener = (type, listener, options) => {
    track.listeners.push({ type, listener });
    add.call(track, type, listener, options);
  };
  track.removeEventListener = (type, listener, options) => {
    track.listeners = track.listeners.filter((one) => one.type !== type || one.listener !== listener);
    remove.call(track, type, listener, options);
  };
}

const tell = (track, type) => {
  for (const one of track.listeners) if (one.type === type) one.listener.call(track, new Event(type));
};

// Firefox finds all addresses of its machine only for pages that may have its devices, so there these may, and are said to
// be asked.
const isFirefox = navigator.userAgent.includes('Firefox');

const fault = {
  devices: [new Microphone('mic-1', 'Mikrofonarray'), new Camera('cam-1', 'Webcam')],
  // What the browser answers in place of a device, by kind: `['NotAllowedError', 'Permission denied']`, or 'never'.
  refusals: {},
  // What the browser says of a permission, by its name; its own word where nothing stands here.
  permissions: isFirefox ? { microphone: 'prompt', camera: 'prompt' } : {},
  Microphone,
  Speaker,
  Camera,
  find: (id) => fault.devices.find((device) => device.id === id),
  add: (device) => { fault.devices.push(device); fault.changed(); return device; },
  // Pulls the cable.
  pull(id) {
    const device = fault.find(id);
    fault.devices = fault.devices.filter((other) => other !== device);
    for (const track of device.tracks) {
      track.stop();
      tell(track, 'ended');
    }
    fault.changed();
  },
  // The system, or a switch on the device, holds sound back: of what is open, and of what will be.
  mute(id, muted) {
    const device = fault.find(id);
    device.muted = muted;
    if (device.gate) device.gate.gain.value = muted ? 0 : 1;
    for (const track of device.tracks) {
      Object.defineProperty(track, 'muted', { configurable: true, value: muted });
      tell(track, muted ? 'mute' : 'unmute');
    }
  },
  changed: () => media.dispatchEvent(new Event('devicechange')),
  // 'fine'; 'gone': nothing gets through; 'http': everything but WebSockets; 'hotel': another answers every request.
  network: 'fine',
  sockets: [],
  contexts: [],
  // What is open is cut off, unless everything is fine again: then the browser says that there is a network.
  connect(network, online = true) {
    fault.network = network;
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: online });
    if (!online) window.dispatchEvent(new Event('offline'));
    if (network === 'fine') window.dispatchEvent(new Event('online'));
    else for (const socket of fault.sockets.splice(0)) socket.close();
  },
  // Chooses in a list of devices, counted from 0.
  choose(action, at) {
    const select = document.querySelector(`[data-action="${action}"]`);
    select.selectedIndex = at;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  },
  // Whether a device is open.
  isOpen: (id) => fault.find(id).tracks.some((track) => track.readyState === 'live'),
  press: (action) => document.querySelector(`[data-action="${action}"]`)?.click(),
  // Presses as soon as it is there.
  pressSoon(action) {
    const timer = setInterval(() => {
      const button = document.querySelector(`[data-action="${action}"]:not([disabled])`);
      if (button) {
        clearInterval(timer);
        button.click();
      }
    }, 50);
  },
};
window.fault = fault;

const RealSocket = window.WebSocket, realFetch = window.fetch;

class NoSocket extends EventTarget {
  constructor() {
    super();
    this.readyState = 0;
    setTimeout(() => {
      this.readyState = 3;
      for (const event of [new Event('error'), new CloseEvent('close', { code: 1006 })]) {
        this[`on${event.type}`]?.(event);
        this.dispatchEvent(event);
      }
    }, 30);
  }
  send() {}
  close() {}
}

window.WebSocket = new Proxy(RealSocket, {
  construct(real, given) {
    if (fault.network !== 'fine') return new NoSocket();
    const socket = new real(...given);
    fault.sockets.push(socket);
    return socket;
  },
});

window.fetch = (...given) => {
  if (fault.network === 'gone') return Promise.reject(new TypeError('Failed to fetch'));
  if (fault.network === 'hotel') return Promise.resolve(new Response('<h1>Welcome to our hotel</h1>'));
  return realFetch(...given);
};

// The page's own contexts are known by their being asked to run.
const resume = AudioContext.prototype.resume;
AudioContext.prototype.resume = function () {
  if (this !== audio && !fault.contexts.includes(this)) fault.contexts.push(this);
  return resume.call(this);
};

const query = navigator.permissions.query.bind(navigator.permissions);
navigator.permissions.query = async (wanted) => {
  const status = await query(wanted), state = fault.permissions[wanted.name];
  if (state) Object.defineProperty(status, 'state', { value: state });
  return status;
};

media.enumerateDevices = async () => fault.devices.map(({ kind, id, label, group }) => ({
  kind, label, deviceId: id, groupId: group,
}));

// Who asks for both gets both or neither, as in any browser.
media.getUserMedia = async (wanted) => {
  const wishes = [['audioinput', wanted.audio], ['videoinput', wanted.video]].filter(([, wish]) => wish);
  const refusals = wishes.map(([kind]) => fault.refusals[kind]).filter(Boolean);
  if (refusals.includes('never')) return new Promise(() => {});
  for (const [name, message] of refusals) throw new DOMException(message, name);
  const chosen = wishes.map(([kind, wish]) => {
    const id = wish.deviceId?.exact ?? wish.deviceId?.ideal ?? wish.deviceId;
    const all = fault.devices.filter((device) => device.kind === kind);
    return all.find((one) => one.id === id) ?? all[0];
  });
  if (chosen.some((device) => !device)) throw new DOMException('Requested device not found', 'NotFoundError');
  const streams = [];
  for (const device of chosen) streams.push(await lend(device));
  return streams.length === 1 ? streams[0] : new MediaStream(streams.flatMap((stream) => stream.getTracks()));
};

async function lend(device) {
  if (device.kind === 'audioinput') await context().resume();
  const stream = await device.open();
  document.documentElement.dataset.opened = `${document.documentElement.dataset.opened ?? ''} ${device.kind}`;
  for (const track of stream.getTracks()) {
    device.tracks.push(track);
    overhear(track);
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({ ...settings(), deviceId: device.id, groupId: device.group });
    Object.defineProperty(track, 'label', { value: device.label });
    if (device.muted) Object.defineProperty(track, 'muted', { configurable: true, value: true });
  }
  return stream;
}
