// Every check of LiveKit's `ConnectionCheck`. `window.peer` gathers what it tells: each check that fails, and each warning.
import { CheckStatus, ConnectionCheck } from 'livekit-client';

// Those of one lane run one after the other. Each lane has a ticket of its own: who comes twice throws the first one out.
const LANES = [
  ['checkWebsocket', 'checkWebRTC', 'checkTURN', 'checkReconnect'],
  ['checkPublishAudio'],
  ['checkPublishVideo'],
];
// Takes half a minute and a picture of its own, and asks for neither microphone nor camera.
const LINE = ['checkConnectionProtocol', 'checkCloudRegion'];

const infos = new Map();
const thrown = [];
let left = Infinity;

const statements = ({ description, status, logs }) => {
  const told = logs.filter(({ level }) => level !== 'info').map(({ message }) => `${description}: ${message}`);
  return status === CheckStatus.FAILED && told.length === 0 ? [`${description}: failed`] : told;
};

function show() {
  document.getElementById('checks').replaceChildren(
    ...[...infos.values()].map((info) => {
      const item = document.createElement('li');
      item.textContent = [`${info.description} (${CheckStatus[info.status]})`, ...statements(info)].join('; ');
      return item;
    }),
  );
}

async function walk(lane, names, url, ticket) {
  const check = new ConnectionCheck(url, ticket);
  check.on('checkUpdate', (id, info) => {
    infos.set(`${lane} ${id}`, { ...info, logs: [...info.logs] });
    show();
  });
  for (const name of names) await check[name]().catch((error) => thrown.push(`${name}: ${error}`));
}

window.peer = {
  // Runs them with one ticket for each lane, and those of the line where there is one more.
  start(url, tickets) {
    const lanes = [...LANES, LINE].slice(0, tickets.length);
    left = lanes.length;
    lanes.forEach((names, lane) =>
      walk(lane, names, url, tickets[lane])
        .catch((error) => thrown.push(String(error)))
        .finally(() => left--),
    );
  },
  said: () => [...[...infos.values()].flatMap(statements), ...thrown],
  errors: () => [
    ...[...infos.values()].filter(({ status }) => status === CheckStatus.FAILED).flatMap(statements),
    ...thrown,
  ],
  ended: () => left === 0,
  running: () => [...infos.values()].filter(({ status }) => status === CheckStatus.RUNNING).map(({ description }) => description),
  isWell: () => true,
};
