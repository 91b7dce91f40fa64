// Runs discord.js against a running local Discord: node check.mjs http://127.0.0.1:5005 emulator-token
import { Client, Events, GatewayIntentBits, REST, Routes, SlashCommandBuilder } from 'discord.js';
import { WebSocketManager, WebSocketShardEvents, CompressionMethod } from '@discordjs/ws';

const base = (process.argv[2] ?? 'http://127.0.0.1:5005').replace(/\/$/, '');
const token = process.argv[3] ?? 'emulator-token';
const api = `${base}/api`;
const patience = 20_000;
let failures = 0;

function report(name, problem) {
  if (problem) failures++;
  console.log(problem ? `FAIL ${name}: ${problem}` : `PASS ${name}`);
}

async function step(name, run) {
  try {
    await run();
    report(name);
  } catch (error) {
    report(name, error.stack ?? error);
  }
}

function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`no ${what} within ${patience} ms`)), patience); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const next = (emitter, event, fits = () => true) => within(new Promise(resolve => {
  const listen = (...values) => {
    if (!fits(...values)) return;
    emitter.off(event, listen);
    resolve(values[0]);
  };
  emitter.on(event, listen);
}), event);

async function control(method, path, body) {
  const answer = await fetch(`${base}/control${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} /control${path}: ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  return text ? JSON.parse(text) : undefined;
}

const assert = (condition, message) => { if (!condition) throw new Error(message); };

// A guild of its own, so that the simulated ones do not disturb.
const owner = await control('POST', '/users', { name: 'owner', displayName: 'Owner' });
const speaker = await control('POST', '/users', { name: 'speaker', displayName: 'Zoé 🌙' });
const guild = await control('POST', '/guilds', { name: 'Conformance', ownerId: owner.id });
await control('POST', `/guilds/${guild.id}/members`, { userId: speaker.id });
const [channel] = await control('GET', `/guilds/${guild.id}/channels`);

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent, GatewayIntentBits.GuildVoiceStates],
  rest: { api },
});
const raw = [];
client.on('raw', packet => { if (packet.t === 'READY' || packet.t === 'RESUMED') raw.push(packet.t); });
client.on('error', error => report('client error', error.stack));

await step('log in and see the guild', async () => {
  const ready = next(client, Events.ClientReady);
  await client.login(token);
  await ready;
  assert(client.guilds.cache.has(guild.id), 'guild missing');
});

await step('receive a message', async () => {
  const received = next(client, Events.MessageCreate, m => m.channelId === channel.id);
  await control('POST', `/channels/${channel.id}/messages`, { userId: speaker.id, content: 'héllo 🌙' });
  const message = await received;
  assert(message.content === 'héllo 🌙', `content ${message.content}`);
  assert(message.member?.displayName === 'Zoé 🌙', `member ${message.member?.displayName}`);
});

await step('post a message with an embed and a file', async () => {
  const sent = await client.channels.cache.get(channel.id).send({
    content: 'report', embeds: [{ title: 'Week', description: 'fine', fields: [{ name: 'a', value: '1' }] }],
    files: [{ attachment: Buffer.from('png'), name: 'chart.png' }], nonce: '77', enforceNonce: true,
  });
  assert(sent.embeds[0].title === 'Week', 'embed missing');
  assert(sent.attachments.first().name === 'chart.png', 'file missing');
  const file = await fetch(sent.attachments.first().url);
  assert(await file.text() === 'png', 'file content');
  const edited = await sent.edit('report, edited');
  assert(edited.content === 'report, edited' && edited.editedTimestamp, 'edit');
  const page = await client.channels.cache.get(channel.id).messages.fetch({ limit: 10 });
  assert(page.first().id === sent.id, 'newest first');
  await sent.delete();
});

await step('fetch members and give a role', async () => {
  const role = await control('POST', `/guilds/${guild.id}/roles`, { name: 'Regular' });
  const found = client.guilds.cache.get(guild.id);
  const members = await found.members.fetch();
  assert(members.has(speaker.id), 'chunk lacks the speaker');
  const listed = await found.members.list({ limit: 10 });
  assert(listed.size >= 3, `listed ${listed.size}`);
  const updated = next(client, Events.GuildMemberUpdate, (_, member) => member.id === speaker.id);
  await listed.get(speaker.id).roles.add(role.id);
  await updated;
  assert(found.members.cache.get(speaker.id).roles.cache.has(role.id), 'role not in cache');
});

await step('see somebody in voice', async () => {
  const room = await control('POST', `/guilds/${guild.id}/channels`, { name: 'Lounge', type: 2 });
  const entered = next(client, Events.VoiceStateUpdate, (_, state) => state.guild.id === guild.id);
  await control('PUT', `/guilds/${guild.id}/voice/${speaker.id}`, { channelId: room.id });
  await entered;
  assert(client.guilds.cache.get(guild.id).voiceStates.cache.get(speaker.id).channelId === room.id, 'voice state');
});

await step('register and answer a slash command', async () => {
  const rest = new REST({ api }).setToken(token);
  const command = new SlashCommandBuilder().setName('ping').setDescription('Answers').addStringOption(o => o.setName('text').setDescription('What').setRequired(true));
  const put = await rest.put(Routes.applicationCommands(client.application.id), { body: [command.toJSON()] });
  assert(put[0].name === 'ping', 'registration');
  const asked = next(client, Events.InteractionCreate);
  const run = await control('POST', '/interactions/commands', { channelId: channel.id, userId: speaker.id, name: 'ping', options: [{ name: 'text', type: 3, value: 'x' }] });
  const interaction = await asked;
  assert(interaction.options.getString('text') === 'x', 'option');
  await interaction.deferReply();
  await interaction.editReply('pong');
  await interaction.followUp({ content: 'and more', flags: 64 });
  const seen = await control('GET', `/interactions/${run.id}`);
  assert(seen.messages[0].content === 'pong' && seen.messages[1].content === 'and more', JSON.stringify(seen.messages.map(m => m.content)));
});

await step('resume after a dropped connection', async () => {
  const resumed = next(client, Events.ShardResume);
  const received = next(client, Events.MessageCreate, m => m.content === 'while away');
  const [session] = (await control('GET', '/sessions')).filter(s => s.connected);
  await control('POST', `/sessions/${session.id}/faults`, { fault: 'Drop' });
  await control('POST', `/channels/${channel.id}/messages`, { userId: speaker.id, content: 'while away' });
  await resumed;
  await received;
  assert(raw.filter(t => t === 'READY').length === 1, `identified again: ${raw}`);
});

await step('resume after op 7', async () => {
  const resumed = next(client, Events.ShardResume);
  await control('POST', '/sessions/all/faults', { fault: 'Reconnect' });
  await resumed;
  assert(raw.filter(t => t === 'READY').length === 1, `identified again: ${raw}`);
});

await client.destroy();

await step('zlib-stream with @discordjs/ws', async () => {
  const manager = new WebSocketManager({
    token, intents: 33281, rest: new REST({ api }).setToken(token), compression: CompressionMethod.ZlibNative, shardCount: 1,
    fetchGatewayInformation: () => new REST({ api }).setToken(token).get(Routes.gatewayBot()),
  });
  const ready = next(manager, WebSocketShardEvents.Ready);
  const received = next(manager, WebSocketShardEvents.Dispatch, packet => (packet.data ?? packet).t === 'MESSAGE_CREATE' && (packet.data ?? packet).d.content === 'compressed');
  await manager.connect();
  await ready;
  await control('POST', `/channels/${channel.id}/messages`, { userId: speaker.id, content: 'compressed' });
  await received;
  await manager.destroy();
});

console.log(failures ? `${failures} failed` : 'all passed');
process.exit(failures ? 1 : 0);
